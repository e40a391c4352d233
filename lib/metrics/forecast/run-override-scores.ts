import type { Db, Queryable } from "@/db/client";
import { addDays, daysBetween } from "@/lib/core/clock";
import { type Adjustment, adjustForecast } from "./adjust";
import { makeForecasts } from "./run";

interface Ended {
  id: number;
  skuId: number;
  locationId: number | null;
  fromDay: string;
  toDay: string;
  factor: number | null;
  unitsPerDay: number | null;
  createdAt: Date;
}

/** A day on which a SKU could be bought for less of it says nothing of what anybody foretold. */
const leastShare = 0.5;

/**
 * Scores what people said of demand once its last day is over everywhere: day for day, what they and the engine, from what was
 * known when it was said, missed by. Returns how many were scored.
 */
export async function scoreOverrides(db: Db, now: Date): Promise<number> {
  const ended = await db<Ended[]>`
    select id, sku_id as "skuId", location_id as "locationId", greatest(from_day, created_at::date) as "fromDay", to_day as "toDay", factor,
      units_per_day as "unitsPerDay", created_at as "createdAt"
    from forecast_override
    where scored_at is null and cancelled_at is null and to_day < (${now}::timestamptz - interval '14 hours')::date
    order by id limit 200`;
  for (const one of ended) {
    const score = await scoreOf(db, one);
    await db`
      update forecast_override set scored_at = ${now}, days_scored = ${score.days}, actual_units = ${score.actual}, said_units = ${score.said},
        engine_units = ${score.engine}, said_error = ${score.days > 0 ? score.saidMiss / score.days : null},
        engine_error = ${score.days > 0 ? score.engineMiss / score.days : null}
      where id = ${one.id} and scored_at is null and cancelled_at is null`;
  }
  return ended.length;
}

async function scoreOf(db: Queryable, one: Ended) {
  const made = (await makeForecasts(db, [one.skuId], one.createdAt)).filter(
    ({ of }) => one.locationId === null || of.locationId === one.locationId,
  );
  const level = made.reduce((sum, { forecast }) => sum + forecast.mean, 0);
  const days = new Map<string, { actual: number; said: number; engine: number }>();
  const actual = await actualUnits(db, one);
  for (const { of, forecast } of made) {
    const share = level > 0 ? forecast.mean / level : 1 / made.length;
    const first = daysBetween(of.today, one.fromDay);
    const adjustment: Adjustment = {
      ...{ kind: "override", id: one.id, fromDay: first, toDay: daysBetween(of.today, one.toDay) + 1 },
      factor: one.factor,
      unitsPerDay: one.unitsPerDay === null ? null : one.unitsPerDay * (one.locationId === null ? share : 1),
    };
    const said = adjustForecast(forecast, [adjustment]).meanPerDay;
    for (let day = Math.max(0, first); day < adjustment.toDay && day < said.length; day++) {
      const date = addDays(of.today, day);
      const sold = actual.get(`${of.locationId} ${date}`);
      if (sold === null) continue;
      const sum = days.get(date) ?? { actual: 0, said: 0, engine: 0 };
      days.set(date, {
        actual: sum.actual + (sold ?? 0),
        said: sum.said + (said[day] ?? 0),
        engine: sum.engine + (forecast.meanPerDay[day] ?? 0),
      });
    }
  }
  const sums = { days: days.size, actual: 0, said: 0, engine: 0, saidMiss: 0, engineMiss: 0 };
  for (const day of days.values()) {
    sums.actual += day.actual;
    sums.said += day.said;
    sums.engine += day.engine;
    sums.saidMiss += Math.abs(day.said - day.actual);
    sums.engineMiss += Math.abs(day.engine - day.actual);
  }
  return sums;
}

/** Units by place and day; null: it could hardly be bought; missing: none were sold. */
async function actualUnits(db: Queryable, one: Ended): Promise<Map<string, number | null>> {
  const rows = await db<{ locationId: number; day: string; units: number | null }[]>`
    select location_id as "locationId", day, case when coalesce(min(share), 1) >= ${leastShare} then sum(units)::int end as units
    from (
      select location_id, day, units, null::real as share from demand_daily
      where sku_id = ${one.skuId} and day between ${one.fromDay} and ${one.toDay}
      union all
      select location_id, day, 0, available_share from availability_daily
      where sku_id = ${one.skuId} and day between ${one.fromDay} and ${one.toDay}
    ) x group by 1, 2`;
  return new Map(rows.map(({ locationId, day, units }) => [`${locationId} ${day}`, units]));
}
