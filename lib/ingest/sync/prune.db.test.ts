import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { pruneInbox } from "./prune";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("raw forms go by age, a connection's own if it has one; what is stuck stays", async () => {
  const { db } = database;
  await db`
    insert into connection (key, vendor, name, config) values ('usual', 'api', 'U', '{}'), ('brief', 'api', 'B', '{"rawDays": 2}')`;
  await db`
    insert into inbox_record (connection_id, kind, event_id, raw, state, received_at)
    select c.id, 'orders', s || d, '{}', s, now() - make_interval(days => d)
    from connection c, unnest(array['applied', 'rejected', 'unmapped', 'superseded']) s, unnest(array[1, 10, 40]) d`;
  await db`
    insert into sync_run (connection_id, kind, trigger, state, actor, started_at)
    select id, 'orders', 'webhook', 'running', 'system', now() - interval '2 days' from connection where key = 'usual'`;
  expect(await pruneInbox(db, new AbortController().signal)).toBe(6);
  const left = await db`
    select c.key, r.state, count(*)::int as n from inbox_record r join connection c on c.id = r.connection_id group by 1, 2 order by 1, 2`;
  expect(left.map(({ key, state, n }) => `${key} ${state} ${n}`)).toEqual([
    "brief applied 1",
    "brief rejected 3",
    "brief superseded 1",
    "brief unmapped 3",
    "usual applied 2",
    "usual rejected 3",
    "usual superseded 2",
    "usual unmapped 3",
  ]);
  expect(await db`select state from sync_run`).toEqual([{ state: "done" }]);
});

test("a file whose arrival a kill broke off goes after a day; one that is still arriving, and a whole one, stay", async () => {
  const { db } = database;
  await db`
    insert into inbox_file (name, sha256, complete, received_at) values ('broken off', null, false, now() - interval '25 hours'),
      ('arriving', null, false, now() - interval '1 hour'), ('whole', 'a', true, now() - interval '1 year')`;
  await db`insert into inbox_file_chunk (file_id, chunk_no, content) select id, 0, '' from inbox_file`;
  await pruneInbox(db, new AbortController().signal);
  const left =
    await db`select f.name from inbox_file f join inbox_file_chunk c on c.file_id = f.id order by f.id`;
  expect(left.map(({ name }) => name)).toEqual(["arriving", "whole"]);
});
