import type { Tx } from "@/db/client";
import { daysBetween } from "@/lib/core/clock";
import { quantileOf, tailTable } from "../demand-distribution/compute";
import {
  type Forecast,
  type ForecastPool,
  forecastFromSeries,
  forecastHistoryDays,
  outagesByAge,
  type PlaceProfile,
  type SparseHistory,
  seriesOf,
  shownQuantiles,
  weekdayOf,
} from "./compute";

export interface StoredSeries {
  skuId: number;
  locationId: number;
  category: string | null;
  today: string;
  knownAge: number | null;
  demandAges: number[] | null;
  demandUnits: number[] | null;
  /** Spans without stock, in days before today began: from (larger) and to. */
  outFrom: number[] | null;
  outTo: number[] | null;
}

/** Windows, in days from today, whose totals are stored at each shown quantile. */
const windowsDays = [7, 14, 28, 90] as const;
/** Items known for fewer days lean on what similar ones sell; see compute.ts. */
const newItemDays = 40;

/**
 * Stores the forecast of each SKU at each location that has stock or demand there, as of each location's today. One that comes
 * out as it was stays, with the time it was first worked out.
 */
export async function refreshForecasts(tx: Tx, skuIds: number[], now: Date): Promise<void> {
  if (skuIds.length === 0) return;
  const series = await loadSeries(tx, skuIds, now);
  if (series.length === 0) return;
  const histories = series.map(historyOf);
  const pools = await loadPools(
    tx,
    series.filter((_, i) => (histories[i]?.firstAge ?? 0) < newItemDays),
  );
  const places = await loadPlaces(tx);
  const rows = series.map((one, i) => {
    const history = histories[i] ?? historyOf(one);
    const pool =
      history.firstAge < newItemDays ? pools.get(poolKey(one.locationId, one.category)) : undefined;
    const place = places.get(one.locationId) ?? null;
    const closedAges = (place?.closedDays ?? []).map((day) => daysBetween(day, one.today));
    const forecast = forecastFromSeries(seriesOf(history, weekdayOf(one.today), closedAges), {
      horizonDays: 90,
      asOfDay: one.today,
      pool: pool ?? null,
      place,
    });
    return {
      sku: one.skuId,
      loc: one.locationId,
      day: one.today,
      level: forecast.level,
      factors: forecast.weekdayFactors,
      dispersion: forecast.dispersion,
      quantiles: windowQuantiles(forecast),
      method: forecast.method,
    };
  });
  await tx`
    insert into forecast (sku_id, location_id, as_of_day, level_units_per_day, weekday_factors, dispersion, quantiles, method, computed_at)
    select sku, loc, day, level, factors, dispersion, quantiles, method, ${now}
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r
      (sku int, loc smallint, day date, level real, factors real[], dispersion real, quantiles jsonb, method text)
    order by 1, 2
    on conflict (sku_id, location_id) do update set as_of_day = excluded.as_of_day,
      level_units_per_day = excluded.level_units_per_day, weekday_factors = excluded.weekday_factors,
      dispersion = excluded.dispersion, quantiles = excluded.quantiles, method = excluded.method, computed_at = excluded.computed_at
      where (forecast.as_of_day, forecast.level_units_per_day, forecast.dispersion, forecast.weekday_factors)
        is distinct from (excluded.as_of_day, excluded.level_units_per_day, excluded.dispersion, excluded.weekday_factors)`;
}

function loadSeries(tx: Tx, skuIds: number[], now: Date): Promise<StoredSeries[]> {
  return tx<StoredSeries[]>`
    with place as materialized (
      select id as location_id, (${now}::timestamptz at time zone time_zone)::date as today, time_zone from location
    ), demand as (
      select d.sku_id, d.location_id, d.day, sum(d.units)::int as units
      from demand_daily d
      where d.sku_id = any(${skuIds}) and d.day > ${now}::date - ${forecastHistoryDays + 2}::int
      group by 1, 2, 3
    ), sold as (
      select d.sku_id, d.location_id, array_agg(p.today - d.day) as ages, array_agg(d.units) as units
      from demand d join place p using (location_id)
      where d.units > 0 and d.day between p.today - ${forecastHistoryDays}::int and p.today - 1 group by 1, 2
    ), outage as (
      -- By the wall clock of the place: a day on which the clocks change counts as any other.
      select o.sku_id, o.location_id,
        array_agg(extract(epoch from p.today::timestamp - (o.started_at at time zone p.time_zone))::float8 / 86400) as starts,
        array_agg(extract(epoch from p.today::timestamp - (coalesce(o.ended_at, ${now}) at time zone p.time_zone))::float8 / 86400) as ends
      from stock_out_span o join place p using (location_id)
      where o.sku_id = any(${skuIds}) and (o.ended_at is null or o.ended_at > ${now}::date - ${forecastHistoryDays + 2}::int) group by 1, 2
    ), pair as (
      select sku_id, location_id from stock_level where sku_id = any(${skuIds})
      union select sku_id, location_id from sold
    )
    select pair.sku_id as "skuId", pair.location_id as "locationId", k.category, p.today,
      p.today - (l.known_since at time zone p.time_zone)::date as "knownAge",
      s.ages as "demandAges", s.units as "demandUnits", o.starts as "outFrom", o.ends as "outTo"
    from pair
    join sku k on k.id = pair.sku_id and k.is_product
    join place p on p.location_id = pair.location_id
    left join stock_level l on l.sku_id = pair.sku_id and l.location_id = pair.location_id
    left join sold s on s.sku_id = pair.sku_id and s.location_id = pair.location_id
    left join outage o on o.sku_id = pair.sku_id and o.location_id = pair.location_id`;
}

function historyOf(series: StoredSeries): SparseHistory {
  const ages = series.demandAges ?? [];
  const oldestSale = ages.reduce((oldest, age) => Math.max(oldest, age), 0);
  const firstAge = Math.min(forecastHistoryDays, Math.max(series.knownAge ?? 0, oldestSale));
  return {
    firstAge,
    demand: { ages, units: series.demandUnits ?? [] },
    outages: outagesByAge(series.outFrom ?? [], series.outTo ?? [], firstAge),
  };
}

const poolKey = (locationId: number, category: string | null) => `${locationId}:${category ?? ""}`;

/** What items of the same category sell at the same place, from their own forecasts. */
async function loadPools(tx: Tx, newItems: StoredSeries[]): Promise<Map<string, ForecastPool>> {
  const categories = [...new Set(newItems.flatMap((one) => one.category ?? []))];
  if (categories.length === 0) return new Map();
  const rows = await tx<
    {
      locationId: number;
      category: string;
      levelPerDay: number;
      dispersion: number;
      weekdayFactors: number[];
    }[]
  >`
    select f.location_id as "locationId", s.category, avg(f.level_units_per_day) as "levelPerDay", avg(f.dispersion) as dispersion,
      array(select avg(x) from unnest(array_agg(f.weekday_factors)) with ordinality u (x, n) group by (n - 1) % 7 order by (n - 1) % 7) as "weekdayFactors"
    from sku s join forecast f on f.sku_id = s.id
    where s.category = any(${categories}) and f.location_id = any(${[...new Set(newItems.map((one) => one.locationId))]})
      and f.method = 'smoothed-3' and f.level_units_per_day > 0
    group by 1, 2`;
  return new Map(rows.map((row) => [poolKey(row.locationId, row.category), row]));
}

/** How each place as a whole sells, as run-places.ts left it. */
async function loadPlaces(tx: Tx): Promise<Map<number, PlaceProfile>> {
  const rows = await tx<(PlaceProfile & { locationId: number })[]>`
    select location_id as "locationId", weekday_factors as "weekdayFactors", closed_days::text[] as "closedDays" from place_profile`;
  return new Map(rows.map((row) => [row.locationId, row]));
}

const nothing = Object.fromEntries(
  windowsDays.map((days) => [days, Object.fromEntries(shownQuantiles.map((q) => [q, 0]))]),
);

/** As forecastQuantiles(), with one table of probabilities a window. */
function windowQuantiles(forecast: Forecast): Record<string, Record<string, number>> {
  if (!(forecast.level > 0)) return nothing;
  let mean = 0;
  let variance = 0;
  let day = 0;
  const found: Record<string, Record<string, number>> = {};
  for (const days of windowsDays) {
    for (; day < days; day++) {
      const daily = forecast.levelPerDay[day] ?? 0;
      mean += daily;
      variance += daily + forecast.dispersion * daily * daily;
    }
    const table = tailTable({ mean, variance });
    found[days] = Object.fromEntries(shownQuantiles.map((q) => [q, quantileOf(table, q)]));
  }
  return found;
}
