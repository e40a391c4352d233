import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { checkAlerts } from "@/lib/services/alert/check-alerts";
import { refreshForecasts } from "../forecast/run";
import { profilePlaces } from "../forecast/run-places";
import { addSku, ago, makeSmallWorld, now, order, type SmallWorld } from "../testing/small-world";
import { watchBaselines } from "./run-baselines";
import { findSurges } from "./run-find";

let database: TestDatabase;
let world: SmallWorld;
let quiet = 0;

// Two orders a day of the first product at place a for six weeks, one every second day of another.
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  world = await makeSmallWorld(db);
  quiet = await addSku(db, "SKU-2");
  for (let day = 45; day >= 1; day--) {
    await order(db, world, { skuId: world.skuId, locationId: world.a, units: 1, at: ago(24 * day - 3) });
    await order(db, world, { skuId: world.skuId, locationId: world.a, units: 1, at: ago(24 * day + 1) });
    if (day % 2 === 0)
      await order(db, world, { skuId: quiet, locationId: world.b, units: 1, at: ago(24 * day) });
  }
  await profilePlaces(db, now);
});
afterAll(() => database.drop());

const level = async (skuId: number, at: Date) => {
  await database.db.begin((tx) => refreshForecasts(tx, [skuId], at));
  const [row] = await database.db<{ level: number; plain: number }[]>`
    select level_units_per_day as level, (basis->>'level')::real as plain from forecast where sku_id = ${skuId} order by 1 desc limit 1`;
  return row ?? { level: 0, plain: 0 };
};
const later = (hours: number) => ago(-hours);

test("a rise within hours is seen once an hour, marks its product, raises its forecast for some days and one alert, and fades", async () => {
  const { db } = database;
  expect(await watchBaselines(db, now)).toBeGreaterThan(0);
  expect(await watchBaselines(db, now)).toBe(0);
  expect(await findSurges(db, now)).toBe(0);
  for (let n = 0; n < 25; n++)
    await order(db, world, { skuId: world.skuId, locationId: world.a, units: 2, at: later(0.5 + n / 12) });
  await level(world.skuId, now);
  await db`delete from sku_to_refresh`;
  // The same hour is not looked at twice.
  expect(await findSurges(db, later(0.6))).toBe(0);
  // While a promotion of it runs, that is what they came through.
  await db`
    insert into promotion (name, side, channel_id, every_sku, units, time_zone, starts_at, ends_at, phase, created_by)
    values ('Fair', 'for', ${world.channelId}, true, 5, 'UTC', ${now}, ${later(48)}, 'running', 'sue')`;
  expect(await findSurges(db, later(3))).toBe(0);
  await db`update promotion set cancelled_at = ${later(3)}`;
  await db`update surge_watch set looked_until = null`;
  expect(await findSurges(db, later(3))).toBeGreaterThan(0);
  const rows = await db<{ scope: string; orders: number; factor: number; code: string | null }[]>`
    select scope, observed_orders as orders, factor, s.code from surge u left join sku s on s.id = u.sku_id where scope = 'sku_place'`;
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ code: "SKU-1" });
  expect(rows[0]?.orders).toBeGreaterThanOrEqual(25);
  expect(rows[0]?.factor).toBeGreaterThan(2);
  expect((await db`select from sku_to_refresh where sku_id = ${world.skuId}`).length).toBe(1);
  const risen = await level(world.skuId, later(3));
  expect(risen.level).toBeGreaterThan(1.05 * risen.plain);
  // What a person said until yesterday says nothing of today.
  await db`
    insert into forecast_override (sku_id, from_day, to_day, factor, reason, created_by, created_by_id)
    values (${world.skuId}, ${later(3)}::date - 5, ${later(3)}::date - 1, 1, 'Fair in town', 'Mei', 'u-mei')`;
  expect((await level(world.skuId, later(3))).level).toBe(risen.level);
  expect((await level(quiet, later(3))).level).toBe((await level(quiet, later(3))).plain);
  await checkAlerts(db, later(3), { mail: false });
  const alerts = await db<
    { href: string }[]
  >`select href from alert where kind = 'demand_turned' and href like '%SKU-1%'`;
  expect(alerts).toEqual([{ href: "/inventory/SKU-1#forecast" }]);
  // Three days later nothing is left of it.
  await findSurges(db, later(100));
  const faded = await level(world.skuId, later(100));
  expect(faded.level).toBe(faded.plain);
});
