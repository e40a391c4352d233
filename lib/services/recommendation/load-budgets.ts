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
  /** All its running ads together. */
  spendMinorPerDay: number;
  /** Margin of the sales that it brings; sales whose margin is unknown count nothing. */
  marginMinorPerDay: number;
  /** SKUs of it without a margin. */
  withoutMargin: number;
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
      select ad.campaign_id, ad.id, ad.sku_id, d.day, d.spend_base_minor::float8 as spend, d.attributed_units::float8 as units,
        d.day >= ${now}::date - ${rules.lookBackDays}::int as recent, d.day < ${now}::date - ${incompleteDays - 1}::int as complete
      from ad join ad_daily d on d.product_ad_id = ad.id and d.day >= ${now}::date - ${historyDays}::int and d.day < ${now}::date),
    margin as (
      select sku_id, sum(margin_base_minor * (coalesce(forecast_units_per_day, 0) + 1e-6)) / sum(coalesce(forecast_units_per_day, 0) + 1e-6) as minor
      from stock_status where margin_base_minor is not null and sku_id in (select sku_id from ad) group by 1),
    of_ad as (
      select campaign_id, id, sku_id, sum(spend) filter (where recent) / ${rules.lookBackDays}::int as spend,
        sum(units) filter (where complete and day >= ${now}::date - ${rules.lookBackDays + incompleteDays}::int)
          / nullif(sum(spend) filter (where complete and day >= ${now}::date - ${rules.lookBackDays + incompleteDays}::int), 0) as units_per_minor
      from day group by 1, 2, 3),
    total as (
      select a.campaign_id, coalesce(sum(a.spend), 0) as spend, coalesce(sum(a.spend * a.units_per_minor * greatest(m.minor, 0)), 0) as margin,
        count(distinct a.sku_id) filter (where m.minor is null)::int as without_margin
      from of_ad a left join margin m on m.sku_id = a.sku_id group by 1),
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
      coalesce(t.spend, 0)::float8 as "spendMinorPerDay", coalesce(t.margin, 0)::float8 as "marginMinorPerDay",
      coalesce(t.without_margin, 0) as "withoutMargin", h.slope, coalesce(h.days, 0) as days, h.spread
    from campaign c cross join company y join connection k on k.id = c.connection_id
    left join total t on t.campaign_id = c.id left join history h on h.campaign_id = c.id
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

/** Known, reachable, and not set within the last day. */
export const isSettable = (budget: CampaignBudget, now: Date): boolean =>
  budget.isReachable &&
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
