import type { Queryable } from "@/db/client";
import type { Setting } from "./places";
import { seeded } from "./seeded";

const campaigns = [
  { id: "OR-SP", kind: "sponsored_products", name: "Bestsellers", skus: 40, share: 0.09 },
  { id: "OR-SB", kind: "sponsored_brands", name: "Christmas", skus: 15, share: 0.12 },
  { id: "OR-GS", kind: "google_shopping", name: "Home and gifts", skus: 25, share: 0.07 },
] as const;

/** The shop's listings, as they would be published from the shop's own warehouse. */
export async function simulateListings(tx: Queryable, setting: Setting): Promise<void> {
  await tx`
    insert into listing (channel_id, sku_id, external_id, price, currency, published_units, published_as_of, simulated)
    select ${setting.channelId}::smallint, k.id, k.code, k.price, 'GBP', greatest(l.on_hand, 0), l.data_as_of, true
    from sku k join stock_level l on l.sku_id = k.id and l.location_id = ${setting.locationIds[0]} where k.is_product
    on conflict (channel_id, external_id) do nothing`;
}

/** Campaigns on what sells most, with daily spend over the last ninety days of the data that follows the real sales. */
export async function simulateAds(tx: Queryable, setting: Setting): Promise<{ ads: number; days: number }> {
  const top = await tx<{ skuId: number; code: string }[]>`
    select d.sku_id as "skuId", k.code from demand_daily d join sku k on k.id = d.sku_id and k.is_product
    where d.day > (select max(day) - 90 from demand_daily) group by 1, 2 order by sum(d.revenue_base_minor) desc, k.code limit 200`;
  let ads = 0;
  let days = 0;
  let from = 0;
  for (const campaign of campaigns) {
    const [row] = await tx<{ id: number }[]>`
      insert into campaign (connection_id, external_id, channel_id, kind, name, currency, budget_minor_per_day, state_as_of, simulated)
      values (${setting.connectionId}, ${campaign.id}, ${setting.channelId}, ${campaign.kind}, ${campaign.name}, 'GBP', 25000, now(), true) returning id`;
    const chosen = top.slice(from, from + campaign.skus);
    from += campaign.skus;
    await tx`
      insert into product_ad (campaign_id, sku_id, external_id, simulated, state_as_of)
      select ${row?.id ?? 0}::int, sku, ad, true, now()
      from json_to_recordset(${JSON.stringify(chosen.map(({ skuId, code }) => ({ sku: skuId, ad: `${campaign.id}-${code}` })))}::text::json) as r (sku int, ad text)`;
    ads += chosen.length;
    days += await simulateSpend(tx, setting, row?.id ?? 0, campaign.share);
  }
  return { ads, days };
}

async function simulateSpend(
  tx: Queryable,
  { seed }: Setting,
  campaignId: number,
  share: number,
): Promise<number> {
  const sold = await tx<{ ad: number; name: string; day: string; units: number; revenue: number }[]>`
    select a.id as ad, a.external_id as name, d.day::text as day, sum(d.units)::int as units, sum(d.revenue_base_minor)::int as revenue
    from product_ad a join demand_daily d on d.sku_id = a.sku_id and d.day > (select max(day) - 90 from demand_daily)
    where a.campaign_id = ${campaignId} group by 1, 2, 3 order by 2, 3`;
  const rows = sold.map(({ ad, name, day, units, revenue }) => {
    const random = seeded(seed, `spend ${name} ${day}`);
    const spend = Math.round(revenue * share * (0.5 + random()));
    const clicks = Math.round(spend / (18 + random() * 20));
    const part = 0.1 + random() * 0.3;
    return {
      ad,
      day,
      spend,
      clicks,
      impressions: Math.round(clicks * (60 + random() * 90)),
      units: Math.floor(units * part),
      sales: Math.floor(revenue * part),
    };
  });
  await tx`
    insert into ad_spend (product_ad_id, starts_at, grain, currency, spend_minor, spend_base_minor, impressions, clicks, attributed_units,
      attributed_sales_minor, attributed_sales_base_minor, simulated)
    select ad, day::timestamptz, 'day', 'GBP', spend, spend, impressions, clicks, units, sales, sales, true
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r (ad int, day date, spend bigint, clicks int, impressions int, units int, sales bigint)`;
  return rows.length;
}
