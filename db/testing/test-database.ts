import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { createDatabaseFromTemplate, type TestDatabase } from "./template-database";

export type { TestDatabase };

/** A fresh database, copied from the run's migrated template. Call it in beforeAll or beforeEach, and `drop` after. */
export function createTestDatabase(): Promise<TestDatabase> {
  return createDatabaseFromTemplate(inject("testRunFolder"), `test_${randomBytes(6).toString("hex")}`);
}
