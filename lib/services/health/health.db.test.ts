import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { beat } from "./beat";
import { readHealth } from "./read";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("says when no worker lives, when jobs are late, and when all is well", async () => {
  const { db, owner } = database;
  expect(await readHealth(db)).toMatchObject({ state: "degraded", worker: { state: "silent" } });
  await beat(db);
  expect(await readHealth(db)).toMatchObject({ state: "ok", queue: { waiting: 0, oldestDueSeconds: null } });
  await enqueue(db, "kpis.refresh", {});
  expect(await readHealth(db)).toMatchObject({ state: "ok", queue: { waiting: 1 } });
  await owner`update graphile_worker._private_jobs set run_at = now() - interval '1 hour'`;
  expect(await readHealth(db)).toMatchObject({
    state: "degraded",
    queue: { state: "late", oldestDueSeconds: 3600 },
  });
  await owner`update worker_heartbeat set seen_at = now() - interval '2 minutes'`;
  expect(await readHealth(db)).toMatchObject({
    state: "degraded",
    worker: { state: "silent", lastSeenSecondsAgo: 120 },
  });
});

test("a database that does not answer is said so, and nothing more", async () => {
  const nowhere = connect("postgres://somebody:hidden@127.0.0.1:1/none", { max: 1 });
  const health = await readHealth(nowhere);
  await nowhere.end();
  expect(health).toMatchObject({ state: "down", database: "unreachable" });
  expect(JSON.stringify(health)).not.toMatch(/somebody|hidden|127/);
});
