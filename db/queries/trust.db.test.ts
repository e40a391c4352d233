import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { canaryState } from "./canary";
import { countOrderFlags, findOrderFlag, listOrderFlags } from "./order-flags";
import {
  channelAccuracy,
  listReconciliations,
  orderAccuracyDays,
  sumReconciliations,
} from "./reconciliations";
import { countRuns, listRuns } from "./sync";
import { countWrongOrders, listWrongOrders } from "./wrong-orders";

let database: TestDatabase;
let connectionId = 0;
const channelIds: number[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  const [source] = await db<{ id: number }[]>`
    insert into connection (key, vendor, name) values ('shop', 'api', 'Shop') returning id`;
  connectionId = source?.id ?? 0;
  const rows = await db<{ id: number }[]>`
    insert into channel (code, name, kind, currency, time_zone)
    values ('a', 'A', 'own_shop', 'GBP', 'UTC'), ('b', 'B', 'own_shop', 'GBP', 'UTC') returning id`;
  channelIds.push(...rows.map(({ id }) => id));
});
afterAll(() => database.drop());

/** Reads a list to its end, page by page. */
async function readAll<Row>(
  list: (cursor: string | null) => Promise<{ rows: Row[]; nextCursor: string | null }>,
): Promise<Row[]> {
  const all: Row[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: { rows: Row[]; nextCursor: string | null } = await list(cursor);
    all.push(...page.rows);
    cursor = page.nextCursor;
    if (cursor === null) return all;
  }
}

test("orders that one batch held share their moment to the microsecond, and none is left out between pages", async () => {
  const { db } = database;
  await db`
    insert into order_flag (connection_id, order_id, placed_at, external_id, channel_id, kind, detail, raised_at)
    select ${connectionId}, n, now(), 'F' || n, (${channelIds}::int[])[1 + n % 2], case when n < 6 then 'sums_differ' else 'lines_differ' end,
      '{"ours":"a","theirs":"b"}', '2026-05-01T10:00:00.123456Z' from generate_series(1, 8) n`;
  await db`update order_flag set state = 'released' where external_id = 'F8'`;
  const ids = await readAll((cursor) => listOrderFlags(db, { cursor, pageSize: 3 }));
  expect(ids.map(({ externalId }) => externalId).sort()).toEqual(["F1", "F2", "F3", "F4", "F5", "F6", "F7"]);
  const filter = { kind: ["sums_differ"], channel: ["a"] };
  const some = await listOrderFlags(db, { filter, cursor: null, pageSize: 50 });
  expect(some.rows.map(({ externalId }) => externalId).sort()).toEqual(["F2", "F4"]);
  expect(await countOrderFlags(db, filter)).toBe(2);
  expect(await countOrderFlags(db, {})).toBe(7);
  const [released] = await db<{ id: number }[]>`select id from order_flag where external_id = 'F8'`;
  expect(await findOrderFlag(db, released?.id ?? 0)).toMatchObject({ state: "released" });
});

test("orders behind a figure are those that it counts: by field under any of its names, by channel and day, settled or not", async () => {
  const { db } = database;
  const check = (
    number: string,
    channel: number,
    result: string,
    field: string | null,
    daysAgo = 0,
    settled = false,
  ) => db`
    insert into order_check (connection_id, channel_id, external_id, placed_at, checked_at, result, differences, resolved_at)
    values (${connectionId}, ${channelIds[channel] ?? 0}, ${number}, ((now() at time zone 'UTC')::date - ${daysAgo}::int)::timestamp at time zone 'UTC',
      now(), ${result}, ${db.json(field ? [{ field, lineNo: 1, ours: 20, theirs: 2 }] : [])}, ${settled ? new Date() : null})`;
  await check("W1", 0, "different", "quantity");
  await check("W2", 0, "different", "unitPrice", 1, true);
  await check("W3", 1, "different", "price", 6);
  await check("W4", 1, "missing", null, 7);
  await check("W5", 1, "equal", null);
  const numbers = async (filter: Parameters<typeof countWrongOrders>[1]) => {
    const rows = await readAll((cursor) => listWrongOrders(db, { filter, cursor, pageSize: 2 }));
    expect(await countWrongOrders(db, filter)).toBe(rows.length);
    return rows.map(({ externalId }) => externalId);
  };
  expect(await numbers({})).toEqual(["W1", "W2", "W3", "W4"]);
  expect(await numbers({ openOnly: true })).toEqual(["W1", "W3", "W4"]);
  expect(await numbers({ days: 7 })).toEqual(["W1", "W2", "W3"]);
  expect(await numbers({ days: 7, field: ["price"] })).toEqual(["W2", "W3"]);
  expect(await numbers({ field: ["missing"], channel: ["b"] })).toEqual(["W4"]);
  expect(await numbers({ field: ["total"] })).toEqual([]);
});

test("hours go on by keyset, and sum up by source and step", async () => {
  const { db } = database;
  await db`
    insert into reconciliation (connection_id, hour, after_seconds, state, source_orders, our_orders, source_hash, our_hash, found_count, remaining_count)
    select ${connectionId}, date_trunc('hour', now()) - make_interval(hours => n), step, case when n = 4 then 'failed' else 'done' end, 10, 10, 'x',
      case when n = 2 then 'y' else 'x' end::bytea, (n = 2)::int, case when n = 2 and step = 300 then 1 else 0 end
    from generate_series(1, 4) n, unnest(array[300, 3600]) step`;
  const all = await readAll((cursor) => listReconciliations(db, { filter: {}, cursor, pageSize: 3 }));
  expect(all.map((row) => row.afterSeconds)).toEqual([300, 3600, 300, 3600, 300, 3600, 300, 3600]);
  const different = { filter: { result: ["remaining"] }, cursor: null, pageSize: 10 };
  expect((await listReconciliations(db, different)).rows).toMatchObject([
    { afterSeconds: 300, remaining: 1 },
  ]);
  expect(await sumReconciliations(db, 2)).toMatchObject([
    { afterSeconds: 300, hours: 3, equal: 2, failed: 1, found: 1, remaining: 1, orders: 40 },
    { afterSeconds: 3600, hours: 3, equal: 2, failed: 1, found: 1, remaining: 0 },
  ]);
});

test("every reading can be reached, and failed ones apart", async () => {
  const { db } = database;
  await db`
    insert into sync_run (connection_id, kind, trigger, state, actor)
    select ${connectionId}, 'orders', 'poll', case when n % 10 = 0 then 'failed' else 'done' end, 'test' from generate_series(1, 40) n`;
  const ids = await readAll((cursor) => listRuns(db, { filter: {}, cursor, pageSize: 15 }));
  expect(ids).toHaveLength(40);
  expect(new Set(ids.map(({ id }) => id)).size).toBe(40);
  expect(await countRuns(db, { state: ["failed"], source: ["Shop"] })).toBe(4);
});

test("of the test events, lost, late and missing stretches are told apart", async () => {
  const { db } = database;
  expect(await canaryState(db, { hours: 24, lateMilliseconds: 60_000 })).toMatchObject({
    beats: 0,
    p50: null,
    troubles: [{ kind: "silent", beats: 0 }],
  });
  // One a minute over the last 20 minutes but for five; the two oldest lost, one late.
  await db`
    insert into canary_beat (sent_at, visible_at, milliseconds)
    select at, case when n < 19 then at + interval '1 second' end, case when n >= 19 then null when n = 15 then 90000 else 400 end
    from generate_series(1, 20) n, lateral (select now() - make_interval(mins => n) as at) m where n not between 8 and 12`;
  const state = await canaryState(db, { hours: 24, lateMilliseconds: 60_000 });
  expect(state).toMatchObject({ beats: 15, lost: 2, late: 1, p50: 400 });
  expect(state.troubles.map(({ kind, beats }) => [kind, beats])).toEqual([
    ["silent", 0],
    ["lost", 2],
    ["late", 1],
    ["silent", 0],
  ]);
});

test("accuracy of channels is taken over the same days as that of all, and nothing checked is unknown", async () => {
  const { db } = database;
  await db`
    insert into kpi_daily (metric, scope, day, value, parts)
    select 'order_accuracy', scope, now()::date - ago, 0.9, '{"checked":10,"wrong":1}'
    from unnest(array['all', ${`channel:${channelIds[0]}`}]) scope, unnest(array[0, 6, 7]) ago`;
  expect(await orderAccuracyDays(db, { days: 7 })).toHaveLength(2);
  expect(await channelAccuracy(db, 7)).toMatchObject([
    { code: "a", checked: 20, wrong: 2 },
    { code: "b", checked: 0, wrong: 0, computedAt: null },
  ]);
});
