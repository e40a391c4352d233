import type { Db } from "@/db/client";
import { type DailySeries, forecastHistoryDays, weekdayOf } from "../forecast/daily-series";
import { loadPlaces, loadSeries, ordersOf } from "../forecast/run-load-series";
import type { SurgeBaseline, SurgeScope } from "./compute";
import { baselineOf } from "./day-scores";
import { surgeThresholds } from "./run-thresholds";

/** A series with fewer orders in the last 90 days has no baseline of its own: it is watched as part of a larger one. */
const fewestOrders = 10;
const fewestOrdersDays = 90;
/** SKUs of one statement. */
const batchSkus = 1_000;
const flatWeek = new Float64Array(7).fill(1);

interface Of {
  scope: SurgeScope;
  sku: number | null;
  loc: number | null;
  category: string | null;
  region: string | null;
}

/**
 * Works out once a UTC day what is usual of each place's hours, of the orders of each SKU at each place, each SKU and each category
 * in a region, and how improbable an hour must be to count. Returns how many series it took; 0: done today already.
 */
export async function watchBaselines(db: Db, now: Date): Promise<number> {
  const today = now.toISOString().slice(0, 10);
  const [due] = await db`select from surge_watch where as_of_day is distinct from ${today}`;
  if (!due) return 0;
  await profileHours(db, now);
  const places = await loadPlaces(db);
  const regions = await regionsOf(db);
  const skus = await db<{ id: number }[]>`
    select distinct sku_id as id from demand_daily
    where day between ${today}::date - ${fewestOrdersDays}::int and ${today}::date and lines > 0 order by 1`;
  const categories = new Map<string, { of: Of; orders: Float64Array }>();
  const rows: (Of & SurgeBaseline)[] = [];
  const keep = (of: Of, daily: DailySeries, week: Float64Array) => {
    if (recentOrders(daily.units) >= fewestOrders) rows.push({ ...of, ...baselineOf(daily, week) });
  };
  for (let i = 0; i < skus.length; i += batchSkus) {
    const ids = skus.slice(i, i + batchSkus).map(({ id }) => id);
    const bySku = new Map<number, { places: number; orders: Float64Array }>();
    for (const one of await loadSeries(db, ids, now)) {
      const place = places.get(one.locationId) ?? null;
      const daily = ordersOf(one, place);
      const week = place ? Float64Array.from(place.weekdayFactors) : flatWeek;
      keep(
        { scope: "sku_place", sku: one.skuId, loc: one.locationId, category: null, region: null },
        daily,
        week,
      );
      const sku = bySku.get(one.skuId) ?? { places: 0, orders: new Float64Array(forecastHistoryDays) };
      bySku.set(one.skuId, { places: sku.places + 1, orders: added(sku.orders, daily.units) });
      const region = regions.get(one.locationId) ?? null;
      if (!one.category || !region) continue;
      const key = JSON.stringify([one.category, region]);
      const of: Of = { scope: "category_region", sku: null, loc: null, category: one.category, region };
      const pool = categories.get(key) ?? { of, orders: new Float64Array(forecastHistoryDays) };
      categories.set(key, { of, orders: added(pool.orders, daily.units) });
    }
    for (const [sku, { places: count, orders }] of bySku)
      if (count > 1)
        keep({ scope: "sku", sku, loc: null, category: null, region: null }, pooled(orders, today), flatWeek);
  }
  for (const { of, orders } of categories.values()) keep(of, pooled(orders, today), flatWeek);
  const { up, down, days } = await surgeThresholds(db, now, places);
  await db.begin(async (tx) => {
    await tx`delete from surge_baseline`;
    await tx`
      insert into surge_baseline (scope, sku_id, location_id, category, region, orders_per_day, weekday_factors, dispersion)
      select scope, sku, loc, category, region, "ordersPerDay", "weekdayFactors", dispersion
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as r (scope text, sku int, loc smallint, category text, region text,
        "ordersPerDay" real, "weekdayFactors" real[], dispersion real)`;
    await tx`
      update surge_watch set as_of_day = ${today}, up_score = ${up}, down_score = ${down}, series_days = ${days}`;
  });
  return rows.length;
}

/** How each place sells by hour of its day, drawn towards an even day while its orders are few. */
async function profileHours(db: Db, now: Date): Promise<void> {
  await db`
    with hour as (
      select o.location_id, extract(hour from o.placed_at at time zone l.time_zone)::int as hour, count(*) as lines
      from order_line o join location l on l.id = o.location_id
      where o.kind = 'sale' and o.placed_at >= ${now}::timestamptz - interval '28 days' and o.placed_at < ${now} group by 1, 2
    ), total as (select location_id, sum(lines) as lines from hour group by 1)
    update place_profile p set hour_factors = (
      select array_agg(((coalesce(h.lines, 0) + 10) / (t.lines / 24.0 + 10))::real order by g.hour)
      from generate_series(0, 23) g (hour) left join hour h on h.location_id = p.location_id and h.hour = g.hour)
    from total t where t.location_id = p.location_id`;
}

async function regionsOf(db: Db): Promise<Map<number, string | null>> {
  const rows = await db<{ id: number; region: string | null }[]>`select id, region from location`;
  return new Map(rows.map(({ id, region }) => [id, region]));
}

/** Both end yesterday. */
function added(sum: Float64Array, units: Float64Array): Float64Array {
  for (let age = 1; age <= units.length; age++)
    sum[sum.length - age] = (sum[sum.length - age] as number) + (units[units.length - age] as number);
  return sum;
}

function pooled(orders: Float64Array, today: string): DailySeries {
  const first = orders.findIndex((count) => count > 0);
  const units = orders.subarray(Math.max(0, first));
  return { units, shares: new Float64Array(units.length).fill(1), asOfWeekday: weekdayOf(today) };
}

const recentOrders = (units: Float64Array): number =>
  units.subarray(Math.max(0, units.length - fewestOrdersDays)).reduce((sum, orders) => sum + orders, 0);
