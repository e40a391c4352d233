import type { Queryable } from "@/db/client";
import { daysBetween } from "@/lib/core/clock";
import {
  type DailySeries,
  forecastHistoryDays,
  outagesByAge,
  type PlaceProfile,
  type SparseHistory,
  seriesOf,
  weekdayOf,
} from "./compute";
import { type Promotion, withoutPromotions } from "./promotion";
import { loadPromotions } from "./run-promotions";

export interface StoredSeries {
  skuId: number;
  locationId: number;
  category: string | null;
  price: number | null;
  today: string;
  knownAge: number | null;
  demandAges: number[] | null;
  /** Without what promotions added. */
  demandUnits: number[] | null;
  /** Order lines of the same days. */
  demandOrders: number[] | null;
  /** Spans without stock, in days before today began: from (larger) and to. */
  outFrom: number[] | null;
  outTo: number[] | null;
  /** Those of the past and of the days that are foretold. */
  promotions: readonly Promotion[];
}

/** What is known of each SKU at each location that has stock or demand there, as of each location's today. */
export async function loadSeries(tx: Queryable, skuIds: number[], now: Date): Promise<StoredSeries[]> {
  const found = await loadAsSold(tx, skuIds, now);
  const promotions = new Map<number, Promotion[]>();
  for (const one of await loadPromotions(tx, skuIds, now))
    promotions.set(one.skuId, [...(promotions.get(one.skuId) ?? []), one]);
  return found.map((one) => {
    const mine = (promotions.get(one.skuId) ?? []).filter(({ locationIds }) =>
      locationIds.includes(one.locationId),
    );
    if (mine.length === 0) return { ...one, promotions: [] };
    const sold = { ages: one.demandAges ?? [], units: one.demandUnits ?? [] };
    return { ...one, promotions: mine, demandUnits: withoutPromotions(sold, one.today, mine) };
  });
}

type AsSold = Omit<StoredSeries, "promotions">;

function loadAsSold(tx: Queryable, skuIds: number[], now: Date): Promise<AsSold[]> {
  return tx<AsSold[]>`
    with place as materialized (
      select id as location_id, (${now}::timestamptz at time zone time_zone)::date as today, time_zone from location
    ), demand as (
      select d.sku_id, d.location_id, d.day, sum(d.units)::int as units, sum(d.lines)::int as orders
      from demand_daily d
      where d.sku_id = any(${skuIds}) and d.day > ${now}::date - ${forecastHistoryDays + 2}::int
      group by 1, 2, 3
    ), sold as (
      select d.sku_id, d.location_id, array_agg(p.today - d.day) as ages, array_agg(d.units) as units, array_agg(d.orders) as orders
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
    select pair.sku_id as "skuId", pair.location_id as "locationId", k.category, k.price::float8 as price, p.today,
      p.today - (l.known_since at time zone p.time_zone)::date as "knownAge",
      s.ages as "demandAges", s.units as "demandUnits", s.orders as "demandOrders", o.starts as "outFrom", o.ends as "outTo"
    from pair
    join sku k on k.id = pair.sku_id and k.is_product
    join place p on p.location_id = pair.location_id
    left join stock_level l on l.sku_id = pair.sku_id and l.location_id = pair.location_id
    left join sold s on s.sku_id = pair.sku_id and s.location_id = pair.location_id
    left join outage o on o.sku_id = pair.sku_id and o.location_id = pair.location_id`;
}

export function historyOf(series: StoredSeries): SparseHistory {
  const ages = series.demandAges ?? [];
  const oldestSale = ages.reduce((oldest, age) => Math.max(oldest, age), 0);
  const firstAge = Math.min(forecastHistoryDays, Math.max(series.knownAge ?? 0, oldestSale));
  return {
    firstAge,
    demand: { ages, units: series.demandUnits ?? [] },
    outages: outagesByAge(series.outFrom ?? [], series.outTo ?? [], firstAge),
  };
}

/** The series without gaps, of what the place was open for. */
export function dailyOf(
  series: StoredSeries,
  place: PlaceProfile | null,
  history = historyOf(series),
): DailySeries {
  const closedAges = (place?.closedDays ?? []).map((day) => daysBetween(day, series.today));
  return seriesOf(history, weekdayOf(series.today), closedAges);
}

/** How each place as a whole sells, as run-places.ts left it. */
export async function loadPlaces(tx: Queryable): Promise<Map<number, PlaceProfile>> {
  const rows = await tx<(PlaceProfile & { locationId: number })[]>`
    select location_id as "locationId", weekday_factors as "weekdayFactors", closed_days::text[] as "closedDays" from place_profile`;
  return new Map(rows.map((row) => [row.locationId, row]));
}

/** The same of orders instead of units. */
export const ordersOf = (series: StoredSeries, place: PlaceProfile | null): DailySeries =>
  dailyOf({ ...series, demandUnits: series.demandOrders }, place);
