import type { Tx } from "@/db/client";
import { type DayRange, storeKpis } from "../store-kpis";

/** Days that turnover averages over: a quarter, so that a season does not swing it. */
const turnoverDays = 91;

/**
 * Units, revenue and cost of goods of each day: everything, by channel, by location. Amounts in the company's currency.
 * Revenue is that of units whose price is known; where some are not, it says how many.
 */
export function storeSales(tx: Tx, days: DayRange, now: Date): Promise<void> {
  return storeKpis(
    tx,
    now,
    tx`
      select m.metric, case when by_channel = 0 then 'channel:' || channel_id when by_location = 0 then 'location:' || location_id else 'all' end,
        day, m.value::float8, null::float8, null::float8,
        case when m.metric = 'revenue_minor' and unpriced <> 0 then jsonb_build_object('unpricedUnits', unpriced) end
      from (
        select day, channel_id, location_id, grouping(channel_id) as by_channel, grouping(location_id) as by_location,
          sum(units) as units, sum(unpriced_units) as unpriced, sum(revenue_base_minor) as revenue, sum(cost_base_minor) as cost
        from demand_daily where day between ${days.from} and ${days.to}
        group by grouping sets ((day), (day, channel_id), (day, location_id))
      ) d
      cross join lateral (values ('units_sold', units), ('revenue_minor', revenue), ('cogs_minor', cost)) m (metric, value)`,
  );
}

/**
 * Stock at cost at the end of each day, by location and in all: what it is now less what came and went since, at today's
 * unit costs. Only the moves of these days are read.
 */
export function storeStockValue(tx: Tx, days: DayRange, now: Date): Promise<void> {
  return storeKpis(
    tx,
    now,
    tx`
      with present as (
        select location_id, sum(stock_value_base_minor)::float8 as value from stock_status group by 1
      ), change as (
        select p.location_id, (m.occurred_at at time zone 'UTC')::date as day, sum(x.sign * m.quantity * s.unit_cost_base_minor)::float8 as value
        from stock_move m
        cross join lateral (values (m.to_place_id, 1), (m.from_place_id, -1)) x (place_id, sign)
        join place p on p.id = x.place_id and p.kind in ('stock', 'unavailable')
        join stock_status s on s.sku_id = m.sku_id and s.location_id = p.location_id
        where m.occurred_at >= ${days.from}::date and m.occurred_at <= ${now} group by 1, 2
      ), by_day as (
        select p.location_id, d.day::date as day,
          p.value - coalesce(sum(c.value) over (partition by p.location_id order by d.day desc), 0) + coalesce(c.value, 0) as value
        from present p
        cross join generate_series(${days.from}::date, greatest(${days.to}::date, ${now}::date), interval '1 day') d (day)
        left join change c on c.location_id = p.location_id and c.day = d.day::date
      )
      select 'stock_value_minor', case when grouping(location_id) = 0 then 'location:' || location_id else 'all' end, day,
        sum(value), null::float8, null::float8, null::jsonb
      from by_day where day <= ${days.to}::date group by grouping sets ((day), (day, location_id))`,
  );
}

/** Turns a year over the quarter that ends on each day; nothing until four weeks of both figures are there. */
export function storeTurnover(tx: Tx, days: DayRange, now: Date): Promise<void> {
  return storeKpis(
    tx,
    now,
    tx`
      select 'turnover', scope, day, cost / days * 365 / nullif(average, 0), null::float8, null::float8,
        jsonb_build_object('costOfGoodsMinor', round(cost), 'averageStockMinor', round(average), 'days', days)
      from (
        select v.scope, v.day, avg(v.value) over w as average, sum(coalesce(c.value, 0)) over w as cost, count(*) over w as days
        from kpi_daily v
        left join kpi_daily c on c.metric = 'cogs_minor' and c.scope = v.scope and c.day = v.day
        where v.metric = 'stock_value_minor' and v.day between ${days.from}::date - ${turnoverDays}::int and ${days.to}
        window w as (partition by v.scope order by v.day rows between ${turnoverDays - 1} preceding and current row)
      ) t
      where day >= ${days.from} and days >= 28 and average > 0`,
  );
}
