import type { Tx } from "@/db/client";
import { minorToDecimal } from "@/lib/core/money";
import type { Actor } from "../_shared/actor";
import { choosePlace } from "../action/choose-place";
import { insertAdBudget, lockCampaign } from "../action/insert-ad-budget";
import { insertAdSwitch } from "../action/insert-ad-switch";
import { insertQuantity } from "../action/insert-quantity";
import { insertTransfer } from "../action/insert-transfer";
import { checkDonors } from "../action/reserve";
import type { Expected } from "../action/share-value";
import { stepKey } from "./steps";
import type { ActiveStep } from "./types";

/** One action that an approval set going. */
export interface StartedAction {
  id: string;
  kind: ActiveStep["kind"];
  transferId: number | null;
  transferNumber: string | null;
  /** The step it carries out. */
  stepKey: string;
}

/**
 * Writes the actions of steps, reserves at the donors and leaves the jobs that send them, all in the caller's transaction.
 * Goods of one `shipment` that take the same lane leave as one order. Throws Conflict when a donor, an ad or a budget is no
 * longer as expected.
 */
export async function carryOut(
  tx: Tx,
  actor: Actor,
  recommendationId: number,
  steps: readonly { step: ActiveStep; expected: Expected | null }[],
  shipment?: string,
): Promise<StartedAction[]> {
  await checkDonors(
    tx,
    steps.flatMap(({ step }) =>
      step.kind === "transfer"
        ? { skuId: step.skuId, originId: step.originId, quantity: step.quantityUnits }
        : [],
    ),
  );
  // Goods first: what else is done about them may name their transfer.
  const inOrder = [...steps].sort(
    (a, b) => Number(b.step.kind === "transfer") - Number(a.step.kind === "transfer"),
  );
  const started: StartedAction[] = [];
  const covered: { id: string; days: number }[] = [];
  for (const { step, expected } of inOrder) {
    const begun = await startStep(tx, actor, recommendationId, step, expected, shipment);
    started.push({ ...begun, kind: step.kind, stepKey: stepKey(step) });
    if (step.claimDays) covered.push({ id: begun.id, days: step.claimDays });
  }
  await tx`
    update action a set expected_days = c.days
    from jsonb_to_recordset(${tx.json(covered)}) as c (id uuid, days real)
    where a.id = c.id and a.expected_days is null`;
  return started;
}

type Started = Pick<StartedAction, "id" | "transferId" | "transferNumber">;

async function startStep(
  tx: Tx,
  actor: Actor,
  recommendationId: number,
  step: ActiveStep,
  expected: Expected | null,
  shipment: string | undefined,
): Promise<Started> {
  const noTransfer = { transferId: null, transferNumber: null };
  switch (step.kind) {
    case "transfer": {
      const { actionId, transferId, number } = await insertTransfer(tx, actor, {
        recommendationId,
        laneId: step.laneId,
        lines: [{ skuId: step.skuId, quantity: step.quantityUnits }],
        freightMinor: step.freightMinor,
        fixedMinor: step.fixedMinor ?? 0,
        expected,
        shipment,
      });
      return { id: actionId, transferId, transferNumber: number };
    }
    case "ad_pause":
    case "ad_resume": {
      const { kind, campaignId, productAdId } = step;
      const id = await insertAdSwitch(tx, actor, {
        recommendationId,
        kind,
        campaignId,
        productAdId,
        expected,
      });
      return { id, ...noTransfer };
    }
    case "ad_budget": {
      const campaign = await lockCampaign(tx, step.campaignId);
      const { actionId } = await insertAdBudget(tx, actor, campaign, {
        recommendationId,
        expected,
        budgetPerDay: minorToDecimal(step.budgetMinorPerDay, step.currency),
        expectedBudgetPerDay: minorToDecimal(step.fromMinorPerDay, step.currency),
      });
      return { id: actionId, ...noTransfer };
    }
    case "publish_quantity": {
      const { listingId, units, fromUnits, channelId, channelName, connectionId, vendor } = step;
      const where = await choosePlace(tx, { channelId, channel: channelName, connectionId, vendor }, null);
      const { actionId } = await insertQuantity(tx, actor, {
        ...{ recommendationId, expected, listingId, units },
        expectedUnits: fromUnits,
        ...where,
      });
      return { id: actionId, ...noTransfer };
    }
  }
}
