import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { refreshStockOutSpans } from "../demand/run";
import { addSku, makeSmallWorld, move, now, type SmallWorld } from "../testing/small-world";
import { wastedSpend } from "./compute";
import { refreshWastedSpend } from "./run";

let database: TestDatabase;
let world: SmallWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await makeSmallWorld(database.db);
});
afterAll(() => database.drop());

const hour = (at: number) => new Date(Date.UTC(2026, 5, 16, at));

/** An ad with 1,000 of spend in each hour of 16 June from 0 to 5, and what of it was wasted. */
async function wasteOf(
  skuId: number,
  kind: string,
  channelId: number | null = world.channelId,
): Promise<(number | null)[]> {
  const { db } = database;
  const [campaign] = await db<{ id: number }[]>`
    insert into campaign (connection_id, external_id, channel_id, kind, name, currency)
    values (${world.connectionId}, ${`${kind}-${skuId}`}, ${channelId}, ${kind}, 'C', 'USD') returning id`;
  const [ad] = await db<{ id: number }[]>`
    insert into product_ad (campaign_id, sku_id, external_id) values (${campaign?.id ?? 0}, ${skuId}, 'AD') returning id`;
  await db`
    insert into ad_spend (product_ad_id, starts_at, grain, currency, spend_minor, spend_base_minor)
    select ${ad?.id ?? 0}, ${hour(0)}::timestamptz + make_interval(hours => h), 'hour', 'USD', 1000, 1000 from generate_series(0, 5) h`;
  const changed = { skuIds: [skuId], since: ["2026-06-10T00:00:00Z"] };
  await db.begin(async (tx) => {
    await refreshStockOutSpans(tx, changed, now);
    await refreshWastedSpend(tx, [skuId], changed);
  });
  const rows = await db<{ wasted: number | null }[]>`
    select wasted_base_minor as wasted from ad_spend where product_ad_id = ${ad?.id ?? 0} order by starts_at`;
  return rows.map((row) => row.wasted);
}

test("spend is wasted for the share of the hour in which no serving place could sell", async () => {
  const skuId = await addSku(database.db, "GONE");
  await move(database.db, skuId, world.a, 5, new Date("2026-06-01T00:00:00Z"));
  await move(database.db, skuId, world.b, 5, new Date("2026-06-01T00:00:00Z"));
  await move(database.db, skuId, world.a, -5, hour(1));
  await move(database.db, skuId, world.b, -5, new Date(hour(2).getTime() + 15 * 60_000));
  await move(database.db, skuId, world.a, 5, hour(4));
  const quarter = wastedSpend([
    {
      spendMinor: 1_000,
      platformStopsWhenEmpty: false,
      variants: [{ buyableShare: 0.25, backorder: false, conversionWeight: null }],
    },
  ]).wastedMinor;
  expect(await wasteOf(skuId, "google_shopping")).toEqual([0, 0, quarter, 1_000, 0, 0]);
  expect(await wasteOf(skuId, "sponsored_products")).toEqual([0, 0, 0, 0, 0, 0]);
  const [daily] = await database.db<{ wasted: number }[]>`
    select sum(wasted_base_minor)::int as wasted from ad_daily join product_ad a on a.id = product_ad_id where a.sku_id = ${skuId}`;
  expect(daily?.wasted).toBe(quarter + 1_000);
});

test("a place that first has goods later takes no part before: empty at the one from 1, first goods at the other at 3", async () => {
  const skuId = await addSku(database.db, "FIRST");
  await move(database.db, skuId, world.a, 5, new Date("2026-06-01T00:00:00Z"));
  await move(database.db, skuId, world.a, -5, hour(1));
  await move(database.db, skuId, world.b, 5, hour(3));
  await move(database.db, skuId, world.b, -5, hour(5));
  expect(await wasteOf(skuId, "google_shopping")).toEqual([0, 1_000, 1_000, 0, 0, 1_000]);
});

test("without a reading of the stock nobody knows", async () => {
  const skuId = await addSku(database.db, "DARK");
  expect(await wasteOf(skuId, "google_shopping")).toEqual([null, null, null, null, null, null]);
});

test("a channel that takes backorders wastes nothing", async () => {
  const [channel] = await database.db<{ id: number }[]>`
    insert into channel (code, name, kind, currency, time_zone, backorder) values ('back', 'Back', 'own_shop', 'USD', 'UTC', true) returning id`;
  await database.db`insert into channel_location (channel_id, location_id) values (${channel?.id ?? 0}, ${world.a})`;
  const skuId = await addSku(database.db, "LATER");
  await move(database.db, skuId, world.a, 5, new Date("2026-06-01T00:00:00Z"));
  await move(database.db, skuId, world.a, -5, new Date("2026-06-02T00:00:00Z"));
  expect(await wasteOf(skuId, "google_shopping", channel?.id ?? 0)).toEqual([0, 0, 0, 0, 0, 0]);
});
