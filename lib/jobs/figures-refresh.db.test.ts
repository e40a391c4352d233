import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "@/db/client";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import {
  addSku,
  ago,
  makeSmallWorld,
  move,
  now,
  order,
  type SmallWorld,
} from "@/lib/metrics/testing/small-world";
import { refreshNextBatch } from "./figures-refresh";

let database: TestDatabase;
let world: SmallWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await makeSmallWorld(database.db);
});
afterAll(() => database.drop());

async function refreshAll(at = now): Promise<number> {
  let sum = 0;
  for (let done = 1; done > 0; sum += done) done = await refreshNextBatch(database.db, { now: at });
  return sum;
}
const marked = async () =>
  (await database.db<{ id: number }[]>`select sku_id as id from sku_to_refresh order by 1`).map(
    (row) => row.id,
  );
const computedAt = async (skuId: number) =>
  (await database.db<{ at: Date }[]>`select computed_at as at from stock_status where sku_id = ${skuId}`).map(
    (row) => row.at,
  );

test("only what changed is worked out, and once", async () => {
  const [first, second] = [await addSku(database.db, "FIRST"), await addSku(database.db, "SECOND")];
  await move(database.db, first, world.a, 5, ago(50));
  await move(database.db, second, world.a, 5, ago(50));
  expect(await refreshAll()).toBeGreaterThanOrEqual(2);
  expect(await marked()).toEqual([]);
  await move(database.db, second, world.a, 3, ago(1));
  const later = new Date(now.getTime() + 60_000);
  expect(await refreshAll(later)).toBe(1);
  expect(await computedAt(first)).toEqual([now]);
  expect(await computedAt(second)).toEqual([later]);
});

test("a forecast is made anew for a change in its past, not for one of today", async () => {
  const skuId = await addSku(database.db, "SEER");
  const forecast = async () => {
    const [row] = await database.db<{ level: number; at: Date }[]>`
      select level_units_per_day as level, computed_at as at from forecast where sku_id = ${skuId} and location_id = ${world.a}`;
    return { level: row?.level ?? -1, at: row?.at };
  };
  const minute = (n: number) => new Date(now.getTime() + n * 60_000);
  await move(database.db, skuId, world.a, 90, ago(24 * 40));
  await refreshAll();
  expect(await forecast()).toEqual({ level: 0, at: now });
  await order(database.db, world, { skuId, locationId: world.a, units: 5, at: ago(1) });
  await refreshAll(minute(1));
  expect(await forecast()).toEqual({ level: 0, at: now });
  await order(database.db, world, { skuId, locationId: world.a, units: 5, at: ago(24 * 3) });
  await refreshAll(minute(2));
  const known = await forecast();
  expect(known.level).toBeGreaterThan(0);
  // It was out for twenty days: what was sold was sold in the others.
  await move(database.db, skuId, world.a, -90, ago(24 * 30));
  await move(database.db, skuId, world.a, 90, ago(24 * 10));
  await refreshAll(minute(3));
  expect((await forecast()).level).toBeGreaterThan(known.level * 1.2);
  await database.db`insert into sku_to_refresh (sku_id) values (${skuId})`;
  const nextDay = new Date(now.getTime() + 86_400_000);
  await refreshAll(nextDay);
  expect((await forecast()).at).toEqual(nextDay);
});

test("what is worked out wakes nobody again", async () => {
  const skuId = await addSku(database.db, "QUIET");
  await move(database.db, skuId, world.a, 50, ago(50));
  const [campaign] = await database.db<{ id: number }[]>`
    insert into campaign (connection_id, external_id, channel_id, kind, name, currency)
    values (${world.connectionId}, 'QUIET', ${world.channelId}, 'google_shopping', 'C', 'USD') returning id`;
  await database.db`
    with ad as (insert into product_ad (campaign_id, sku_id, external_id) values (${campaign?.id ?? 0}, ${skuId}, 'AD') returning id)
    insert into ad_spend (product_ad_id, starts_at, grain, currency, spend_minor, spend_base_minor)
    select id, ${ago(5)}, 'hour', 'USD', 100, 100 from ad`;
  await database.db`
    insert into listing (channel_id, sku_id, external_id, currency, published_units) values (${world.channelId}, ${skuId}, 'Q', 'USD', 90)`;
  expect(await marked()).toEqual([skuId]);
  await refreshAll();
  expect(await marked()).toEqual([]);
  const [spend] = await database.db`select wasted_base_minor from ad_spend`;
  expect(spend?.wasted_base_minor).toBe(0);
});

test("spend, prices, lanes and published quantities mark the SKUs they belong to", async () => {
  await refreshAll();
  const skuId = await addSku(database.db, "MARKS");
  await database.db`update sku set unit_cost = 6 where id = ${skuId}`;
  expect(await marked()).toEqual([skuId]);
  await refreshAll();
  await database.db`update sku set title = 'Other' where id = ${skuId}`;
  expect(await marked()).toEqual([]);
  await database.db`update ad_spend set spend_base_minor = 200`;
  expect(await marked()).toHaveLength(1);
  await refreshAll();
  await database.db`update lane set freight_minor_per_unit = 60`;
  expect((await marked()).length).toBeGreaterThan(2);
  await refreshAll();
});

test("a SKU that changes while it is worked out stays marked", async () => {
  const skuId = await addSku(database.db, "BUSY");
  await move(database.db, skuId, world.a, 5, ago(20));
  // The refresh reads its marks, then waits for the status row that this transaction holds.
  await refreshAll();
  await move(database.db, skuId, world.a, 5, ago(19));
  let refreshed: Promise<number> = Promise.resolve(0);
  await database.owner.begin(async (tx) => {
    await tx`select 1 from stock_status where sku_id = ${skuId} for update`;
    refreshed = refreshNextBatch(database.db, { now });
    await waitForBlocked();
    await move(database.db, skuId, world.a, 7, ago(18));
  });
  expect(await refreshed).toBe(1);
  expect(await marked()).toEqual([skuId]);
  await refreshAll();
  const [row] = await database.db`select available from stock_status where sku_id = ${skuId}`;
  expect(row?.available).toBe(17);
});

async function waitForBlocked(): Promise<void> {
  for (;;) {
    const [row] = await database.owner<{ n: number }[]>`
      select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (row && row.n > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test("two workers on the same SKU end in one state, and neither waits", async () => {
  const skuId = await addSku(database.db, "TWICE");
  const other = connect(database.url, { max: 4 });
  for (let round = 1; round <= 8; round++) {
    await order(database.db, world, { skuId, locationId: world.a, units: 1, at: ago(24 * round) });
    await move(database.db, skuId, world.a, 10, ago(round));
    await Promise.all([refreshNextBatch(database.db, { now }), refreshNextBatch(other, { now })]);
  }
  await refreshAll();
  await other.end();
  const [row] = await database.db`
    select s.available, l.available as truth from stock_status s join stock_level l using (sku_id, location_id) where sku_id = ${skuId}`;
  expect(row).toEqual({ available: 80, truth: 80 });
});

test("a batch that fails leaves its marks", async () => {
  const skuId = await addSku(database.db, "FAILS");
  await move(database.db, skuId, world.a, 5, ago(20));
  const [policy] = await database.owner`select rules from policy where active`;
  await database.owner`update policy set rules = '{}' where active`;
  await expect(refreshNextBatch(database.db, { now })).rejects.toThrow();
  expect(await marked()).toEqual([skuId]);
  await database.owner`update policy set rules = ${database.owner.json(policy?.rules)} where active`;
  await refreshAll();
  expect(await marked()).toEqual([]);
});

test("one change reads no table of moves, order lines or decisions as a whole", async () => {
  const { db, owner } = database;
  const many = await owner<{ id: number }[]>`
    insert into sku (code, title, currency, unit_cost, price) select 'M-' || g, 'M', 'USD', 5, 20 from generate_series(1, 2000) g returning id`;
  const ids = many.map((row) => row.id);
  await owner`
    insert into stock_move (occurred_at, sku_id, from_place_id, to_place_id, quantity, reason)
    select ${ago(24 * 150)}::timestamptz + make_interval(hours => d * 36 + id % 36), id, 1, 10 + 3 * ${world.a}::int, 3, 'receipt'
    from unnest(${ids}::int[]) id, generate_series(0, 30) d`;
  await owner`
    insert into order_line (order_id, placed_at, line_no, sku_id, channel_id, location_id, day, kind, quantity, shipped_quantity,
      unit_price, amount_minor, amount_base_minor)
    select id * 1000 + d, ${ago(24 * 100)}::timestamptz + make_interval(days => d), 1, id, ${world.channelId}, ${world.a},
      (${ago(24 * 100)}::timestamptz + make_interval(days => d))::date, 'sale', 1, 1, 20, 2000, 2000
    from unnest(${ids}::int[]) id, generate_series(0, 30) d`;
  await owner`
    insert into recommendation (kind, team, subject_key, sku_id, location_id, problem, options, evidence, policy_version,
      value_low_minor, value_minor, value_high_minor, material_hash)
    select 'excess', 'supply', 'excess:' || id || ':0', id, ${world.b}, '{}', '[]', '[]', version, 1, 1, 1, 'h'
    from unnest(${ids}::int[]) id, policy where active`;
  await owner`delete from sku_to_refresh`;
  await owner.unsafe("vacuum analyze");
  const skuId = ids[1_000] ?? 0;
  await refreshNextBatch(db, { now });
  const one = connect(database.url, { max: 1 });
  const rowsRead = async () => {
    await one`select pg_stat_force_next_flush()`;
    const [row] = await one<{ n: number }[]>`
      select sum(seq_tup_read)::bigint as n from pg_stat_user_tables
      where relname ~ '^(stock_move|order_line|sales_order|ad_spend|demand_daily|stock_out_span|stock_level|forecast|stock_status|recommendation)(_[0-9]+)?$'`;
    return row?.n ?? 0;
  };
  await move(db, skuId, world.a, 3, ago(1));
  const before = await rowsRead();
  expect(await refreshNextBatch(one, { now })).toBe(1);
  // Partitions of a few rows may be read whole; the large ones may not.
  expect((await rowsRead()) - before).toBeLessThan(500);
  await one.end();
});
