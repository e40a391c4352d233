import type { ReadResult } from "@/lib/core/outbound";
import { isStepShown, isTransferStep } from "./step-shown";
import type { Action, BudgetPayload, PriorState, QuantityPayload } from "./types";

/** Go ahead with what stood there before, or not, with what that makes of the attempt. */
export type Judgement =
  | { send: true; prior: PriorState }
  | { send: false; outcome: "accepted" | "retry" | "refused" | "failed"; reason: string };

/**
 * Whether the source still stands as the action expects, from a reading just before its first sending. A source that
 * cannot be read is tried again later; one where somebody else was there first is left alone.
 */
export function judgePrecondition(action: Action, read: ReadResult): Judgement {
  if (action.kind === "publish_quantity") return judgeQuantity(action.payload, read);
  if (action.kind === "ad_budget") return judgeBudget(action.payload, read);
  if (read.outcome === "unreadable") return stop("retry", read.reason);
  if (action.kind === "transfer") return { send: true, prior: { absent: true } };
  if (action.kind === "transfer_cancel") {
    // It never arrived there or was lost: nothing is left to give up, and the next reading proves that.
    if (read.outcome === "absent") return stop("accepted", "unknown_there");
    const shipped =
      read.outcome === "seen" &&
      read.reading.subject === "transfer" &&
      (read.reading.state === "shipped" || read.reading.state === "received");
    return shipped ? stop("refused", "already_shipped") : { send: true, prior: { absent: true } };
  }
  if (isTransferStep(action)) {
    // The transfer itself may still be on its way there.
    if (read.outcome === "absent") return stop("retry", "unknown_there");
    if (read.reading.subject !== "transfer") return stop("failed", "unexpected_answer");
    if (read.reading.state === "cancelled") return stop("refused", "cancelled_by_vendor");
    return isStepShown(action, read.reading)
      ? stop("accepted", "already_so")
      : { send: true, prior: { absent: true } };
  }
  if (read.outcome === "absent") return stop("failed", "unknown_ad");
  if (read.reading.subject !== "ad") return stop("failed", "unexpected_answer");
  const { subject: _, ...ad } = read.reading;
  const { leftBy, replaces, expectedState } = action.payload;
  if (ad.state !== expectedState)
    return replaces !== undefined && ad.lastActionId === replaces
      ? stop("accepted", "shown_after_all")
      : stop("refused", "state_changed");
  const touched =
    leftBy !== undefined && (ad.lastActionId ? ad.lastActionId !== leftBy : ad.changedBy === "person");
  return touched ? stop("refused", "changed_outside") : { send: true, prior: { ad } };
}

function judgeBudget(payload: BudgetPayload, read: ReadResult): Judgement {
  if (read.outcome === "unreadable") return stop("retry", read.reason);
  if (read.outcome === "absent") return stop("failed", "unknown_campaign");
  if (read.reading.subject !== "ad") return stop("failed", "unexpected_answer");
  const { subject: _, ...ad } = read.reading;
  // What is not told cannot be proved afterwards either.
  if (ad.budgetPerDay == null) return stop("failed", "not_supported");
  if (sameAmount(ad.budgetPerDay, payload.budgetPerDay)) return stop("accepted", "already_so");
  const moved =
    payload.expectedBudgetPerDay !== null && !sameAmount(ad.budgetPerDay, payload.expectedBudgetPerDay);
  return moved || ad.state === "ended" ? stop("refused", "state_changed") : { send: true, prior: { ad } };
}

/** Exact decimals of one currency. */
export const sameAmount = (a: string, b: string): boolean => Number(a) === Number(b);

/** A channel that cannot be read back is trusted to compare for itself. */
function judgeQuantity(payload: QuantityPayload, read: ReadResult): Judgement {
  if (read.outcome === "unreadable")
    return read.reason === "not_readable"
      ? { send: true, prior: { absent: true } }
      : stop("retry", read.reason);
  if (read.outcome === "absent") return stop("failed", "unknown_listing");
  if (read.reading.subject !== "quantity") return stop("failed", "unexpected_answer");
  const { subject: _, ...quantity } = read.reading;
  if (quantity.units === payload.units) return stop("accepted", "already_so");
  return payload.expectedUnits !== null && quantity.units !== payload.expectedUnits
    ? stop("refused", "state_changed")
    : { send: true, prior: { quantity } };
}

const stop = (outcome: "accepted" | "retry" | "refused" | "failed", reason: string): Judgement => ({
  send: false,
  outcome,
  reason,
});
