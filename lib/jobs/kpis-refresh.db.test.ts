import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { inStockRate } from "@/lib/metrics/in-stock-rate/compute";
import { lostSales } from "@/lib/metrics/lost-sales/compute";
import { lagBucket, lagPercentile } from "@/lib/metrics/sync-lag/compute";
import {
  ago,
  makeSmallWorld,
  move,
  now,
  type SmallWorld,
  sellDaily,
} from "@/lib/metrics/testing/small-world";
import { refreshNextBatch } from "./figures-refresh";
import { refreshKpis } from "./kpis-refresh";

let database: TestDatabase;
let world: SmallWorld;

/** Two places sell 2 and 1 a day for ten weeks; the first ran out on the evening of 13 June (UTC). */
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  world = await makeSmallWorld(db);
  await move(db, world.skuId, world.a, 300, ago(24 * 80));
  await move(db, world.skuId, world.b, 500, ago(24 * 80));
  await sellDaily(db, world, { locationId: world.b, units: 1, days: 70 });
  await sellDaily(db, world, { locationId: world.a, units: 2, days: 70 });
  await db`delete from order_line where location_id = ${world.a} and day >= '2026-06-14'`;
  await move(db, world.skuId, world.a, -300, new Date("2026-06-13T18:00:00Z"));
  const lags = [30, 400, 500, 600, 9_000];
  for (const seconds of lags)
    await db`
      insert into sync_lag as l (connection_id, stream, hour, bucket, count)
      values (${world.connectionId}, 'orders', '2026-06-15T10:00:00Z', ${lagBucket(seconds)}, 1)
      on conflict (connection_id, stream, hour, bucket) do update set count = l.count + 1`;
  for (const [i, result] of (["equal", "equal", "equal", "different"] as const).entries())
    await db`
      insert into order_check (connection_id, channel_id, external_id, placed_at, checked_at, result)
      values (${world.connectionId}, ${world.channelId}, ${`O-${i}`}, '2026-06-15T10:00:00Z', '2026-06-15T11:00:00Z', ${result})`;
  while ((await refreshNextBatch(db, { now })) > 0);
  await refreshKpis(db, { now });
});
afterAll(() => database.drop());

interface Kpi {
  value: number;
  low: number | null;
  high: number | null;
  parts: Record<string, number>;
}
async function kpi(metric: string, day: string, scope = "all"): Promise<Kpi> {
  const [row] = await database.db<Kpi[]>`
    select value, low, high, parts from kpi_daily where metric = ${metric} and scope = ${scope} and day = ${day}`;
  if (!row) throw new Error(`no ${metric} of ${day}`);
  return row;
}

test("the in-stock rate weighs places with what they were expected to sell", async () => {
  const expected = inStockRate([
    { expectedUnits: 2, inStock: false },
    { expectedUnits: 1, inStock: true },
  ]);
  const day = await kpi("in_stock_rate", "2026-06-14");
  expect(day.value).toBeCloseTo(expected.weighted ?? -1, 6);
  expect((day.parts.pairsInStock ?? 0) / (day.parts.pairs ?? 0)).toBe(expected.plain);
  expect((await kpi("in_stock_rate", "2026-06-13")).value).toBe(1);
  expect((await kpi("in_stock_rate", "2026-06-14", `location:${world.a}`)).value).toBe(0);
});

test("lost sales are those of the days without stock", async () => {
  const [forecast] = await database.db<{ dispersion: number }[]>`
    select dispersion from forecast where sku_id = ${world.skuId} and location_id = ${world.a}`;
  const expected = lostSales({
    days: [{ expectedUnits: 2, soldUnits: 0, availableShare: 0 }],
    marginMinorPerUnit: 1_500,
    dispersion: forecast?.dispersion ?? 0,
  });
  const day = await kpi("lost_sales_minor", "2026-06-14");
  expect(day.value).toBeCloseTo(expected.value.midMinor, -1);
  expect(day.high).toBeCloseTo(expected.value.highMinor, -1);
  expect((await kpi("lost_sales_minor", "2026-06-12")).value).toBe(0);
});

test("sums, accuracy and lag of a day", async () => {
  expect((await kpi("units_sold", "2026-06-10")).value).toBe(3);
  expect((await kpi("revenue_minor", "2026-06-10", `location:${world.b}`)).value).toBe(2_000);
  expect(await kpi("order_accuracy", "2026-06-15")).toMatchObject({
    value: 0.75,
    parts: { checked: 4, wrong: 1 },
  });
  const counts = new Map<number, number>();
  for (const seconds of [30, 400, 500, 600, 9_000])
    counts.set(lagBucket(seconds), (counts.get(lagBucket(seconds)) ?? 0) + 1);
  expect((await kpi("sync_lag_p50_seconds", "2026-06-15")).value).toBeCloseTo(
    lagPercentile(counts, 0.5) ?? -1,
    6,
  );
  expect((await kpi("sync_lag_p95_seconds", "2026-06-15")).value).toBeCloseTo(
    lagPercentile(counts, 0.95) ?? -1,
    6,
  );
});

test("stock value of a past day is what it is now less what happened since", async () => {
  expect((await kpi("stock_value_minor", "2026-06-12", `location:${world.a}`)).value).toBe(300 * 500);
  expect((await kpi("stock_value_minor", "2026-06-13", `location:${world.a}`)).value).toBe(0);
  expect((await kpi("stock_value_minor", "2026-06-17")).value).toBe(500 * 500);
});

test("the cost of fragmentation is the sum of its lines", async () => {
  const day = await kpi("fragmentation_minor", "2026-06-15");
  const lines = Object.values(day.parts as unknown as Record<string, { mid: number }>);
  expect(lines).toHaveLength(4);
  expect(day.value).toBeCloseTo(
    lines.reduce((sum, line) => sum + line.mid, 0),
    -1,
  );
  expect(day.low ?? 0).toBeLessThanOrEqual(day.value);
  expect(day.high ?? 0).toBeGreaterThanOrEqual(day.value);
});

test("again, and for a few days, it comes to the same", async () => {
  const all = () =>
    database.db`select metric, scope, day, value, low, high, parts from kpi_daily order by metric, scope, day`;
  const before = await all();
  await refreshKpis(database.db, { now });
  await refreshKpis(database.db, { now, days: 5 });
  expect(await all()).toEqual(before);
});
