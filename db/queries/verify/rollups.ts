import type { Check } from "./check";

export const verifyDemandDays: Check = (tx) => tx`
  with sold as (
    select sku_id, location_id, channel_id, day, sum(quantity - cancelled_quantity) as units,
      coalesce(sum(amount_base_minor - cancelled_base_minor), 0) as revenue, coalesce(sum(cost_base_minor), 0) as cost, count(*) as lines,
      coalesce(sum(quantity - cancelled_quantity) filter (where amount_base_minor is null), 0) as unpriced
    from order_line where kind = 'sale' group by 1, 2, 3, 4
  )
  select format('SKU %s at location %s, channel %s, on %s: %s units, %s minor, %s lines, %s units unpriced; order lines say %s, %s, %s, %s', k.code, location_id,
      channel_id, day, coalesce(d.units, 0), coalesce(d.revenue_base_minor, 0), coalesce(d.lines, 0), coalesce(d.unpriced_units, 0),
      coalesce(s.units, 0), coalesce(s.revenue, 0), coalesce(s.lines, 0), coalesce(s.unpriced, 0)) as what,
    count(*) over ()::int as total
  from demand_daily d full join sold s using (sku_id, location_id, channel_id, day) left join sku k on k.id = sku_id
  where (coalesce(d.units, 0), coalesce(d.revenue_base_minor, 0), coalesce(d.cost_base_minor, 0), coalesce(d.lines, 0), coalesce(d.unpriced_units, 0))
    <> (coalesce(s.units, 0), coalesce(s.revenue, 0), coalesce(s.cost, 0), coalesce(s.lines, 0), coalesce(s.unpriced, 0))
  order by day, k.code limit 10`;

export const verifyAdDays: Check = (tx) => tx`
  with spent as (
    select product_ad_id, (starts_at at time zone 'UTC')::date as day, sum(spend_base_minor) as spend,
      sum(coalesce(wasted_base_minor, 0)) as wasted, sum(impressions) as impressions, sum(clicks) as clicks,
      sum(attributed_units) as units, sum(attributed_sales_base_minor) as sales
    from ad_spend group by 1, 2
  )
  select format('ad %s on %s: spend %s, wasted %s, clicks %s, sales %s minor; its rows say %s, %s, %s, %s', product_ad_id, day,
      coalesce(d.spend_base_minor, 0), coalesce(d.wasted_base_minor, 0), coalesce(d.clicks, 0), coalesce(d.attributed_sales_base_minor, 0),
      coalesce(s.spend, 0), coalesce(s.wasted, 0), coalesce(s.clicks, 0), coalesce(s.sales, 0)) as what,
    count(*) over ()::int as total
  from ad_daily d full join spent s using (product_ad_id, day)
  where (coalesce(d.spend_base_minor, 0), coalesce(d.wasted_base_minor, 0), coalesce(d.impressions, 0), coalesce(d.clicks, 0),
      coalesce(d.attributed_units, 0), coalesce(d.attributed_sales_base_minor, 0))
    <> (coalesce(s.spend, 0), coalesce(s.wasted, 0), coalesce(s.impressions, 0), coalesce(s.clicks, 0), coalesce(s.units, 0), coalesce(s.sales, 0))
  order by day, product_ad_id limit 10`;

export const verifyStatus: Check = (tx) => tx`
  select format('SKU %s at %s: the list shows %s available and %s incoming, the level has %s and %s', k.code, o.code,
      coalesce(s.available::text, 'unknown'), s.incoming, coalesce(l.available::text, 'unknown'), coalesce(l.incoming, 0)) as what,
    count(*) over ()::int as total
  from stock_status s left join stock_level l using (sku_id, location_id)
  join sku k on k.id = s.sku_id join location o on o.id = s.location_id
  where (s.available is distinct from l.available or s.incoming <> coalesce(l.incoming, 0))
    and not exists (select from sku_to_refresh r where r.sku_id = s.sku_id)
  order by k.code, o.code limit 10`;
