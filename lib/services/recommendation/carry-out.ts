import type { Tx } from "@/db/client";
import type { Actor } from "../_shared/actor";
import { insertAdSwitch } from "../action/insert-ad-switch";
import { insertTransfer } from "../action/insert-transfer";
import { checkDonors } from "../action/reserve";
import { shareValue } from "../action/share-value";
import type { AdStep, Option, TransferStep } from "./types";

/** One action that an approval set going. */
export interface StartedAction {
  id: string;
  kind: "transfer" | "ad_pause" | "ad_resume";
  transferId: number | null;
  transferNumber: string | null;
}

/**
 * Writes the actions of an option's steps, reserves at the donors and leaves the jobs that send them, all in the caller's
 * transaction. The option's value is shared out by units. Throws Conflict when a donor or an ad is no longer as expected.
 */
export async function carryOut(
  tx: Tx,
  actor: Actor,
  recommendationId: number,
  option: Option,
): Promise<StartedAction[]> {
  const transfers = option.steps.filter((step): step is TransferStep => step.kind === "transfer");
  const switches = option.steps.filter((step): step is AdStep => step.kind !== "transfer");
  await checkDonors(
    tx,
    transfers.map((step) => ({ skuId: step.skuId, originId: step.originId, quantity: step.quantityUnits })),
  );
  const shares = shareValue(
    { lowMinor: option.valueLowMinor, midMinor: option.valueMinor, highMinor: option.valueHighMinor },
    option.steps.map((step) => (step.kind === "transfer" ? step.quantityUnits : 1)),
  );
  const shareOf = (step: TransferStep | AdStep) => shares[option.steps.indexOf(step)] ?? null;
  const started: StartedAction[] = [];
  for (const step of transfers) {
    const { actionId, transferId, number } = await insertTransfer(tx, actor, {
      recommendationId,
      laneId: step.laneId,
      lines: [{ skuId: step.skuId, quantity: step.quantityUnits }],
      freightMinor: step.freightMinor,
      expected: shareOf(step),
    });
    started.push({ id: actionId, kind: "transfer", transferId, transferNumber: number });
  }
  for (const step of switches) {
    const { kind, campaignId, productAdId } = step;
    const id = await insertAdSwitch(tx, actor, {
      recommendationId,
      kind,
      campaignId,
      productAdId,
      expected: shareOf(step),
    });
    started.push({ id, kind, transferId: null, transferNumber: null });
  }
  return started;
}
