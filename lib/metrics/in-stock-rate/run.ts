import type { Tx } from "@/db/client";
import { type DayRange, storeKpis } from "../store-kpis";

/** Days before a week whose sales say what to expect in it. */
const lookBackDays = 56;
/** Fewer days with stock than this say nothing about demand. */
const leastAvailableDays = 3;

/**
 * Makes kpi_expected for the transaction: what each SKU-location was expected to sell a day in each week, its velocity over the
 * eight weeks before, days without stock left out by their share. It was known before the week began, so that history is not
 * judged by what came later.
 */
export async function makeExpectedDemand(tx: Tx, days: DayRange): Promise<void> {
  await tx`
    create temp table kpi_expected on commit drop as
    with week as materialized (
      select distinct date_trunc('week', d)::date as week from generate_series(${days.from}::date, ${days.to}::date, interval '1 day') d
    ), sold as (
      select w.week, d.sku_id, d.location_id, sum(d.units) as units
      from week w join demand_daily d on d.day between w.week - ${lookBackDays}::int and w.week - 1 group by 1, 2, 3
    ), outage as (
      select w.week, o.sku_id, o.location_id, sum(extract(epoch from
        least(coalesce(o.ended_at, 'infinity'), w.week::timestamptz) - greatest(o.started_at, w.week::timestamptz - make_interval(days => ${lookBackDays})))) / 86400 as days
      from week w
      join stock_out_span o on o.started_at < w.week and (o.ended_at is null or o.ended_at > w.week - ${lookBackDays}::int)
      group by 1, 2, 3
    )
    select s.week, s.sku_id, s.location_id, s.units / (least(${lookBackDays}, s.week - l.known_since::date) - coalesce(o.days, 0)) as per_day
    from sold s
    join stock_level l on l.sku_id = s.sku_id and l.location_id = s.location_id
    left join outage o on o.week = s.week and o.sku_id = s.sku_id and o.location_id = s.location_id
    where s.units > 0 and least(${lookBackDays}, s.week - l.known_since::date) - coalesce(o.days, 0) >= ${leastAvailableDays}`;
  await tx`create index on kpi_expected (week, sku_id, location_id)`;
  await tx`analyze kpi_expected`;
}

/**
 * In-stock rate of each day: share of the expected sales that had stock at the start of the local day, in all and by location;
 * the plain share of SKU-locations is in the parts. Needs kpi_expected. Also stocked_out_count: SKU-locations without stock then that were
 * expected to sell.
 */
export function storeInStockRate(tx: Tx, days: DayRange, now: Date): Promise<void> {
  return storeKpis(
    tx,
    now,
    tx`
      with whole as (
        select week, location_id, sum(per_day) as expected, count(*) as pairs from kpi_expected group by 1, 2
      ), started_out as (
        select s.sku_id, s.location_id, d::date as day
        from stock_out_span s
        join location l on l.id = s.location_id
        cross join lateral generate_series(
          greatest(${days.from}::timestamp, date_trunc('day', (s.started_at at time zone l.time_zone) - interval '1 microsecond') + interval '1 day'),
          least(${days.to}::timestamp, (coalesce(s.ended_at, ${now}) at time zone l.time_zone) - interval '1 microsecond'), interval '1 day') d
        where (s.ended_at is null or s.ended_at > ${days.from}::date - 1) and s.started_at < ${days.to}::date + 2
      ), missing as (
        select o.day, o.location_id, sum(e.per_day) as expected, count(*) as pairs
        from started_out o
        join kpi_expected e on e.week = date_trunc('week', o.day)::date and e.sku_id = o.sku_id and e.location_id = o.location_id
        group by 1, 2
      ), by_day as (
        select case when grouping(w.location_id) = 0 then 'location:' || w.location_id else 'all' end as scope, d::date as day,
          sum(w.expected)::float8 as expected, sum(w.pairs) as pairs,
          coalesce(sum(m.expected), 0)::float8 as expected_out, coalesce(sum(m.pairs), 0) as pairs_out
        from generate_series(${days.from}::date, ${days.to}::date, interval '1 day') d
        join whole w on w.week = date_trunc('week', d)::date
        left join missing m on m.day = d::date and m.location_id = w.location_id
        group by grouping sets ((d), (d, w.location_id))
      )
      select m.metric, scope, day, m.value, null::float8, null::float8, jsonb_build_object('expected', expected,
        'expectedInStock', expected - expected_out, 'pairs', pairs, 'pairsInStock', pairs - pairs_out)
      from by_day
      cross join lateral (values ('in_stock_rate', (expected - expected_out) / nullif(expected, 0)),
        ('stocked_out_count', pairs_out::float8)) m (metric, value)`,
  );
}
