import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import type { Db } from "@/db/client";
import { createDatabaseFromTemplate } from "./template-database";

/** A database of the test's own, migrated and empty. */
export interface TestDatabase {
  /** Pool of the application's own role: what the product may do. */
  db: Db;
  /** Pool of the owner, for set-up and for looking where the application may not. */
  owner: Db;
  url: string;
  ownerUrl: string;
  /** Closes both pools and removes the database. */
  drop: () => Promise<void>;
}

/** A fresh database, copied from the run's migrated template. Call it in beforeAll or beforeEach, and `drop` after. */
export function createTestDatabase(): Promise<TestDatabase> {
  return createDatabaseFromTemplate(inject("testRunFolder"), `test_${randomBytes(6).toString("hex")}`);
}
