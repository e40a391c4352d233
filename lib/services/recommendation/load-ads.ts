import type { Queryable } from "@/db/client";

/** One ad with what it spent and brought, money in minor units of the company's currency. */
export interface AdInput {
  id: number;
  externalId: string;
  skuId: number;
  state: "enabled" | "paused" | "ended";
  pausedByPlimsoll: boolean;
  toggledAt: Date | null;
  /** 10 % and 90 % of days, and the mean, of the last days it ran. */
  spendLow: number;
  spendMean: number;
  spendHigh: number;
  /** Units a day while it ran, from days whose attribution is complete; null: no spend there. */
  unitsPerDay: number | null;
}

export interface CampaignInput {
  id: number;
  name: string;
  externalId: string;
  connectionId: number;
  channelId: number | null;
  kind: string;
  currency: string;
  state: "enabled" | "paused" | "ended";
  pausedByPlimsoll: boolean;
  toggledAt: Date | null;
  stopsWhenEmpty: boolean;
  smallestPausable: "product_ad" | "campaign";
  source: string;
  /** Newest reading of its spend. */
  spendAsOf: Date | null;
  ads: AdInput[];
}

/** Days back that tell what an ad brought while its SKU could be bought, where it rests or the usual days had none. */
const longLookBackDays = 28;

/** Whether no place that serves the ad `a` had any of its SKU on a day `d`, as far as is known. */
const wasOut = (db: Queryable) => db`
  a.was_short and coalesce((select bool_and(exists (select from stock_out_span o where o.sku_id = l.sku_id and o.location_id = l.location_id
      and o.started_at <= d.day::timestamp at time zone 'UTC'
      and coalesce(o.ended_at, 'infinity') >= (d.day + 1)::timestamp at time zone 'UTC'))
    from stock_level l where l.sku_id = a.sku_id and (a.channel_id is null
      or l.location_id in (select location_id from channel_location where channel_id = a.channel_id))), false)`;

/**
 * The campaigns that advertise these SKUs, with the ads that take part in a decision: those for the SKUs, and every ad of a
 * campaign that can only be paused as a whole.
 */
export async function loadCampaigns(
  db: Queryable,
  skuIds: number[],
  lookBackDays: number,
  now: Date,
): Promise<CampaignInput[]> {
  const campaigns = await db<Omit<CampaignInput, "ads">[]>`
    select c.id, c.name, c.external_id as "externalId", c.connection_id as "connectionId", c.channel_id as "channelId", c.kind,
      c.currency, c.state, c.paused_by_action_id is not null as "pausedByPlimsoll", c.toggled_at as "toggledAt",
      t.stops_when_empty as "stopsWhenEmpty", t.smallest_pausable as "smallestPausable", k.key as source,
      coalesce(k.last_confirmed_at, k.last_event_at) as "spendAsOf"
    from campaign c
    join ad_kind t on t.code = c.kind
    join connection k on k.id = c.connection_id
    where c.state <> 'ended' and c.id in (select campaign_id from product_ad where sku_id = any(${skuIds}))`;
  const whole = campaigns.filter((campaign) => campaign.smallestPausable === "campaign").map(({ id }) => id);
  const ads = await db<(AdInput & { campaignId: number })[]>`
    with ad as materialized (
      select x.*, exists (select from stock_out_span o where o.sku_id = x.sku_id
          and (o.ended_at is null or o.ended_at >= x.until - 4 - ${longLookBackDays}::int)) as was_short
      from (
        select a.*, c.channel_id, a.state = 'paused' or c.state = 'paused' as rests, coalesce(case when a.state = 'paused' then a.toggled_at end,
          case when c.state = 'paused' then c.toggled_at end, ${now})::date as until
        from product_ad a join campaign c on c.id = a.campaign_id
        where a.state <> 'ended' and c.id = any(${campaigns.map(({ id }) => id)})
          and (a.sku_id = any(${skuIds}) or c.id = any(${whole}))
      ) x
    )
    select a.id, a.campaign_id as "campaignId", a.external_id as "externalId", a.sku_id as "skuId", a.state,
      a.paused_by_action_id is not null as "pausedByPlimsoll", a.toggled_at as "toggledAt",
      coalesce(recent.low, 0) as "spendLow", coalesce(recent.mean, 0) as "spendMean", coalesce(recent.high, 0) as "spendHigh",
      -- Sales are attributed late: units per spend come from days that are complete, three and more ago. What an ad brings is read
      -- from days on which its SKU could be bought: an ad on an empty shelf earns nothing, whatever it would bring beside stock.
      recent.mean * complete.units / nullif(complete.spend, 0) as "unitsPerDay"
    from ad a
    cross join lateral (
      select avg(spend_base_minor)::float8 as mean,
        percentile_cont(0.1) within group (order by spend_base_minor) as low,
        percentile_cont(0.9) within group (order by spend_base_minor) as high
      from ad_daily d where d.product_ad_id = a.id and d.day >= a.until - ${lookBackDays}::int and d.day < a.until
    ) recent
    cross join lateral (
      select case when spend > 0 then units else long_units end as units, case when spend > 0 then spend else long_spend end as spend
      from (
        select sum(attributed_units) filter (where d.day >= a.until - 3 - ${lookBackDays}::int and not a.rests)::float8 as units,
          sum(spend_base_minor) filter (where d.day >= a.until - 3 - ${lookBackDays}::int and not a.rests)::float8 as spend,
          sum(attributed_units)::float8 as long_units, sum(spend_base_minor)::float8 as long_spend
        from ad_daily d where d.product_ad_id = a.id and d.day < a.until - 2 and d.day >= a.until - 3 - ${longLookBackDays}::int
          and not (${wasOut(db)})
      ) d
    ) complete`;
  const byCampaign = new Map(
    campaigns.map((campaign) => [campaign.id, { ...campaign, ads: [] as AdInput[] }]),
  );
  for (const { campaignId, ...ad } of ads) byCampaign.get(campaignId)?.ads.push(ad);
  return [...byCampaign.values()].filter((campaign) => campaign.ads.length > 0);
}
