import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { addSku, ago, makeSmallWorld, move, now, order, type SmallWorld } from "../testing/small-world";
import { availableShareOfDay } from "./compute";
import { type Changed, refreshStockOutSpans } from "./run";

let database: TestDatabase;
let world: SmallWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await makeSmallWorld(database.db);
});
afterAll(() => database.drop());

const refresh = (changed: Changed, at = now) =>
  database.db.begin((tx) => refreshStockOutSpans(tx, changed, at));
const wholeOf = (skuId: number): Changed => ({ skuIds: [skuId], since: ["2026-01-01 00:00:00+00"] });
const spans = async (skuId: number) =>
  (
    await database.db<{ at: number; from: Date; to: Date | null }[]>`
      select location_id as at, started_at as "from", ended_at as "to" from stock_out_span where sku_id = ${skuId} order by 1, 2`
  ).map(({ at, from, to }) => [at, from.toISOString(), to?.toISOString() ?? null]);
const shares = async (skuId: number, locationId: number) =>
  Object.fromEntries(
    (
      await database.db<{ day: string; share: number }[]>`
        select day, available_share as share from availability_daily where sku_id = ${skuId} and location_id = ${locationId}
          and day <= '2026-06-16' order by 1`
    ).map(({ day, share }) => [day, Number(share.toFixed(4))]),
  );

test("a day counts with the share of it that the shelf had something", async () => {
  const skuId = await addSku(database.db, "HALF");
  await move(database.db, skuId, world.a, 5, new Date("2026-06-01T00:00:00Z"));
  await move(database.db, skuId, world.a, -5, new Date("2026-06-10T06:00:00Z"));
  await move(database.db, skuId, world.a, 3, new Date("2026-06-11T18:00:00Z"));
  await refresh(wholeOf(skuId));
  expect(await spans(skuId)).toEqual([[world.a, "2026-06-10T06:00:00.000Z", "2026-06-11T18:00:00.000Z"]]);
  const expected = {
    "2026-06-10": availableShareOfDay(5, [{ second: 6 * 3_600, available: 0 }]),
    "2026-06-11": availableShareOfDay(0, [{ second: 18 * 3_600, available: 3 }]),
  };
  expect(await shares(skuId, world.a)).toEqual(expected);
});

test("days are those of the location", async () => {
  const skuId = await addSku(database.db, "TOKYO");
  await move(database.db, skuId, world.tokyo, 5, new Date("2026-06-01T00:00:00Z"));
  // 03:00 UTC is noon in Tokyo.
  await move(database.db, skuId, world.tokyo, -5, new Date("2026-06-16T03:00:00Z"));
  await refresh(wholeOf(skuId));
  expect(await shares(skuId, world.tokyo)).toEqual({ "2026-06-16": 0.5 });
});

test("a day on which the clocks change is one day", async () => {
  const [place] = await database.db<{ id: number }[]>`
    insert into location (code, name, kind, country, region, time_zone) values ('LA', 'LA', 'warehouse', 'US', 'NA', 'America/Los_Angeles')
    returning id`;
  const la = place?.id ?? 0;
  const skuId = await addSku(database.db, "CLOCKS");
  const midnight = Date.parse("2026-03-08T08:00:00Z");
  await move(database.db, skuId, la, 5, new Date("2026-02-01T00:00:00Z"));
  await move(database.db, skuId, la, -5, new Date(midnight - 43_200_000));
  await move(database.db, skuId, la, 5, new Date(midnight + 2.5 * 86_400_000));
  await refresh(wholeOf(skuId));
  expect(await shares(skuId, la)).toEqual({
    "2026-03-07": 0.5,
    "2026-03-08": 0,
    "2026-03-09": 0,
    "2026-03-10": 0.4583,
  });
});

test("stock that was never read is neither in nor out", async () => {
  const skuId = await addSku(database.db, "UNREAD");
  await order(database.db, world, { skuId, locationId: world.a, units: 2, at: ago(30), open: true });
  await refresh(wholeOf(skuId));
  expect(await spans(skuId)).toEqual([]);
});

test("units promised to open orders cannot be bought from the moment they were ordered", async () => {
  const skuId = await addSku(database.db, "PROMISED");
  await move(database.db, skuId, world.b, 4, ago(100));
  await order(database.db, world, { skuId, locationId: world.b, units: 4, at: ago(10), open: true });
  await refresh(wholeOf(skuId));
  expect(await spans(skuId)).toEqual([[world.b, ago(10).toISOString(), null]]);
});

test("a change looks at its days alone and ends where the whole would", async () => {
  const skuId = await addSku(database.db, "STEPS");
  const steps: [number, number][] = [
    [10, 900],
    [-10, 700],
    [4, 500],
    [-4, 300],
    [6, 60],
  ];
  for (const [units, hours] of steps) {
    await move(database.db, skuId, world.a, units, ago(hours));
    const since = new Date(Math.floor(ago(hours).getTime() / 86_400_000) * 86_400_000 - 86_400_000);
    await refresh({ skuIds: [skuId], since: [since.toISOString()] });
  }
  const [byStep, sharesByStep] = [await spans(skuId), await shares(skuId, world.a)];
  await database.db`delete from stock_out_span where sku_id = ${skuId}`;
  await refresh(wholeOf(skuId));
  expect(byStep).toEqual(await spans(skuId));
  expect(sharesByStep).toEqual(await shares(skuId, world.a));
  expect(byStep).toHaveLength(2);
});

test("a move that comes late changes the past it belongs to", async () => {
  const skuId = await addSku(database.db, "LATE");
  await move(database.db, skuId, world.a, 5, ago(500));
  await move(database.db, skuId, world.a, -5, ago(200));
  await refresh(wholeOf(skuId));
  expect(await spans(skuId)).toEqual([[world.a, ago(200).toISOString(), null]]);
  await move(database.db, skuId, world.a, 2, ago(250));
  await refresh(wholeOf(skuId));
  expect(await spans(skuId)).toEqual([]);
  expect(await shares(skuId, world.a)).toEqual({});
});
