import type { Tx } from "@/db/client";
import { type DayRange, storeKpis } from "../store-kpis";
import { incompleteAttributionDays } from "./compute";

/**
 * Ad spend, waste, ad sales and the ratios of each day (UTC), in all and by channel. Ratios as shares, ROAS as a multiple. The
 * last days, whose sales the platforms still add to, are marked incomplete, and so are days with sales whose price is not known yet. Needs revenue_minor of the same days.
 */
export function storeAdRatios(tx: Tx, days: DayRange, now: Date): Promise<void> {
  return storeKpis(
    tx,
    now,
    tx`
      select m.metric, a.scope, a.day, m.value::float8, null::float8, null::float8,
        jsonb_build_object('spendMinor', spend, 'adSalesMinor', sales, 'allSalesMinor', r.value, 'wastedMinor', wasted,
          'incomplete', a.day > ${now}::date - ${incompleteAttributionDays}::int or coalesce(r.parts ? 'unpricedUnits', false))
      from (
        select d.day, case when grouping(c.channel_id) = 0 then 'channel:' || c.channel_id else 'all' end as scope,
          sum(d.spend_base_minor)::float8 as spend, sum(d.wasted_base_minor)::float8 as wasted,
          sum(d.attributed_sales_base_minor)::float8 as sales
        from ad_daily d join product_ad p on p.id = d.product_ad_id join campaign c on c.id = p.campaign_id
        where d.day between ${days.from} and ${days.to}
        group by grouping sets ((d.day), (d.day, c.channel_id))
      ) a
      left join kpi_daily r on r.metric = 'revenue_minor' and r.scope = a.scope and r.day = a.day
      cross join lateral (values
        ('ad_spend_minor', spend), ('ad_wasted_minor', wasted), ('ad_sales_minor', sales),
        ('acos', spend / nullif(sales, 0)), ('roas', sales / nullif(spend, 0)), ('tacos', spend / nullif(r.value, 0))
      ) m (metric, value)
      where a.scope is not null`,
  );
}
