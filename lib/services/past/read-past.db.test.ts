import { afterAll, beforeAll, expect, test } from "vitest";
import { inventoryByState, listInventory, listProducts } from "@/db/queries/inventory";
import { skuPlaces } from "@/db/queries/sku-page";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Invalid } from "@/lib/core/errors";
import { refreshNextBatch } from "@/lib/jobs/figures-refresh";
import {
  addSku,
  makeSmallWorld,
  move,
  order,
  type SmallWorld,
  sellDaily,
} from "@/lib/metrics/testing/small-world";
import { readPast } from "./read-past";

let database: TestDatabase;
let world: SmallWorld;
// Before the small world's now, so that everything has happened.
const then = new Date("2026-06-10T09:00:00Z");

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  world = await makeSmallWorld(db);
  await move(db, world.skuId, world.a, 600, new Date("2026-03-01T00:00:00Z"));
  await sellDaily(db, world, { locationId: world.a, units: 2, days: 45 });
  await order(db, world, { locationId: world.a, units: 7, at: new Date("2026-06-09T12:00:00Z"), open: true });
  await order(db, world, { locationId: world.a, units: 9, at: new Date("2026-06-11T12:00:00Z"), open: true });
  await move(db, world.skuId, world.a, -600, new Date("2026-06-12T00:00:00Z"));
  await move(db, world.skuId, world.b, 50, new Date("2026-06-12T00:00:00Z"));
  while ((await refreshNextBatch(db, { now: new Date("2026-06-17T12:00:00Z") })) > 0);
});
afterAll(() => database.drop());

test("stock, open orders and states are those of the moment, by the queries that pages ask", async () => {
  const { db } = database;
  const before = await db`select * from stock_level order by sku_id, location_id`;
  const places = await readPast(db, then, [world.skuId], (past) => skuPlaces(past, world.skuId, then));
  const readAll = () =>
    readPast(db, then, "all", (past) =>
      Promise.all([
        inventoryByState(past),
        listInventory(past, {
          filter: {},
          sort: { key: "money", direction: "desc" },
          cursor: null,
          pageSize: 10,
          now: then,
        }),
      ]),
    );
  const [states, page] = await readAll();
  // The second reading is of what was kept of the first.
  expect(await readAll()).toEqual([states, page]);
  // 600 came in, none left; of the two open orders one was placed. At b nothing had arrived.
  expect(
    places.map(({ locationCode, onHand, committed, available }) => [
      locationCode,
      onHand,
      committed,
      available,
    ]),
  ).toEqual([["A", 600, 7, 593]]);
  expect(places[0]?.levelPerDay).toBeGreaterThan(1.5);
  expect(page.rows.map((row) => row.state)).toEqual([places[0]?.state]);
  expect(Object.values(states.counts).reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(await db`select * from stock_level order by sku_id, location_id`).toEqual(before);
  const [now] = await db`select on_hand as "onHand" from stock_level where location_id = ${world.a}`;
  expect(now).toEqual({ onHand: 0 });
});

test("costs and lanes are those of the moment where they were kept, costs else those of the goods sold last", async () => {
  const { db, owner } = database;
  const read = () =>
    readPast(db, then, [world.skuId], async (past) => {
      const [status] =
        await past`select unit_cost_base_minor as cost from stock_status where location_id = ${world.a}`;
      const [lane] = await past`select lead_time_days::float8 as days from lane where origin_id = ${world.b}`;
      return [status?.cost, lane?.days];
    });
  await owner`update order_line set cost_base_minor = 400 * quantity`;
  await db`update sku set unit_cost = 9`;
  await owner`update lane set lead_time_days = 9 where origin_id = ${world.b}`;
  expect(await read()).toEqual([500, 2]);
  await owner`delete from row_past where relation = 'sku'`;
  expect(await read()).toEqual([400, 2]);
});

test("products stand by code, page by page, where the whole list is too long", async () => {
  const { db } = database;
  const second = await addSku(db, "SKU-2");
  const first = await listProducts(db, { filter: {}, cursor: null, pageSize: 1 });
  const next = await listProducts(db, { filter: {}, cursor: first.nextCursor, pageSize: 1 });
  expect([first.skuIds, next.skuIds, next.nextCursor]).toEqual([[world.skuId], [second], null]);
});

test("a moment that has not come is refused", async () => {
  await expect(
    readPast(database.db, new Date(Date.now() + 86_400_000), [world.skuId], async () => 1),
  ).rejects.toBeInstanceOf(Invalid);
});
