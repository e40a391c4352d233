import type { Queryable } from "../client";

/** A campaign whose budget a decision has set, or is about to, with what comes next. Money in its own currency. */
export interface AdBudgetStep {
  campaignId: number;
  campaignName: string;
  currency: string;
  /** As last read; null: not known. */
  budgetMinorPerDay: number | null;
  /** What was done to it last by the same decision; null: nothing the platform has shown so far. */
  done: "throttle" | "lower" | "raise" | "restore" | null;
  /** A change by the same decision is on its way there. */
  underWay: boolean;
  /** What comes next. */
  next: "throttle" | "lower" | "raise" | "restore";
  nextMinorPerDay: number;
  nextState: "waiting" | "scheduled";
  /** Null: as soon as it is approved. */
  dueAt: Date | null;
  /** It waits for goods. */
  afterGoods: boolean;
  /** Why it was put off, as a code. */
  reason: string | null;
  recommendationId: number;
  skuCode: string | null;
}

/** Campaigns whose budget a step of a decision is still to set, what is due first on top. */
export function adBudgetSteps(db: Queryable): Promise<AdBudgetStep[]> {
  return db<AdBudgetStep[]>`
    with ahead as (
      select distinct on ((s.step ->> 'campaignId')::int) (s.step ->> 'campaignId')::int as campaign_id, s.*
      from recommendation_step s
      where s.state in ('waiting', 'scheduled') and s.step ->> 'kind' = 'ad_budget'
      order by (s.step ->> 'campaignId')::int, s.due_at nulls first, s.place)
    select c.id as "campaignId",
      case when exists (select from campaign o where o.name = c.name and o.id <> c.id) then c.name || ', ' || c.external_id
        else c.name end as "campaignName", c.currency, c.budget_minor_per_day as "budgetMinorPerDay",
      case when d.state = 'verified' then d.purpose end as done,
      coalesce(d.state in ('queued', 'sending', 'accepted', 'undoing'), false) as "underWay",
      a.step ->> 'purpose' as next, (a.step ->> 'budgetMinorPerDay')::bigint as "nextMinorPerDay", a.state as "nextState",
      a.due_at as "dueAt", a.after_step is not null as "afterGoods", a.reason, a.recommendation_id as "recommendationId", k.code as "skuCode"
    from ahead a join campaign c on c.id = a.campaign_id join recommendation r on r.id = a.recommendation_id
    left join sku k on k.id = r.sku_id
    left join lateral (
      select d.step ->> 'purpose' as purpose, x.state from recommendation_step d left join action x on x.id = d.action_id
      where d.recommendation_id = a.recommendation_id and d.state = 'started' and d.step ->> 'campaignId' = a.step ->> 'campaignId'
        and d.step ->> 'kind' = 'ad_budget' order by d.place desc limit 1) d on true
    order by a.due_at nulls first, c.name, c.id limit 50`;
}
