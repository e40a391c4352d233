import type { Tx } from "@/db/client";
import { chance, whole } from "./chance";
import type { WorkspaceSize } from "./sizes";

/** Campaigns of all kinds, four ads in each, and what they spent. */
export async function makeAds(tx: Tx, size: WorkspaceSize): Promise<void> {
  await tx.unsafe(`
    insert into campaign (connection_id, external_id, channel_id, kind, name, currency, budget_minor_per_day, state_as_of, simulated)
    select 10, 'BC-' || n, c.id, (array['sponsored_products', 'sponsored_brands', 'google_shopping', 'meta_advantage_plus', 'tiktok_shop'])[1 + n % 5], 'Bench campaign ' || n,
      c.currency, 20000, now(), true
    from generate_series(1, ${size.campaigns}) n join channel c on c.id = 1 + n % 8`);
  await tx.unsafe(`
    insert into product_ad (campaign_id, sku_id, external_id, state_as_of, simulated)
    select c.id, (1 + floor(${size.skus} * ${chance("n", 60)} ^ 2))::int, 'BA-' || n, now(), true
    from generate_series(1, ${size.productAds}) n join campaign c on c.external_id = 'BC-' || (1 + (n - 1) % ${size.campaigns})`);
  await tx.unsafe(`
    insert into ad_spend (product_ad_id, starts_at, grain, currency, spend_minor, spend_base_minor, impressions, clicks, attributed_units, attributed_sales_minor,
      attributed_sales_base_minor, simulated)
    select p.id, r.at, r.grain, c.currency, spend, round(spend * case c.currency when 'EUR' then 1.09 when 'GBP' then 1.28 when 'TWD' then 0.0312 when 'SGD' then 0.75 else 1 end),
      spend * 3, spend / 40, units, units * 2500, units * 2500, true
    from product_ad p join campaign c on c.id = p.campaign_id
    cross join lateral (
      select date_trunc('hour', now()) - interval '1 hour' * (n + 1) as at, 'hour' as grain, ${whole("p.id * 512 + n", 61, 0, 300)} as spend, (${chance("p.id * 512 + n", 62)} < 0.1)::int as units
      from generate_series(0, ${size.spendHours - 1}) n
      union all
      select date_trunc('day', now()) - interval '1 day' * (n + 4), 'day', ${whole("p.id * 512 + 256 + n", 61, 0, 6000)}, ${whole("p.id * 512 + 256 + n", 62, 0, 4)}
      from generate_series(0, ${size.spendDays - 1}) n
    ) r`);
}
