import { z } from "zod";
import type { Db, Tx } from "@/db/client";
import { Conflict, Invalid } from "@/lib/core/errors";
import { minorDigits, minorToDecimal } from "@/lib/core/money";
import { type Say, say } from "@/lib/core/say";
import { getPolicy } from "@/lib/services/policy/get";
import { type Guarded, guard } from "@/lib/services/policy/guard";
import { rulesFor } from "@/lib/services/policy/rules-for";
import { leftWaiting } from "@/lib/services/policy/second-person";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { type BudgetRow, budgetUnderWay, insertAdBudget, lockCampaign } from "./insert-ad-budget";

export const setAdBudgetSchema = z.object({
  campaignId: z.coerce.number().int().positive(),
  /** In minor units of the campaign's currency. */
  budgetMinorPerDay: z.coerce.number().int().min(0).max(2_000_000_000),
  /** What it was when the person saw it; null: it was not known. */
  shownMinorPerDay: z.coerce.number().int().min(0).nullable(),
});

/** Units of the campaign's currency a day. Platforms take no less than about one, and nobody means more by hand. */
const unitsLeast = 1;
const unitsMost = 100_000;

/**
 * Sets what a campaign may spend a day: an action like any other, which the platform's next reading proves, and which can
 * be undone. It may be raised by no more than the policy allows. Repeating it while it is on its way sends nothing twice.
 * Above what one person may decide it waits for a second one, which is a Conflict too. Throws Forbidden, Invalid, NotFound,
 * or Conflict when the budget is no longer the one shown, another change is on its
 * way, or nothing can carry it to the platform.
 */
export async function setAdBudget(
  db: Db,
  actor: Actor,
  input: z.input<typeof setAdBudgetSchema>,
): Promise<{ actionId: string }> {
  authorise(actor, "decide.marketing");
  const wanted = parseInput(setAdBudgetSchema, input);
  const { campaignId, budgetMinorPerDay, shownMinorPerDay } = wanted;
  const done = await db.begin(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId);
    const budgetPerDay = minorToDecimal(budgetMinorPerDay, campaign.currency);
    // A press that is repeated is no further decision, so that nothing is counted or left waiting for it.
    const underWay = await budgetUnderWay(tx, campaign);
    if (underWay?.budget === budgetPerDay) return { kind: "sent" as const, actionId: underWay.id };
    refuseMoved(campaign, shownMinorPerDay);
    await refuseOutside(tx, campaign, budgetMinorPerDay);
    const guarded = await guardBudget(tx, actor, wanted);
    if (guarded.kind === "waiting") return guarded;
    const { actionId } = await insertAdBudget(tx, actor, campaign, {
      budgetPerDay,
      expectedBudgetPerDay:
        shownMinorPerDay === null ? null : minorToDecimal(shownMinorPerDay, campaign.currency),
    });
    await writeAudit(tx, actor, {
      verb: "ad.set_budget",
      entity: "campaign",
      entityId: campaignId,
      before: { budgetMinorPerDay: campaign.budgetMinorPerDay, currency: campaign.currency },
      after: { budgetMinorPerDay, actionId },
    });
    return { kind: "sent" as const, actionId };
  });
  if (done.kind === "waiting") throw leftWaiting(done.request);
  return { actionId: done.actionId };
}

async function guardBudget(
  tx: Tx,
  actor: Actor,
  wanted: z.output<typeof setAdBudgetSchema>,
): Promise<Guarded> {
  const { campaignId, budgetMinorPerDay, shownMinorPerDay } = wanted;
  return guard(tx, actor, await getPolicy(tx), {
    subject: `campaign:${campaignId}`,
    kind: "ad_budget",
    recommendationId: null,
    team: "marketing",
    request: wanted,
    fingerprint: JSON.stringify([shownMinorPerDay, budgetMinorPerDay]),
    steps: [{ kind: "ad_budget", campaignId, fromMinorPerDay: shownMinorPerDay, budgetMinorPerDay }],
  });
}

function refuseMoved({ name, budgetMinorPerDay: found, currency }: BudgetRow, shown: number | null): void {
  if (found === shown) return;
  const now = found === null ? null : { minor: found, currency };
  throw new Conflict(
    `The budget of ${name} was changed meanwhile. Nothing was sent; look at it as it is now and decide again.`,
    {
      say: now ? say("ads.refusals.moved", { name, now }) : say("ads.refusals.movedUnknown", { name }),
      details: { shown, found },
    },
  );
}

async function refuseOutside(tx: Tx, campaign: BudgetRow, wanted: number): Promise<void> {
  const { currency, budgetMinorPerDay: before, name } = campaign;
  const unit = 10 ** minorDigits(currency);
  const refuse = (text: string, sentence: Say) => {
    throw new Invalid(`${text} Nothing was sent.`, {
      say: sentence,
      fieldErrors: { budgetMinorPerDay: text },
      fieldSays: { budgetMinorPerDay: sentence },
    });
  };
  const money = (minor: number) => ({ minor, currency });
  if (wanted === before) refuse(`The budget of ${name} is that already.`, say("ads.refusals.same", { name }));
  if (wanted < unitsLeast * unit)
    refuse(
      `A budget is at least ${unitsLeast} ${currency} a day. Pause the campaign to spend nothing.`,
      say("ads.refusals.least", { least: money(unitsLeast * unit) }),
    );
  const [channel] = await tx<{ code: string }[]>`
    select h.code from campaign c join channel h on h.id = c.channel_id where c.id = ${campaign.id}`;
  const policy = await getPolicy(tx);
  const rules = rulesFor(policy.rules, { team: "marketing", channels: channel ? [channel.code] : [] });
  const raised = before === null ? Number.POSITIVE_INFINITY : before * (1 + rules.ads.budgetRaiseShare);
  const most = Math.min(unitsMost * unit, Math.max(unit, Math.floor(raised)));
  if (wanted > most)
    refuse(
      `${name} may spend at most ${minorToDecimal(most, currency)} ${currency} a day: a budget is raised by at most ${Math.round(rules.ads.budgetRaiseShare * 100)} % at once.`,
      say("ads.refusals.most", { name, most: money(most) }),
    );
}
