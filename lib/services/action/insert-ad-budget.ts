import { announce } from "@/db/announce";
import type { Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { Conflict, NotFound } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { say } from "@/lib/core/say";
import { carriesOut, setsBudgets } from "@/lib/ingest/sync/vendors";
import type { Actor } from "../_shared/actor";
import type { Expected } from "./share-value";
import type { BudgetPayload } from "./types";

export interface NewBudget {
  /** Exact decimals in the campaign's currency. */
  budgetPerDay: string;
  /** What it is now; null: whatever it is. */
  expectedBudgetPerDay: string | null;
  undoOf?: string;
  /** The decision it belongs to, and what it is expected to be worth. */
  recommendationId?: number;
  expected?: Expected | null;
}

export interface BudgetRow {
  id: number;
  name: string;
  externalId: string;
  currency: string;
  budgetMinorPerDay: number | null;
  connectionId: number;
  platform: string;
  vendor: string;
  state: string;
  reachable: boolean;
}

/** A campaign, its row locked until the transaction ends. Throws NotFound. */
export async function lockCampaign(tx: Tx, campaignId: number): Promise<BudgetRow> {
  const [campaign] = await tx<BudgetRow[]>`
    select c.id, c.name, c.external_id as "externalId", c.currency, c.budget_minor_per_day as "budgetMinorPerDay", k.id as "connectionId",
      k.name as platform, k.vendor, k.state, k.config ->> 'baseUrl' is not null and k.secret_sealed is not null as reachable
    from campaign c join connection k on k.id = c.connection_id where c.id = ${campaignId} for update of c`;
  if (campaign) return campaign;
  throw new NotFound("This campaign does not exist any more. Nothing was sent; reload the page.", {
    say: say("ads.refusals.missing"),
  });
}

/**
 * Writes the action that sets a locked campaign's daily budget, and leaves the job that sends it. The same budget that is on
 * its way already is not sent twice: its action is named instead. Throws Conflict when nothing carries it to the platform or
 * another budget is on its way.
 */
export async function insertAdBudget(
  tx: Tx,
  actor: Actor,
  campaign: BudgetRow,
  wanted: NewBudget,
): Promise<{ actionId: string }> {
  const { id: campaignId, name, platform, vendor, connectionId } = campaign;
  const live = carriesOut(vendor);
  if (campaign.state === "disconnected" || (live ? !setsBudgets(vendor) : !campaign.reachable))
    throw new Conflict(`${platform} takes no budgets from here. Nothing was sent; change it there.`, {
      say: say("ads.refusals.notThere", { platform }),
    });
  const underWay = await budgetUnderWay(tx, campaign);
  if (underWay && underWay.budget === wanted.budgetPerDay && !wanted.undoOf) return { actionId: underWay.id };
  if (underWay)
    throw new Conflict(
      `Another budget of ${name} is already on its way. Nothing was sent; wait until it is confirmed.`,
      { say: say("ads.refusals.underWay", { name }) },
    );
  const payload: BudgetPayload = {
    campaignId,
    campaignExternalId: campaign.externalId,
    currency: campaign.currency,
    budgetPerDay: wanted.budgetPerDay,
    expectedBudgetPerDay: wanted.expectedBudgetPerDay,
  };
  const id = newId();
  await tx`
    insert into action (id, recommendation_id, kind, executor, connection_id, payload, undo_of,
      expected_low_minor, expected_minor, expected_high_minor, approved_by)
    values (${id}, ${wanted.recommendationId ?? null}, 'ad_budget', ${live ? "connector" : "webhook"}, ${connectionId},
      ${tx.json(payload as never)}, ${wanted.undoOf ?? null}, ${wanted.expected?.lowMinor ?? null},
      ${wanted.expected?.midMinor ?? null}, ${wanted.expected?.highMinor ?? null}, ${actor.name})`;
  await enqueue(tx, "actions.send", { actionId: id }, { key: `actions.send:${id}` });
  await announce(tx, "actions", [id]);
  await announce(tx, "ads", [campaignId]);
  return { actionId: id };
}

/** The budget that is on its way to a campaign, an exact decimal; null: none is. */
export async function budgetUnderWay(
  tx: Tx,
  { id, connectionId }: BudgetRow,
): Promise<{ id: string; budget: string } | null> {
  const [underWay] = await tx<{ id: string; budget: string }[]>`
    select id, payload ->> 'budgetPerDay' as budget from action
    where kind = 'ad_budget' and state in ('queued', 'sending', 'accepted') and connection_id = ${connectionId}
      and (payload ->> 'campaignId')::int = ${id} limit 1`;
  return underWay ?? null;
}
