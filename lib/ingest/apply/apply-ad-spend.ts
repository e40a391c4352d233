import { minorDigits } from "@/lib/core/money";
import { campaignsByExternalId } from "./ads";
import type { KindApplier } from "./contract";
import { minorOf } from "./minor";
import { applied, codesIn, sorter, textOf } from "./refs";

export const applyAdSpend: KindApplier = {
  identify: ({ campaign, adId, startsAt }) => `${campaign}|${adId}|${startsAt}`,
  apply: async (tx, context, items) => {
    const campaigns = await campaignsByExternalId(tx, context.connectionId, codesIn(items, "campaign"));
    const ads = await tx<{ key: string; id: number }[]>`
      select c.external_id || '|' || a.external_id as key, a.id from product_ad a join campaign c on c.id = a.campaign_id
      where c.id = any(${[...campaigns.values()].map(({ id }) => id)}::int[]) and a.external_id = any(${codesIn(items, "adId")})`;
    const adIds = new Map(ads.map(({ key, id }) => [key, id]));
    const { reject, rejects } = sorter();
    const rows = items.flatMap(({ line, record }) => {
      const campaign = campaigns.get(String(record.campaign));
      const ad = adIds.get(`${record.campaign}|${record.adId}`);
      if (!campaign) reject(line, "unknown_campaign", textOf(record, "campaign"));
      else if (!ad) reject(line, "unknown_ad", textOf(record, "adId"));
      if (!campaign || !ad) return [];
      const currency = textOf(record, "currency") ?? campaign.currency;
      const count = (field: string) => (typeof record[field] === "number" ? record[field] : 0);
      return [
        {
          line,
          ad,
          at: record.startsAt,
          grain: record.grain ?? "day",
          currency,
          spend: minorOf(record.spend, currency),
          sales: record.attributedSales == null ? 0 : minorOf(record.attributedSales, currency),
          scale: 10 ** (minorDigits(context.baseCurrency) - minorDigits(currency)),
          impressions: count("impressions"),
          clicks: count("clicks"),
          units: count("attributedUnits"),
        },
      ];
    });
    if (rows.length === 0) return applied(new Map(), rejects);
    const rated = await tx<{ line: number; rate: string | null }[]>`
      select r.line, case when r.currency = ${context.baseCurrency} then '1' else (
        select to_base::text from fx_rate f where f.currency = r.currency and f.day <= r.at::date order by f.day desc limit 1) end as rate
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as r (line bigint, currency text, at timestamptz)`;
    const rates = new Map(rated.map(({ line, rate }) => [line, rate]));
    for (const { line, currency } of rows) if (rates.get(line) == null) reject(line, "no_rate", currency);
    const good = rows
      .filter(({ line }) => rates.get(line) != null)
      .map((row) => ({ ...row, rate: rates.get(row.line) }));
    await tx`
      insert into ad_spend (product_ad_id, starts_at, grain, currency, spend_minor, spend_base_minor, impressions, clicks,
        attributed_units, attributed_sales_minor, attributed_sales_base_minor, read_at, simulated)
      select ad, at, grain, currency, spend, round(spend * rate * scale), impressions, clicks, units, sales, round(sales * rate * scale),
        ${context.now}, ${context.simulated}
      from json_to_recordset(${JSON.stringify(good)}::text::json) as r (ad int, at timestamptz, grain text, currency text, spend bigint, sales bigint,
        scale numeric, rate numeric, impressions int, clicks int, units int)
      order by ad, at
      on conflict (product_ad_id, starts_at) do update set grain = excluded.grain, currency = excluded.currency,
        spend_minor = excluded.spend_minor, spend_base_minor = excluded.spend_base_minor, impressions = excluded.impressions,
        clicks = excluded.clicks, attributed_units = excluded.attributed_units,
        attributed_sales_minor = excluded.attributed_sales_minor, attributed_sales_base_minor = excluded.attributed_sales_base_minor,
        wasted_base_minor = null, read_at = excluded.read_at`;
    return applied(new Map(good.map(({ line, ad }) => [line, ad])), rejects);
  },
};
