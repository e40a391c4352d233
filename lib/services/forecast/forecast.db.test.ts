import { afterAll, beforeAll, expect, test } from "vitest";
import { skuForecasts, skuOverrides } from "@/db/queries/sku-forecast";
import { skuPlaces } from "@/db/queries/sku-page";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { refreshForecasts } from "@/lib/metrics/forecast/run";
import { calibrateForecasts, loadCalibration } from "@/lib/metrics/forecast/run-calibration";
import { scoreOverrides } from "@/lib/metrics/forecast/run-override-scores";
import { storePriors } from "@/lib/metrics/forecast/run-priors";
import { loadPromotions, measurePromotions } from "@/lib/metrics/forecast/run-promotions";
import { storeSeasons } from "@/lib/metrics/forecast/run-season";
import type { Actor } from "../_shared/actor";
import { getSkuOutlook } from "../sku/get-outlook";
import { cancelOverride } from "./cancel-override";
import { setOverride } from "./set-override";

const now = new Date("2026-06-17T11:00:00Z");
const day = (days: number) => new Date(now.getTime() + days * 86_400_000);
const supply: Actor = { kind: "user", id: "u1", name: "Sue", role: "supply" };
let database: TestDatabase;
let skuId = 0;
let places: number[] = [];

// Sixty products at two places, each sold on every n-th day for most of a year.
beforeAll(async () => {
  database = await createTestDatabase();
  const { owner } = database;
  await owner`insert into company (name, base_currency, time_zone) values ('C', 'EUR', 'UTC')`;
  await owner`
    insert into location (code, name, kind, country, region, time_zone) values
      ('A', 'A', 'warehouse', 'DE', 'EU', 'UTC'), ('B', 'B', 'warehouse', 'DE', 'EU', 'UTC')`;
  await owner`insert into channel (code, name, kind, currency, time_zone) values ('W', 'W', 'own_shop', 'EUR', 'UTC')`;
  await owner`insert into sku (code, title, currency) select 'S-' || n, 'S', 'EUR' from generate_series(1, 60) n`;
  await owner`
    insert into demand_daily (sku_id, location_id, channel_id, day, units, revenue_base_minor, cost_base_minor, lines)
    select s.id, l.id, c.id, d::date, 2, 0, 0, 1
    from generate_series(date '2025-09-01', date '2026-07-31', interval '1 day') d, sku s, location l, channel c
    where (extract(doy from d)::int + s.id) % 4 < 2`;
  [{ id: skuId } = { id: 0 }] = await owner<{ id: number }[]>`select id from sku where code = 'S-7'`;
  places = (await owner<{ id: number }[]>`select id from location order by code`).map(({ id }) => id);
});
afterAll(() => database.drop());

const refreshed = async (at = now) => {
  await database.db.begin((tx) => refreshForecasts(tx, [skuId], at));
  return database.db<
    { level: number; mean: number; calibration: number | null; kinds: string[]; month: number }[]
  >`
    select level_units_per_day as level, mean_units_per_day as mean, (basis->>'calibrationId')::int as calibration,
      array(select x->>'kind' from jsonb_array_elements(basis->'adjustments') x) as kinds, (quantiles->'28'->>'0.5')::int as month
    from forecast where sku_id = ${skuId} order by location_id`;
};

test("a calibration is fitted once a day from what is over, stored with its period, and used", async () => {
  const { db, owner } = database;
  expect((await refreshed())[0]?.calibration).toBeNull();
  await owner`delete from sku_to_refresh`;
  // Five past forecasts each.
  expect(await calibrateForecasts(db, now)).toBe(600);
  expect(await calibrateForecasts(db, now)).toBe(0);
  const [marked] = await db<{ count: number }[]>`select count(*)::int as count from sku_to_refresh`;
  expect(marked?.count).toBe(1);
  const calibration = await loadCalibration(db, now);
  const used = calibration?.frequencies.filter(({ lossRatio }) => lossRatio !== null);
  expect(used?.[0]?.forecasts).toBeGreaterThanOrEqual(150);
  expect(used?.[0]?.lossRatio).toBeLessThanOrEqual(1);
  expect(await loadCalibration(db, day(-1))).toBeNull();
  expect((await refreshed())[0]?.calibration).toBe(calibration?.id);
});

test("what a person says is applied, refused twice, taken back, restored, and kept from those who may not", async () => {
  const { db } = database;
  const [plainA, plainB] = await refreshed();
  const wanted = {
    ...{
      skuId,
      locationId: places[0] ?? 0,
      fromDay: "2026-06-17",
      toDay: "2026-06-23",
      reason: "Fair in town",
    },
    by: { kind: "percent" as const, percent: 300 },
  };
  await expect(setOverride(db, { ...supply, role: "marketing" }, wanted, now)).rejects.toThrow("may not");
  const { overrideId } = await setOverride(db, supply, wanted, now);
  await expect(setOverride(db, supply, wanted, now)).rejects.toThrow(
    "300% of the forecast of 2026-06-17 to 2026-06-23 already (Fair in town)",
  );
  await expect(
    setOverride(db, supply, { ...wanted, fromDay: "2026-06-01", toDay: "2026-06-02" }, now),
  ).rejects.toThrow("last day");
  // What is over by the clock of UTC is still today where the place is.
  await db`update location set time_zone = 'America/Los_Angeles' where id = ${places[1] ?? 0}`;
  const there = { ...wanted, locationId: places[1] ?? 0, toDay: "2026-06-17" };
  const late = new Date("2026-06-18T02:00:00Z");
  const { overrideId: laterId } = await setOverride(db, supply, there, late);
  await cancelOverride(db, supply, { overrideId: laterId }, late);
  await expect(setOverride(db, supply, { ...wanted, toDay: "2026-06-17" }, late)).rejects.toThrow("last day");
  await db`update location set time_zone = 'UTC'`;
  const [toldA, toldB] = await refreshed();
  // Three times as much for one of the two weeks that the level looks at.
  expect(toldA?.level).toBeCloseTo(2 * (plainA?.level ?? 0), 4);
  expect(toldA?.mean).toBeCloseTo(2 * (plainA?.mean ?? 0), 4);
  expect(toldA?.kinds).toEqual(["override"]);
  expect(toldA?.month).toBeGreaterThan(plainA?.month ?? 0);
  expect(toldB?.level).toBe(plainB?.level);
  await cancelOverride(db, supply, { overrideId }, now);
  expect((await refreshed())[0]?.level).toBe(plainA?.level);
  await expect(cancelOverride(db, supply, { overrideId }, now)).rejects.toThrow("changed meanwhile");
  await cancelOverride(db, supply, { overrideId, restore: true }, now);
  expect((await refreshed())[0]?.kinds).toEqual(["override"]);
  // On its last day one day of it is left, then none.
  expect((await refreshed(day(6)))[0]?.level).toBeCloseTo(((plainA?.level ?? 0) * 16) / 14, 1);
  expect((await refreshed(day(7)))[0]?.kinds).toEqual([]);
});

test("units said of all places are shared out by what each sells; what is over is scored once, against the engine of its day", async () => {
  const { db } = database;
  await setOverride(
    db,
    supply,
    {
      skuId,
      locationId: null,
      fromDay: "2026-07-01",
      toDay: "2026-07-08",
      reason: "Holiday",
      by: { kind: "units", unitsPerDay: 8 },
    },
    now,
  );
  const [a, b] = await refreshed(day(14));
  expect((a?.mean ?? 0) + (b?.mean ?? 0)).toBeGreaterThan(2 * 2);
  expect(await scoreOverrides(db, new Date("2026-07-08T20:00:00Z"))).toBe(1);
  expect(await scoreOverrides(db, new Date("2026-07-09T20:00:00Z"))).toBe(1);
  expect(await scoreOverrides(db, new Date("2026-07-20T20:00:00Z"))).toBe(0);
  const [holiday] = await skuOverrides(db, skuId);
  expect(holiday?.score).toMatchObject({ days: 8, actual: 16 });
  // Sold 2 at each place on half of the days: 16; the engine knew.
  expect(Math.abs((holiday?.score?.said ?? 0) - 64)).toBeLessThan(2);
  expect(holiday?.score?.saidError ?? 0).toBeGreaterThan(holiday?.score?.engineError ?? 0);
});

test("a new product is drawn towards what products of its category and price band sell at the place", async () => {
  const { db, owner } = database;
  await owner`update sku set category = 'Things', price = case when id % 3 = 0 then 5 when id % 3 = 1 then 20 else 80 end`;
  const ids = (await owner<{ id: number }[]>`select id from sku`).map(({ id }) => id);
  await db.begin((tx) => refreshForecasts(tx, ids, now));
  await owner`
    update forecast set basis = basis || '{"smoothedLevel": 9}', level_units_per_day = 9
    where sku_id in (select id from sku where price = 80)`;
  // Two places, three bands and all prices together.
  expect(await storePriors(db, now)).toBe(8);
  expect(await storePriors(db, now)).toBe(0);
  const [fresh] = await owner<{ id: number }[]>`
    insert into sku (code, title, currency, category, price) values ('NEW', 'N', 'EUR', 'Things', 90) returning id`;
  await owner`insert into stock_level (sku_id, location_id) values (${fresh?.id ?? 0}, ${places[0] ?? 0})`;
  await db.begin((tx) => refreshForecasts(tx, [fresh?.id ?? 0], now));
  const [row] = await db<{ level: number; method: string }[]>`
    select level_units_per_day as level, method from forecast where sku_id = ${fresh?.id ?? 0}`;
  expect(row?.method).toBe("smoothed-3+pool");
  expect(row?.level).toBeCloseTo(9, 1);
});

test("a season that came twice is in the coming weeks' forecast, and nothing is where the history is shorter", async () => {
  const { db, owner } = database;
  expect(await storeSeasons(db, now)).toBe(0);
  await owner`update sku set category = 'Garden' where id = ${skuId}`;
  // Sold ten a day for over two years, and thirty a day in each July.
  await owner`
    insert into demand_daily (sku_id, location_id, channel_id, day, units, revenue_base_minor, cost_base_minor, lines)
    select ${skuId}, ${places[0] ?? 0}, c.id, d::date, case when extract(month from d) = 7 then 30 else 10 end, 0, 0, 1
    from generate_series(date '2024-03-01', date '2026-06-16', interval '1 day') d, channel c
    on conflict (sku_id, location_id, channel_id, day) do update set units = excluded.units`;
  expect(await storeSeasons(db, now)).toBeGreaterThanOrEqual(2);
  expect(await storeSeasons(db, now)).toBe(0);
  const [garden] = await refreshed();
  expect(garden?.kinds).toContain("season");
  // The page says so, and its fan rises with it; a person's word is over by then.
  const [told] = await skuForecasts(db, skuId);
  expect(told?.season ?? 0).toBeGreaterThan(1.5);
  expect(told?.calibration?.levelFactor ?? 0).toBeGreaterThan(0);
  await owner`insert into stock_level (sku_id, location_id) values (${skuId}, ${places[0] ?? 0}) on conflict do nothing`;
  const inJuly = async () =>
    (await getSkuOutlook(db, skuId, await skuPlaces(db, skuId, now), now)).demand[25]?.p50 ?? 0;
  const withSeason = await inJuly();
  await owner`delete from season_profile`;
  const [without] = await refreshed();
  expect(without?.kinds).not.toContain("season");
  expect(garden?.month ?? 0).toBeGreaterThan(1.4 * (without?.month ?? 0));
  expect(withSeason).toBeGreaterThan(1.8 * (await inJuly()));
});

test("what promotions brought is expected of the next one, and their days raise no level", async () => {
  const { db, owner } = database;
  const listed = async (code: string) => {
    const [sku] = await owner<
      { id: number }[]
    >`insert into sku (code, title, currency) values (${code}, ${code}, 'EUR') returning id`;
    await owner`insert into stock_level (sku_id, location_id) values (${sku?.id ?? 0}, ${places[0] ?? 0})`;
    // Ten on weekdays, twenty at weekends, four times that on the promotion's days, 4 to 7 June.
    await owner`
      insert into demand_daily (sku_id, location_id, channel_id, day, units, revenue_base_minor, cost_base_minor, lines)
      select ${sku?.id ?? 0}, ${places[0] ?? 0}, c.id, d::date, case when extract(isodow from d) > 5 then 20 else 10 end
        * case when ${code} = 'PROMO' and d::date between date '2026-06-04' and date '2026-06-07' then 4 else 1 end, 0, 0, 1
      from generate_series(date '2026-02-02', date '2026-06-16', interval '1 day') d, channel c`;
    return sku?.id ?? 0;
  };
  const [promoted, plain] = [await listed("PROMO"), await listed("PLAIN")];
  await owner`insert into channel_location (channel_id, location_id, priority) select id, ${places[0] ?? 0}, 1 from channel`;
  const made = async (name: string, from: string, to: string) => {
    const [row] = await owner<{ id: number }[]>`
      insert into promotion (name, side, channel_id, every_sku, units, time_zone, starts_at, ends_at, phase, created_by, created_at)
      select ${name}, 'for', id, false, 5, 'UTC', ${from}::timestamptz, ${to}::timestamptz, 'over', 'sue', '2026-05-01' from channel returning id`;
    await owner`insert into promotion_sku (promotion_id, sku_id) values (${row?.id ?? 0}, ${promoted})`;
  };
  await made("June", "2026-06-04T00:00:00Z", "2026-06-08T00:00:00Z");
  await made("Coming", "2026-06-20T08:00:00Z", "2026-06-22T00:00:00Z");
  const forecasts = async () => {
    await db.begin((tx) => refreshForecasts(tx, [promoted, plain], now));
    const [one] = await skuForecasts(db, promoted);
    const [other] = await skuForecasts(db, plain);
    return { one, other, ratio: (one?.smoothedLevel ?? 0) / (other?.smoothedLevel ?? 1) };
  };
  const before = await forecasts();
  expect(before.one?.promotion).toBeNull();
  expect(before.ratio).toBeGreaterThan(1.1);

  // One of which nothing can be said is told so, once, and is not looked at again.
  await made("Nothing", "2026-06-09T00:00:00Z", "2026-06-10T00:00:00Z");
  await owner`delete from promotion_sku where promotion_id = (select max(id) from promotion)`;
  await owner`delete from sku_to_refresh`;
  expect(await measurePromotions(db, now)).toBe(1);
  expect(await owner`select why, looked_at as at from promotion_unmeasured`).toEqual([
    { why: "no_items", at: now },
  ]);
  expect(await measurePromotions(db, now)).toBe(0);
  const results =
    await db`select sku_id as id, units, usual_units as usual from promotion_result order by sku_id`;
  // Thursday to Sunday: 10 + 10 + 20 + 20 are usual.
  expect(results).toEqual([{ id: promoted, units: 240, usual: 60 }]);
  expect(await owner`select sku_id as id, demand_day as day from sku_to_refresh`).toEqual([
    { id: promoted, day: "2000-01-01" },
  ]);
  // What others brought on earlier days counts by the sums of those days: their own rows are not read for it.
  const others = await owner<{ id: number }[]>`
    insert into sku (code, title, currency) select 'OTHER-' || n, 'Other', 'EUR' from generate_series(1, 2000) n returning id`;
  await owner`
    insert into promotion_result (promotion_id, sku_id, units, usual_units, measured_at)
    select (select min(id) from promotion), id, 3, 2, ${day(-3)}::date from unnest(${others.map(({ id }) => id)}::int[]) id`;
  await owner`analyze promotion_result`;
  const read = await owner.begin(async (tx) => {
    const [one] = await loadPromotions(tx, [promoted], now);
    const [rows] = await tx<{ n: number }[]>`
      select (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as n from pg_stat_xact_user_tables where relname = 'promotion_result'`;
    return { all: one?.all, rows: rows?.n ?? 0 };
  });
  expect(read.all).toEqual({ units: 6_240, usualUnits: 4_060 });
  expect(read.rows).toBeLessThan(10);
  await owner`delete from sku where code like 'OTHER-%'`;
  const after = await forecasts();
  // All: (240 + 100) ÷ (60 + 100) = 2.125. Own: (240 + 20 × 2.125) ÷ (60 + 20) = 3.53.
  expect(after.one?.promotion).toEqual({
    factor: expect.closeTo(3.53, 2),
    fromDay: "2026-06-20",
    toDay: "2026-06-21",
  });
  expect(after.ratio).toBeGreaterThan(0.95);
  expect(after.ratio).toBeLessThan(1.05);
  expect(after.other).toEqual(before.other);

  // A person's word of those days stands instead; a cancelled promotion, and what was measured later, say nothing.
  const { overrideId } = await setOverride(
    db,
    supply,
    {
      skuId: promoted,
      locationId: null,
      fromDay: "2026-06-20",
      toDay: "2026-06-21",
      by: { kind: "percent", percent: 150 },
      reason: "smaller this time",
    },
    now,
  );
  expect((await forecasts()).one?.promotion).toBeNull();
  await cancelOverride(db, supply, { overrideId }, now);
  expect((await forecasts()).one?.promotion).not.toBeNull();
  await owner`update promotion_result set measured_at = ${day(1)}`;
  expect((await forecasts()).one?.promotion).toBeNull();
  await owner`update promotion_result set measured_at = ${now}`;
  await owner`update promotion set cancelled_at = ${now} where name = 'Coming'`;
  expect((await forecasts()).one?.promotion).toBeNull();
});
