import type { Tx } from "@/db/client";
import { type DayRange, storeKpis } from "../store-kpis";

/** Counts by state and the excess as of now, in all and by location. */
export function storeStockStates(tx: Tx, today: string, now: Date): Promise<void> {
  return storeKpis(
    tx,
    now,
    tx`
      select m.metric, scope, ${today}::date, m.value::float8, null::float8, null::float8, jsonb_build_object('pairs', pairs, 'unknown', unknown)
      from (
        select case when grouping(location_id) = 0 then 'location:' || location_id else 'all' end as scope, count(*) as pairs,
          count(*) filter (where state = 'unknown') as unknown,
          count(*) filter (where state = 'out') as out, count(*) filter (where state = 'at_risk') as at_risk,
          count(*) filter (where state = 'excess') as excess, coalesce(sum(excess_units), 0) as excess_units,
          coalesce(sum(excess_base_minor), 0) as excess_minor
        from stock_status group by grouping sets ((), (location_id))
      ) s
      cross join lateral (values ('stocked_out_count', out), ('at_risk_count', at_risk), ('excess_count', excess),
        ('excess_units', excess_units), ('excess_minor', excess_minor)) m (metric, value)`,
  );
}

/**
 * Fills excess_minor of past weeks: stock at the start of each week (today's less what came and went since) beyond
 * `excessAfterDays` of what was then expected, at today's unit cost. The week's days carry that one figure; goods that were on
 * their way then are not known any more and left out. Days that have a value keep it.
 * Needs kpi_expected of these days.
 */
export function fillPastExcess(tx: Tx, days: DayRange, excessAfterDays: number, now: Date): Promise<void> {
  return storeKpis(
    tx,
    now,
    tx`
      with week as materialized (
        select distinct date_trunc('week', d)::date as week from generate_series(${days.from}::date, ${days.to}::date, interval '1 day') d
      ), change as (
        select m.sku_id, p.location_id, date_trunc('week', m.occurred_at)::date as week, sum(x.sign * m.quantity) as units
        from stock_move m
        cross join lateral (values (m.to_place_id, 1), (m.from_place_id, -1)) x (place_id, sign)
        join place p on p.id = x.place_id and p.kind = 'stock'
        where m.occurred_at >= date_trunc('week', ${days.from}::date) and m.occurred_at <= ${now} group by 1, 2, 3
      ), shelf as (
        select l.sku_id, l.location_id, w.week, s.unit_cost_base_minor as cost, l.known_since,
          l.on_hand - l.unavailable - coalesce(sum(c.units) over (partition by l.sku_id, l.location_id order by w.week desc), 0) as units
        from stock_level l
        join stock_status s on s.sku_id = l.sku_id and s.location_id = l.location_id
        cross join week w
        left join change c on c.sku_id = l.sku_id and c.location_id = l.location_id and c.week = w.week
      ), by_week as (
        select case when grouping(s.location_id) = 0 then 'location:' || s.location_id else 'all' end as scope, s.week,
          sum(greatest(0, floor(s.units - ${excessAfterDays}::int * coalesce(e.per_day, 0))) * s.cost)::float8 as value
        from shelf s
        left join kpi_expected e on e.week = s.week and e.sku_id = s.sku_id and e.location_id = s.location_id
        where s.units > 0 and s.known_since < s.week
        group by grouping sets ((s.week), (s.week, s.location_id))
      )
      select 'excess_minor', scope, d::date, value, null::float8, null::float8, jsonb_build_object('sampledOn', week)
      from by_week cross join lateral generate_series(week, week + 6, interval '1 day') d
      where d::date between ${days.from} and ${days.to}`,
    { keep: true },
  );
}
