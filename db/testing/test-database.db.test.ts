import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "./test-database";

let first: TestDatabase;
let second: TestDatabase;

beforeAll(async () => {
  [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
});
afterAll(() => Promise.all([first.drop(), second.drop()]));

test("each database is migrated, and what is written in one is not in the other", async () => {
  await first.owner`create table only_here (id int)`;
  const tables = (db: TestDatabase["owner"]) =>
    db<
      { name: string }[]
    >`select relname as name from pg_class where relname in ('only_here', 'schema_migration') order by 1`;
  expect((await tables(first.owner)).map((row) => row.name)).toEqual(["only_here", "schema_migration"]);
  expect((await tables(second.owner)).map((row) => row.name)).toEqual(["schema_migration"]);
});

test("the application's pool is neither owner nor superuser", async () => {
  const [row] = await first.db<{ role: string; session: string; mighty: boolean }[]>`
    select current_user as role, session_user as session, rolsuper as mighty from pg_roles where rolname = session_user`;
  expect(row).toEqual({ role: "plimsoll_app", session: "plimsoll_app", mighty: false });
  await expect(first.db`create table forbidden (id int)`).rejects.toThrow(/permission denied/);
});
