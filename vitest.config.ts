import { defineConfig } from "vitest/config";

/** Unit tests sit beside the code as *.test.ts; tests that need PostgreSQL end in *.db.test.ts. */
export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    include: ["**/*.test.ts", "**/*.test.tsx"],
    exclude: ["node_modules/**", ".next/**", ".test/**", ".data/**", "e2e/**"],
    globalSetup: ["db/testing/global-setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
