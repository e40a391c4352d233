import type { Tx } from "@/db/client";
import { type DayRange, storeKpis } from "../store-kpis";

/**
 * Lost sales of each day in the company's currency, in all and by location, as lostSales() defines them: (expected − sold)⁺ ×
 * share of the day without stock × margin × (1 − substitution). The range holds 8 of 10 outcomes; errors of different
 * SKU-locations are independent. Without a known margin nothing is added; those pairs are counted in the parts.
 * Needs kpi_expected of these days (makeExpectedDemand).
 */
export function storeLostSales(tx: Tx, days: DayRange, substitutionShare: number, now: Date): Promise<void> {
  return storeKpis(
    tx,
    now,
    tx`
      with outage as (
        select o.sku_id, o.location_id, d.day::date as day, greatest(0, 1 - sum(extract(epoch from
          least(coalesce(o.ended_at, ${now}), d.ends_at, ${now}) - greatest(o.started_at, d.starts_at)))
          / min(extract(epoch from least(d.ends_at, ${now}) - d.starts_at))) as available_share
        from stock_out_span o
        join location x on x.id = o.location_id
        cross join lateral (
          select day, day at time zone x.time_zone as starts_at, (day + interval '1 day') at time zone x.time_zone as ends_at
          from generate_series(greatest(${days.from}::timestamp, date_trunc('day', o.started_at at time zone x.time_zone)),
            least(${days.to}::timestamp, coalesce(o.ended_at, ${now}) at time zone x.time_zone), interval '1 day') day
        ) d
        where (o.ended_at is null or o.ended_at > ${days.from}::date - 1) and o.started_at < ${days.to}::date + 2
          and least(coalesce(o.ended_at, ${now}), d.ends_at, ${now}) > greatest(o.started_at, d.starts_at)
        group by 1, 2, 3
      ), missed as (
        select a.day, a.location_id, s.margin_base_minor is null as is_unknown,
          greatest(0, e.per_day - coalesce(d.units, 0)) * (1 - a.available_share) as units,
          greatest(0, coalesce(s.margin_base_minor, 0)) * (1 - ${substitutionShare}::float8) as worth,
          1 + coalesce(f.dispersion, 0) * e.per_day as spread
        from outage a
        join kpi_expected e on e.week = date_trunc('week', a.day)::date and e.sku_id = a.sku_id and e.location_id = a.location_id
        left join stock_status s on s.sku_id = a.sku_id and s.location_id = a.location_id
        left join forecast f on f.sku_id = a.sku_id and f.location_id = a.location_id
        left join lateral (select sum(units) as units from demand_daily d
          where d.sku_id = a.sku_id and d.location_id = a.location_id and d.day = a.day) d on true
      ), by_day as (
        select case when grouping(l.id) = 0 then 'location:' || l.id else 'all' end as scope, d::date as day,
          coalesce(sum(m.units), 0) as units, coalesce(sum(m.units * m.worth), 0) as value,
          1.2816 * sqrt(coalesce(sum(m.units * m.spread * m.worth * m.worth), 0)) as spread,
          count(*) filter (where m.is_unknown) as unknown
        from generate_series(${days.from}::date, ${days.to}::date, interval '1 day') d
        cross join location l
        left join missed m on m.day = d::date and m.location_id = l.id
        group by grouping sets ((d), (d, l.id))
      )
      select 'lost_sales_minor', scope, day, value::float8, greatest(0, value - spread)::float8, (value + spread)::float8,
        jsonb_build_object('units', units, 'withoutMargin', unknown)
      from by_day`,
  );
}
