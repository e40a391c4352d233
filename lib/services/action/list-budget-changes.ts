import type { Queryable } from "@/db/client";
import { decimalToMinor } from "@/lib/core/money";
import { carriesOut, setsBudgets } from "@/lib/ingest/sync/vendors";
import type { ActionState } from "./types";

/** The newest budget that was sent to a campaign, of the last two days. */
export interface BudgetChange {
  actionId: string;
  state: ActionState;
  budgetMinorPerDay: number;
  reason: string | null;
}

/** A campaign's budget, whether it can be set from here, and what became of the last time. */
export interface CampaignBudget {
  campaignId: number;
  currency: string;
  /** Null: not known. */
  budgetMinorPerDay: number | null;
  settable: boolean;
  last: BudgetChange | null;
}

/** How it stands with the daily budgets of these campaigns. Those that do not exist are left out. */
export async function listBudgetChanges(
  db: Queryable,
  campaignIds: readonly number[],
): Promise<CampaignBudget[]> {
  if (campaignIds.length === 0) return [];
  const rows = await db<
    {
      campaignId: number;
      currency: string;
      budgetMinorPerDay: number | null;
      vendor: string;
      connectionState: string;
      reachable: boolean;
      actionId: string | null;
      state: ActionState | null;
      budget: string | null;
      reason: string | null;
    }[]
  >`
    with newest as (
      select distinct on (of) * from (
        select (payload ->> 'campaignId')::int as of, id, state, payload ->> 'budgetPerDay' as budget, state_reason, created_at
        from action where kind = 'ad_budget' and created_at > now() - interval '2 days') a
      where of = any(${[...campaignIds]}) order by of, created_at desc, id desc)
    select c.id as "campaignId", c.currency, c.budget_minor_per_day as "budgetMinorPerDay", k.vendor, k.state as "connectionState",
      k.config ->> 'baseUrl' is not null and k.secret_sealed is not null as reachable,
      a.id as "actionId", a.state, a.budget, a.state_reason as reason
    from campaign c join connection k on k.id = c.connection_id left join newest a on a.of = c.id
    where c.id = any(${[...campaignIds]})`;
  return rows.map(({ vendor, connectionState, reachable, actionId, state, budget, reason, ...campaign }) => ({
    ...campaign,
    settable: connectionState !== "disconnected" && (carriesOut(vendor) ? setsBudgets(vendor) : reachable),
    last:
      actionId === null || state === null || budget === null
        ? null
        : { actionId, state, reason, budgetMinorPerDay: decimalToMinor(budget, campaign.currency) },
  }));
}
