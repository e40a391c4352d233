import type { Queryable } from "@/db/client";
import { minorDigits } from "@/lib/core/money";
import { type Elasticity, elasticityOf } from "@/lib/decisions/ads/response";
import { carriesOut, setsBudgets } from "@/lib/ingest/sync/vendors";
import type { PolicyRules } from "@/lib/services/policy/rules";

/** What a campaign may spend, spends and earns a day. Money in minor units of the company's currency unless said. */
export interface CampaignBudget {
  campaignId: number;
  name: string;
  externalId: string;
  connectionId: number;
  channelId: number | null;
  /** Its own currency, and what one minor unit of it is worth in the company's. */
  currency: string;
  toBase: number;
  /** In its own currency; null: not known. */
  budgetMinorPerDay: number | null;
  /** Something carries budgets to its platform. */
  isReachable: boolean;
  /** When it was last set from here; null: never. */
  setAt: Date | null;
  /** A step that will set it, such as one that restores it, is still to begin. */
  hasStepsAhead: boolean;
  /** All its running ads together. */
  spendMinorPerDay: number;
  /** Margin of the sales that it brings and stock can serve; sales whose margin or stock is unknown count nothing. */
  marginMinorPerDay: number;
  /** Units a day that the platform attributes to it. */
  unitsPerDay: number;
  /** Units of its SKUs beyond what they sell anyway, at the places that serve its channel. */
  spareUnits: number;
  /** Part of its spend that goes to SKUs with such units. */
  spareShare: number;
  /** The SKU with most of them. */
  spareSku: string | null;
  /** Impressions of the two days before today ÷ those of the two weeks before them, a day; null: none then. */
  impressionsRatio: number | null;
  /** SKUs of it whose margin or stock is not known. */
  unknownSkus: number;
  elasticity: Elasticity;
}

/** Days whose spend and sales the response is fitted to. */
const historyDays = 56;
/** The last days whose sales are still being attributed: they are left out. */
export const incompleteDays = 3;
/** Hours between two budgets of a campaign. */
const hoursBetweenBudgets = 24;
/** From this part of its budget on a campaign counts as spending all of it. */
const usedUpShare = 0.85;

/** The budgets of these campaigns, or of all that run. */
export async function loadBudgets(
  db: Queryable,
  campaignIds: readonly number[] | "all",
  rules: PolicyRules["ads"],
  now: Date,
): Promise<Map<number, CampaignBudget>> {
  if (campaignIds !== "all" && campaignIds.length === 0) return new Map();
  const among = campaignIds === "all" ? db`true` : db`c.id = any(${[...campaignIds]})`;
  const rows = await db<Row[]>`
    with company as (select base_currency as currency from company),
    ad as (
      select p.id, p.sku_id, c.id as campaign_id from product_ad p join campaign c on c.id = p.campaign_id
      where c.state = 'enabled' and p.state = 'enabled' and ${among}),
    day as (
      select ad.campaign_id, ad.id, ad.sku_id, d.day, d.spend_base_minor::float8 as spend, d.attributed_units::float8 as units, d.impressions::float8 as impressions,
        d.day >= ${now}::date - ${rules.lookBackDays}::int as recent, d.day < ${now}::date - ${incompleteDays - 1}::int as complete
      from ad join ad_daily d on d.product_ad_id = ad.id and d.day >= ${now}::date - ${historyDays}::int and d.day < ${now}::date),
    margin as (
      select sku_id, sum(margin_base_minor * (coalesce(forecast_units_per_day, 0) + 1e-6)) / sum(coalesce(forecast_units_per_day, 0) + 1e-6) as minor
      from stock_status where margin_base_minor is not null and sku_id in (select sku_id from ad) group by 1),
    -- A sale by the ad is no gain where the unit would be sold without it before new stock comes.
    stock as (
      select d.campaign_id, d.sku_id, sum(s.excess_units)::float8 as excess,
        case when bool_and(s.available is null) then null when sum(greatest(s.available, 0)) <= 0 then 1 else coalesce(min(s.stockout_probability) filter (where s.available > 0), 0) end as gone
      from (select distinct campaign_id, sku_id from ad) d join campaign c on c.id = d.campaign_id
      join stock_status s on s.sku_id = d.sku_id
        and (c.channel_id is null or s.location_id in (select location_id from channel_location l where l.channel_id = c.channel_id))
      group by 1, 2),
    of_ad as (
      select campaign_id, id, sku_id, sum(spend) filter (where recent) / ${rules.lookBackDays}::int as spend,
        sum(units) filter (where complete and day >= ${now}::date - ${rules.lookBackDays + incompleteDays}::int)
          / nullif(sum(spend) filter (where complete and day >= ${now}::date - ${rules.lookBackDays + incompleteDays}::int), 0) as units_per_minor
      from day group by 1, 2, 3),
    total as (
      select a.campaign_id, coalesce(sum(a.spend), 0) as spend, coalesce(sum(a.spend * a.units_per_minor * greatest(m.minor, 0) * (1 - v.gone)), 0) as margin,
        coalesce(sum(a.spend * a.units_per_minor), 0) as units,
        count(distinct a.sku_id) filter (where m.minor is null or v.gone is null)::int as unknown_skus,
        coalesce(sum(a.spend) filter (where v.excess > 0) / nullif(sum(a.spend), 0), 0) as spare_share
      from of_ad a left join margin m on m.sku_id = a.sku_id
      left join stock v on v.campaign_id = a.campaign_id and v.sku_id = a.sku_id group by 1),
    seen as (
      select campaign_id, sum(impressions) filter (where not complete) / ${incompleteDays - 1}::int
        / nullif(sum(impressions) filter (where complete and day >= ${now}::date - ${incompleteDays + 13}::int) / 14, 0) as ratio
      from day group by 1),
    spare as (
      select v.campaign_id, sum(v.excess) as units, (array_agg(k.code order by v.excess desc, k.code))[1] as sku
      from stock v join sku k on k.id = v.sku_id where v.excess > 0 group by 1),
    history as (
      select campaign_id, regr_slope(ln(units), ln(spend)) as slope, count(*)::int as days, stddev_pop(ln(spend)) as spread
      from (select campaign_id, day, sum(spend) as spend, sum(units) as units from day where complete group by 1, 2) d
      where spend > 0 and units > 0 group by 1)
    select c.id as "campaignId", c.name, c.external_id as "externalId", c.connection_id as "connectionId", c.channel_id as "channelId", c.currency,
      c.budget_minor_per_day as "budgetMinorPerDay", y.currency as "baseCurrency",
      case when c.currency = y.currency then 1 else (select to_base::float8 from fx_rate r
        where r.currency = c.currency and r.day <= ${now}::date order by day desc limit 1) end as rate,
      k.vendor, k.state as "connectionState", k.config ->> 'baseUrl' is not null and k.secret_sealed is not null as reachable,
      (select max(a.created_at) from action a where a.kind = 'ad_budget' and (a.payload ->> 'campaignId')::int = c.id
        and a.state not in ('cancelled', 'refused')) as "setAt",
      exists (select from recommendation_step e where e.state in ('waiting', 'scheduled') and (e.step ->> 'campaignId')::int = c.id) as "hasStepsAhead",
      coalesce(t.spend, 0)::float8 as "spendMinorPerDay", coalesce(t.margin, 0)::float8 as "marginMinorPerDay",
      coalesce(t.units, 0)::float8 as "unitsPerDay", coalesce(p.units, 0)::float8 as "spareUnits", coalesce(t.spare_share, 0)::float8 as "spareShare",
      p.sku as "spareSku", i.ratio::float8 as "impressionsRatio", coalesce(t.unknown_skus, 0) as "unknownSkus", h.slope, coalesce(h.days, 0) as days, h.spread
    from campaign c cross join company y join connection k on k.id = c.connection_id
    left join total t on t.campaign_id = c.id left join history h on h.campaign_id = c.id left join spare p on p.campaign_id = c.id left join seen i on i.campaign_id = c.id
    where c.state = 'enabled' and ${among}`;
  return new Map(
    rows.flatMap(
      ({ rate, baseCurrency, vendor, connectionState, reachable, slope, days, spread, ...row }) => {
        if (rate === null) return [];
        const toBase = rate * 10 ** (minorDigits(baseCurrency) - minorDigits(row.currency));
        const isReachable =
          connectionState !== "disconnected" && (carriesOut(vendor) ? setsBudgets(vendor) : reachable);
        const elasticity = elasticityOf({ slope, days, spread }, rules.responseElasticity);
        return [[row.campaignId, { ...row, toBase, isReachable, elasticity }]];
      },
    ),
  );
}

type Row = Omit<CampaignBudget, "toBase" | "isReachable" | "elasticity"> & {
  baseCurrency: string;
  rate: number | null;
  vendor: string;
  connectionState: string;
  reachable: boolean;
  slope: number | null;
  days: number;
  spread: number | null;
};

/** Known, reachable, not set within the last day, and not about to be set by a step of an earlier decision. */
export const isSettable = (budget: CampaignBudget, now: Date): boolean =>
  budget.isReachable &&
  !budget.hasStepsAhead &&
  budget.budgetMinorPerDay !== null &&
  budget.budgetMinorPerDay > 0 &&
  (budget.setAt === null || now.getTime() - budget.setAt.getTime() >= hoursBetweenBudgets * 3_600_000);

/** It spends about all that it may, so that more would be spent. */
export const isUsedUp = ({ budgetMinorPerDay, spendMinorPerDay, toBase }: CampaignBudget): boolean =>
  budgetMinorPerDay !== null && spendMinorPerDay >= usedUpShare * budgetMinorPerDay * toBase;

/** What a throttled campaign may spend, in its own currency: a part of what it spends, which may be less than it may. */
export function throttled(budget: CampaignBudget, share: number): number {
  const { budgetMinorPerDay, spendMinorPerDay, toBase, currency } = budget;
  const spends = Math.min(budgetMinorPerDay ?? 0, spendMinorPerDay / toBase);
  return Math.max(10 ** minorDigits(currency), Math.round(spends * share));
}
