import type { Queryable } from "@/db/client";
import { minorDigits } from "@/lib/core/money";
import type { DecisionFacts } from "./judge";
import { actionKinds, type GovernedKind } from "./kinds";
import type { Scope } from "./scope";

/** What of a step is looked at; steps of recommendations and direct actions both have this form. */
export interface GovernedStep {
  kind: string;
  skuId?: number;
  laneId?: number;
  originId?: number;
  destinationId?: number;
  quantityUnits?: number;
  freightMinor?: number;
  campaignId?: number;
  productAdId?: number | null;
  purpose?: string;
  fromMinorPerDay?: number | null;
  budgetMinorPerDay?: number;
  listingId?: number;
  units?: number;
  fromUnits?: number | null;
}

interface StepRow {
  decision: number;
  kind: GovernedKind;
  /** Of a campaign, whose budget is in its own minor units; null: of anything else. */
  budgetCurrency: string | null;
  valueMinor: number | null;
  units: number;
  category: string | null;
  channel: string | null;
  locations: string[];
}

/** Days whose mean spend stands for a day's spend. */
const spendDays = 7;

type Team = NonNullable<Scope["team"]>;

/**
 * What a decision is judged by: its kinds, places, units and money, in the company's currency. Money is what it moves: of a
 * transfer the goods at cost and their freight, of an ad's switch a day's spend, of a budget its change a day (taking it back later
 * is no further one), of a published quantity nothing. Unknown cost makes the money of the whole unknown (null).
 */
export async function factsOfSteps(
  db: Queryable,
  team: Team,
  steps: readonly GovernedStep[],
  now = new Date(),
): Promise<DecisionFacts> {
  const [facts] = await factsOfDecisions(db, [{ team, steps }], now);
  return facts ?? factsOf(team, []);
}

/** The same of many decisions in one statement, in their order. */
export async function factsOfDecisions(
  db: Queryable,
  decisions: readonly { team: Team; steps: readonly GovernedStep[] }[],
  now = new Date(),
): Promise<DecisionFacts[]> {
  const governed = decisions.flatMap(({ steps }, decision) =>
    steps
      .filter((step) => actionKinds.some((kind) => kind === step.kind))
      .map((step) => ({ ...step, decision })),
  );
  const [company] = await db<{ currency: string }[]>`select base_currency as currency from company`;
  const base = company?.currency ?? "USD";
  const digits = minorDigits(base);
  const found = await db<StepRow[]>`
    with step as (
      select * from jsonb_to_recordset(${db.json(governed as never)}) s (decision int, kind text, "skuId" int, "originId" int, "destinationId" int,
        "quantityUnits" int, "freightMinor" float8, "campaignId" int, "productAdId" int, purpose text, "fromMinorPerDay" float8,
        "budgetMinorPerDay" float8, "listingId" int, units int, "fromUnits" int)
    ), rate as (
      select distinct on (currency) currency, to_base::float8 as to_base from fx_rate where day <= ${now}::date order by currency, day desc
    )
    select s.decision, s.kind, case s.kind when 'ad_budget' then c.currency end as "budgetCurrency",
      case s.kind
        when 'transfer' then s."quantityUnits" * k.unit_cost::float8 * ${10 ** digits} * case when k.currency = ${base} then 1 else kr.to_base end
          + coalesce(s."freightMinor", 0)
        when 'ad_budget' then case when s.purpose = 'restore' then 0 else 1 end * abs(s."budgetMinorPerDay" - coalesce(s."fromMinorPerDay", 0)) * case when c.currency = ${base} then 1 else cr.to_base end
        when 'publish_quantity' then 0
        else coalesce((
          select sum(d.spend_base_minor)::float8 / ${spendDays} from product_ad a join ad_daily d on d.product_ad_id = a.id
          where a.campaign_id = s."campaignId" and a.id = coalesce(s."productAdId", a.id) and d.day >= ${now}::date - ${spendDays}::int and d.day < ${now}::date), 0)
      end as "valueMinor",
      case s.kind when 'transfer' then s."quantityUnits" when 'publish_quantity' then abs(s.units - coalesce(s."fromUnits", 0)) else 0 end as units,
      coalesce(k.category, ak.category, lk.category) as category, coalesce(ch.code, lc.code) as channel,
      array(select code from location l where l.id in (s."originId", s."destinationId")) as locations
    from step s
    -- Looked up one by one: of few steps the planner knows no number, and read every product and listing.
    left join lateral (select category, unit_cost, currency from sku where id = s."skuId" and s.kind = 'transfer' limit 1) k on true
    left join rate kr on kr.currency = k.currency
    left join campaign c on c.id = s."campaignId"
    left join rate cr on cr.currency = c.currency
    left join channel ch on ch.id = c.channel_id
    left join lateral (
      select k.category from product_ad a join sku k on k.id = a.sku_id where a.id = s."productAdId" limit 1) ak on true
    left join lateral (
      select k.category, l.channel_id from listing l join sku k on k.id = l.sku_id where l.id = s."listingId" limit 1) lk on true
    left join channel lc on lc.id = lk.channel_id`;
  const byDecision = new Map<number, Omit<StepRow, "decision" | "budgetCurrency">[]>();
  for (const { decision, budgetCurrency, valueMinor, ...row } of found) {
    const isConverted = valueMinor === null || budgetCurrency === null;
    const minor = isConverted ? valueMinor : valueMinor * 10 ** (digits - minorDigits(budgetCurrency));
    byDecision.set(decision, [...(byDecision.get(decision) ?? []), { ...row, valueMinor: minor }]);
  }
  return decisions.map(({ team }, decision) => factsOf(team, byDecision.get(decision) ?? []));
}

function factsOf(team: Team, rows: readonly Omit<StepRow, "decision" | "budgetCurrency">[]): DecisionFacts {
  const each = (of: (row: (typeof rows)[number]) => string | null) => [
    ...new Set(rows.flatMap((row) => of(row) ?? [])),
  ];
  return {
    kinds: [...new Set(rows.map((row) => row.kind))],
    place: {
      team,
      categories: each((row) => row.category),
      channels: each((row) => row.channel),
      locations: [...new Set(rows.flatMap((row) => row.locations))],
    },
    valueMinor: rows.some((row) => row.valueMinor === null)
      ? null
      : Math.round(rows.reduce((sum, row) => sum + (row.valueMinor ?? 0), 0)),
    units: rows.reduce((sum, row) => sum + row.units, 0),
  };
}
