import { defineConfig } from "@playwright/test";

const asRoot = process.getuid?.() === 0;

/** Journeys against a start of their own; `npm test` says which Chromium and which build. */
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  globalSetup: "./e2e/support/global-setup.ts",
  outputDir: ".test/journeys",
  workers: 1,
  retries: 0,
  // Only a journey that hangs should meet these: how fast pages are is measured in bench/, not here.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: "line",
  use: {
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.PLIMSOLL_CHROMIUM || undefined,
      args: asRoot ? ["--no-sandbox"] : [],
    },
  },
});
