import type { Tx } from "@/db/client";
import { type DayRange, storeKpis } from "../store-kpis";

/** What of the policy the cost depends on. Error costs in minor units of the company's currency. */
export interface FragmentationRules {
  carryingRatePerYear: { low: number; mid: number; high: number };
  errorMinorPerOrder: { low: number; mid: number; high: number };
}

/**
 * Cost of fragmentation of each day with its four lines (in the parts, each low, mid and high), as fragmentation() defines it.
 * Needs the day's lost sales, excess, wasted spend and order checks; a line that is not known counts as 0 and is named.
 */
export function storeFragmentation(
  tx: Tx,
  days: DayRange,
  rules: FragmentationRules,
  now: Date,
): Promise<void> {
  const { carryingRatePerYear: rate, errorMinorPerOrder: error } = rules;
  return storeKpis(
    tx,
    now,
    tx`
      with line as (
        select d::date as day, l.name, coalesce(l.low, 0) as low, coalesce(l.mid, 0) as mid, coalesce(l.high, 0) as high, l.mid is null as is_unknown
        from generate_series(${days.from}::date, ${days.to}::date, interval '1 day') d
        left join kpi_daily lost on lost.metric = 'lost_sales_minor' and lost.scope = 'all' and lost.day = d::date
        left join kpi_daily excess on excess.metric = 'excess_minor' and excess.scope = 'all' and excess.day = d::date
        left join kpi_daily wasted on wasted.metric = 'ad_wasted_minor' and wasted.scope = 'all' and wasted.day = d::date
        left join kpi_daily accuracy on accuracy.metric = 'order_accuracy' and accuracy.scope = 'all' and accuracy.day = d::date
        left join lateral (
          select sum(s.spend_base_minor) as minor from ad_spend s
          where s.starts_at >= d and s.starts_at < d + interval '1 day' and s.wasted_base_minor is null
        ) unknown on true
        cross join lateral (values
          ('lostSales', lost.low, lost.value, lost.high),
          ('excessCarrying', excess.value * ${rate.low}::float8 / 365, excess.value * ${rate.mid}::float8 / 365, excess.value * ${rate.high}::float8 / 365),
          ('wastedSpend', wasted.value, wasted.value, wasted.value + coalesce(unknown.minor, 0)),
          ('errors', (accuracy.parts ->> 'wrong')::float8 * ${error.low}::float8, (accuracy.parts ->> 'wrong')::float8 * ${error.mid}::float8,
            (accuracy.parts ->> 'wrong')::float8 * ${error.high}::float8)
        ) l (name, low, mid, high)
      )
      select 'fragmentation_minor', 'all', day, sum(mid), sum(low), sum(high),
        jsonb_object_agg(name, jsonb_build_object('low', round(low), 'mid', round(mid), 'high', round(high), 'unknown', is_unknown))
      from line group by day having not bool_and(is_unknown)`,
  );
}
