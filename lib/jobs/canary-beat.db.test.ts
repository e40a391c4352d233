import { afterAll, beforeAll, expect, test } from "vitest";
import { lastCanaryBeat } from "@/db/queries/alerts";
import { canaryState } from "@/db/queries/canary";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { applyWaiting } from "@/lib/ingest/sync/apply-waiting";
import { makeCompany } from "@/lib/ingest/sync/testing/live-company";
import { canaryKey, sendCanaryBeat } from "./canary-beat";

let database: TestDatabase;
const signal = new AbortController().signal;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Does the worker's part until something was applied. */
async function apply(): Promise<void> {
  while ((await applyWaiting(database.db)) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
}

test("without a company there is nothing to prove", async () => {
  expect(await sendCanaryBeat(database.db, { patienceMilliseconds: 10, signal })).toBeNull();
  expect(await lastCanaryBeat(database.db)).toBeNull();
});

test("a beat goes through inbox, checks, identity, table and announcement, and no figure counts it", async () => {
  const { db } = database;
  await makeCompany(db);
  const [milliseconds] = await Promise.all([
    sendCanaryBeat(db, { patienceMilliseconds: 30_000, signal }),
    apply(),
  ]);
  expect(milliseconds).toBeGreaterThanOrEqual(0);
  const [beat] = await db`
    select applied_at >= sent_at as applied, announced_at >= applied_at - interval '1 second' as announced, milliseconds = ${milliseconds} as kept
    from canary_beat`;
  expect(beat).toEqual({ applied: true, announced: true, kept: true });
  const [path] = await db`
    select (select state from inbox_record) as inbox, (select count(*)::int from record_identity where kind = 'channels') as identities,
      (select active from channel where code = ${canaryKey}) as active, (select count(*)::int from sync_lag) as lag,
      (select count(*)::int from sku_to_refresh) as marks, (select state from connection where key = ${canaryKey}) as connection`;
  expect(path).toEqual({
    inbox: "applied",
    identities: 1,
    active: false,
    lag: 0,
    marks: 0,
    connection: "paused",
  });
  expect(await canaryState(db, { hours: 2, lateMilliseconds: 60_000 })).toMatchObject({
    ...{ beats: 1, lost: 0, late: 0, p50: milliseconds, p99: milliseconds },
  });
});

test("a beat that nobody takes up stays open, and is completed late by the next one", async () => {
  const { db } = database;
  expect(await sendCanaryBeat(db, { patienceMilliseconds: 20, signal })).toBeNull();
  expect((await lastCanaryBeat(db))?.visibleAt).toBeNull();
  await apply();
  await Promise.all([sendCanaryBeat(db, { patienceMilliseconds: 30_000, signal }), apply()]);
  const [row] = await db`select count(*)::int as n, count(visible_at)::int as visible from canary_beat`;
  expect(row).toEqual({ n: 3, visible: 3 });
});
