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
  timeout: 90_000,
  expect: { timeout: 15_000 },
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
