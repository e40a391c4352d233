import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { availableToSell } from "../available-to-sell/compute";
import { addSku, ago, makeSmallWorld, move, now, order, type SmallWorld } from "../testing/small-world";
import { defaultDriftTolerance, drift } from "./compute";
import { refreshDrift } from "./run";

let database: TestDatabase;
let world: SmallWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await makeSmallWorld(database.db);
});
afterAll(() => database.drop());

interface Listing {
  sellable: number | null;
  drift: number | null;
  since: Date | null;
}

async function listed(skuId: number, published: number | null, at = now): Promise<Listing> {
  await database.db`
    insert into listing (channel_id, sku_id, external_id, currency, published_units)
    values (${world.channelId}, ${skuId}, ${`X-${skuId}`}, 'USD', ${published})
    on conflict (channel_id, external_id) do update set published_units = excluded.published_units`;
  await database.db.begin((tx) => refreshDrift(tx, [skuId], defaultDriftTolerance, at));
  const [row] = await database.db<Listing[]>`
    select available_to_sell_units as sellable, drift_units as drift, drift_since as since from listing where sku_id = ${skuId}`;
  return row ?? { sellable: null, drift: null, since: null };
}

test("a channel may show what its serving places have, by its rule", async () => {
  const rule = { promotionReserveUnits: 4, share: 0.5, bufferUnits: 3, maxUnits: null };
  await database.db`
    update channel set promotion_reserve_units = 4, publish_share = 0.5, buffer_units = 3 where id = ${world.channelId}`;
  const skuId = await addSku(database.db, "RULE");
  await move(database.db, skuId, world.a, 30, ago(100));
  await move(database.db, skuId, world.b, 15, ago(100));
  await move(database.db, skuId, world.tokyo, 500, ago(100));
  const sellable = availableToSell([30, 15], rule);
  expect(await listed(skuId, 40)).toEqual({ sellable, drift: drift(40, sellable).units, since: now });
  await database.db`update channel set max_units = 10 where id = ${world.channelId}`;
  expect((await listed(skuId, 40)).sellable).toBe(availableToSell([30, 15], { ...rule, maxUnits: 10 }));
  await database.db`
    update channel set promotion_reserve_units = 0, publish_share = 1, buffer_units = 0, max_units = null where id = ${world.channelId}`;
});

test("drift counts from the moment it began and ends within the tolerance", async () => {
  const skuId = await addSku(database.db, "DRIFT");
  await move(database.db, skuId, world.a, 100, ago(100));
  expect((await listed(skuId, 108)).since).toBeNull();
  const since = ago(5);
  expect((await listed(skuId, 120, since)).since).toEqual(since);
  expect((await listed(skuId, 125)).since).toEqual(since);
  expect((await listed(skuId, 101)).since).toBeNull();
  expect(await listed(skuId, null)).toEqual({ sellable: 100, drift: null, since: null });
});

test("one unknown place makes the whole unknown, a place that never carried it does not", async () => {
  const skuId = await addSku(database.db, "PART");
  await move(database.db, skuId, world.a, 7, ago(100));
  expect((await listed(skuId, 7)).sellable).toBe(7);
  await order(database.db, world, { skuId, locationId: world.b, units: 1, at: ago(3), open: true });
  expect((await listed(skuId, 7)).sellable).toBeNull();
});
