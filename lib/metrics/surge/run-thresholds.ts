import type { Db } from "@/db/client";
import type { PlaceProfile } from "../forecast/compute";
import { loadSeries, ordersOf } from "../forecast/run-load-series";
import { leastScore, thresholdOf } from "./compute";
import { dayScores } from "./day-scores";

/** False alarms allowed of a thousand SKU-days, of either kind: together below one. */
const falseUp = 0.4;
const falseDown = 0.2;
/** Days that thresholds are taken from, and SKUs at most, drawn by a hash of their code. */
const scoredDays = 28;
const scoredSkus = 1_000;
/** With fewer series-days what chance alone says is asked for, and a little more. */
const fewestDays = 5_000;
const cautious = 5;

/** Scores that so few of the last days reached, even if each of those was a true turn of demand, that alarms stay rare. */
export async function surgeThresholds(
  db: Db,
  now: Date,
  places: Map<number, PlaceProfile>,
): Promise<{ up: number; down: number; days: number }> {
  const sample = (
    await db<{ id: number }[]>`select id from sku where is_product order by md5(code), id limit ${scoredSkus}`
  ).map(({ id }) => id);
  const hours = await hourlyOrders(db, sample, now);
  const factors = await hourFactors(db);
  const skus = new Set<number>();
  const up: number[] = [];
  const down: number[] = [];
  for (const one of await loadSeries(db, sample, now)) {
    const daily = ordersOf(one, places.get(one.locationId) ?? null);
    if (daily.units.length < 2 * scoredDays) continue;
    const week = Float64Array.from(places.get(one.locationId)?.weekdayFactors ?? new Array(7).fill(1));
    const hourly = hours.get(`${one.skuId} ${one.locationId}`) ?? new Uint16Array(scoredDays * 24);
    const scores = dayScores({ daily, hourly }, week, factors.get(one.locationId) ?? new Array(24).fill(1));
    skus.add(one.skuId);
    up.push(...scores.up);
    down.push(...scores.down.filter((score) => !Number.isNaN(score)));
  }
  const enough = up.length >= fewestDays;
  // A SKU at many places has as many chances to alarm.
  const seriesOfSku = Math.max(1, up.length / Math.max(1, skus.size * scoredDays));
  return {
    up: enough ? thresholdOf(Float64Array.from(up), falseUp / seriesOfSku) : Math.max(leastScore, cautious),
    down: enough
      ? thresholdOf(Float64Array.from(down), falseDown / seriesOfSku)
      : Math.max(leastScore, cautious),
    days: up.length,
  };
}

/** Orders by hour of the last days, by the place's clock. */
async function hourlyOrders(db: Db, skuIds: number[], now: Date): Promise<Map<string, Uint16Array>> {
  const rows = await db<{ key: string; hours: number[]; orders: number[] }[]>`
    with place as (
      select id, time_zone, (${now}::timestamptz at time zone time_zone)::date as today from location
    ), hour as (
      select o.sku_id, o.location_id,
        floor(extract(epoch from (o.placed_at at time zone p.time_zone) - (p.today - ${scoredDays}::int)::timestamp) / 3600)::int as hour,
        count(*)::int as orders
      from order_line o join place p on p.id = o.location_id
      where o.sku_id = any(${skuIds}) and o.kind = 'sale'
        and o.placed_at >= ${now}::timestamptz - make_interval(days => ${scoredDays + 2}) group by 1, 2, 3
    )
    select sku_id || ' ' || location_id as key, array_agg(hour) as hours, array_agg(orders) as orders
    from hour where hour between 0 and ${scoredDays * 24 - 1} group by 1`;
  return new Map(
    rows.map(({ key, hours, orders }) => {
      const found = new Uint16Array(scoredDays * 24);
      hours.forEach((hour, i) => {
        found[hour] = orders[i] ?? 0;
      });
      return [key, found];
    }),
  );
}

/** By place: 24 factors, midnight first, mean 1. */
export async function hourFactors(db: Db): Promise<Map<number, number[]>> {
  const rows = await db<{ id: number; factors: number[] }[]>`
    select location_id as id, hour_factors as factors from place_profile where hour_factors is not null`;
  return new Map(rows.map(({ id, factors }) => [id, factors]));
}
