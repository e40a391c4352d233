import { announce } from "@/db/announce";
import type { Tx } from "@/db/client";
import { decimalToMinor } from "@/lib/core/money";
import type { AdReading, QuantityReading, Reading, TransferReading } from "@/lib/core/outbound";
import type { Actor } from "../_shared/actor";
import { recordTransferEvent } from "../transfer/record-event";
import type { TransferEvent } from "../transfer/settle";
import { type Arrived, arrivedUnits } from "./arrived-units";
import { lockAction } from "./load";
import { markAction, provable } from "./mark";
import { noteQuantity } from "./note-quantity";
import { sameAmount } from "./precondition";
import { restoreUndone } from "./restore-undone";
import { isStepShown, isTransferStep, type TransferStep } from "./step-shown";
import type { Action, AdPayload, BudgetPayload, QuantityPayload } from "./types";

/** proved: the action is verified. standing: known at the source, its proof still to come. contrary: the source shows otherwise. */
export type Verdict = "proved" | "standing" | "contrary";

/**
 * Lets an action meet what its source shows: keeps the reading, applies what it means (goods shipped or received, an ad
 * paused) and verifies the action if that is the proof. Readings may repeat and come in any order.
 */
export async function applyReading(
  tx: Tx,
  actor: Actor,
  actionId: string,
  reading: Reading,
): Promise<Verdict> {
  const action = await lockAction(tx, actionId);
  await tx`
    update action set reading = ${tx.json(reading as never)}, read_at = greatest(read_at, ${reading.readAt}::timestamptz)
    where id = ${actionId} and (read_at is null or read_at <= ${reading.readAt}::timestamptz)`;
  if (action.kind === "transfer" || action.kind === "transfer_cancel" || isTransferStep(action))
    return reading.subject === "transfer" ? applyTransfer(tx, actor, action, reading) : "contrary";
  if (action.kind === "publish_quantity")
    return reading.subject === "quantity"
      ? applyQuantity(tx, actor, action, action.payload, reading)
      : "contrary";
  if (action.kind === "ad_budget")
    return reading.subject === "ad" ? applyBudget(tx, actor, action, action.payload, reading) : "contrary";
  return reading.subject === "ad" ? applyAd(tx, actor, action, action.payload, reading) : "contrary";
}

async function applyTransfer(
  tx: Tx,
  actor: Actor,
  action: TransferAction,
  reading: TransferReading,
): Promise<Verdict> {
  const { transferId } = action.payload;
  const asked = askedOf(action);
  const connection = action.connectionId === null ? {} : { connectionId: action.connectionId };
  const record = (event: {
    kind: "shipped" | "received" | "cancelled";
    at: Date | string | null | undefined;
    lines: TransferEvent["lines"];
    /** Left out: this is all. */
    soFar?: string;
  }) =>
    recordTransferEvent(tx, actor, {
      transferId,
      eventId: `${asked}:${event.kind}${event.soFar ? `:${event.soFar}` : ""}`,
      kind: event.kind,
      source: "vendor",
      final: !event.soFar,
      occurredAt: new Date(event.at ?? reading.readAt),
      lines: event.lines,
      ...connection,
    });
  const units = (of: (line: TransferReading["lines"][number]) => number) =>
    reading.lines.map((line) => ({ lineNo: line.lineNo, quantity: of(line) }));
  if (reading.state === "shipped" || reading.shippedAt)
    await record({
      kind: "shipped",
      at: reading.shippedAt,
      lines: units((line) => line.shippedQuantity ?? line.quantity),
    });
  const told = reading.lines.some((line) => line.receivedQuantity != null);
  const received = units((line) => line.receivedQuantity ?? 0);
  if (reading.state === "received" && (told || action.connectionId === null || reading.lines.length === 0))
    await record({ kind: "received", at: reading.receivedAt, lines: received });
  else if (action.connectionId !== null && (reading.state === "received" || reading.isArriving)) {
    const arrived = await arrivedUnits(tx, transferId, action.connectionId);
    if (
      arrived &&
      (reading.isArriving ? arrived.lines.some(({ quantity }) => quantity > 0) : isSince(arrived, action))
    )
      await record({
        kind: "received",
        at: arrived.asOf,
        lines: arrived.lines,
        ...(reading.isArriving ? { soFar: soFarOf(arrived.lines) } : {}),
      });
  } else if (reading.state === "shipped" && received.some(({ quantity }) => quantity > 0))
    await record({
      kind: "received",
      at: reading.receivedAt,
      lines: received,
      soFar: soFarOf(received),
    });
  if (reading.state === "cancelled" && (await isCarrier(tx, transferId, asked)))
    await record({ kind: "cancelled", at: reading.cancelledAt, lines: units(() => 0) });
  switch (action.kind) {
    case "transfer_cancel":
      return judgeCancel(tx, actor, action, action.payload.cancels, reading);
    case "transfer":
      return judgeTransfer(tx, actor, action, reading);
    default:
      return judgeStep(tx, actor, action, reading);
  }
}

/** Tells one word of "so far" from the next: the same units again are the same word. */
const soFarOf = (lines: TransferEvent["lines"]): string => lines.map(({ quantity }) => quantity).join("-");

/** Whether the shelves were read after the account had said that it has counted everything in. */
const isSince = ({ asOf }: Arrived, { reading: before }: Action): boolean =>
  before?.subject === "transfer" && before.state === "received" && asOf >= new Date(before.readAt);

type TransferAction = Extract<Action, { payload: { transferId: number } }>;

/** The action under which the account knows the transfer. */
function askedOf(action: TransferAction): string {
  if (action.kind === "transfer") return action.id;
  return action.kind === "transfer_cancel" ? action.payload.cancels : action.payload.asked;
}

async function judgeStep(
  tx: Tx,
  actor: Actor,
  action: TransferStep,
  reading: TransferReading,
): Promise<Verdict> {
  if (reading.state === "shipped" || reading.state === "received")
    await markAction(tx, actor, action.payload.asked, { from: provable, to: "verified", reason: null });
  if (!isStepShown(action, reading)) return "contrary";
  await markAction(tx, actor, action.id, { from: provable, to: "verified", reason: null });
  return "proved";
}

/** Where two were told of a transfer, only the one that moves the goods can say that they stay. */
async function isCarrier(tx: Tx, transferId: number, actionId: string): Promise<boolean> {
  const [row] =
    await tx`select 1 from transfer_order where id = ${transferId} and (action_id = ${actionId} or action_id is null)`;
  return row !== undefined;
}

async function judgeTransfer(
  tx: Tx,
  actor: Actor,
  action: Action,
  reading: TransferReading,
): Promise<Verdict> {
  if (reading.state === "accepted") {
    await leaveToKeeper(tx, action);
    return "standing";
  }
  if (reading.state !== "cancelled") {
    // Of two that were told of one transfer, the second is proved by its own reading.
    await markAction(tx, actor, action.id, { from: provable, to: "verified", reason: null });
    return "proved";
  }
  await markAction(tx, actor, action.id, { from: provable, to: "failed", reason: "cancelled_by_vendor" });
  return "contrary";
}

/** An account that keeps the origin's stock holds what it agreed to send by itself: its readings say so from now on. */
async function leaveToKeeper(tx: Tx, action: Action): Promise<void> {
  if (action.kind !== "transfer" || action.executor !== "connector") return;
  const { transferId, originId } = action.payload;
  await tx`
    update transfer_line set reserving = false
    where transfer_id = ${transferId} and reserving and exists (
      select from connection_place p where p.connection_id = ${action.connectionId} and p.location_id = ${originId} and p.keeps)`;
}

async function judgeCancel(
  tx: Tx,
  actor: Actor,
  action: Action,
  originalId: string,
  reading: TransferReading,
): Promise<Verdict> {
  if (reading.state === "accepted") return "contrary";
  if (reading.state === "cancelled") {
    await markAction(tx, actor, action.id, { from: provable, to: "verified", reason: null });
    await markAction(tx, actor, originalId, { from: [...provable, "undoing"], to: "undone", reason: null });
    return "proved";
  }
  if (await markAction(tx, actor, action.id, { from: provable, to: "refused", reason: "already_shipped" }))
    await restoreUndone(tx, originalId, "refused", "already_shipped");
  return "contrary";
}

async function applyAd(
  tx: Tx,
  actor: Actor,
  action: Action,
  payload: AdPayload,
  reading: AdReading,
): Promise<Verdict> {
  const wanted = action.kind === "ad_pause" ? "paused" : "enabled";
  // Somebody else's switch to the same state is no proof of ours, and a later resume must not touch it.
  const another =
    (reading.lastActionId != null && ![action.id, payload.replaces].includes(reading.lastActionId)) ||
    (reading.lastActionId == null && reading.changedBy === "person");
  if (reading.state !== wanted || another) return "contrary";
  const ours = action.kind === "ad_pause" ? action.id : null;
  const changedAt = new Date(reading.changedAt ?? reading.readAt);
  if (!provable.includes(action.state)) return action.state === "verified" ? "proved" : "contrary";
  const values = {
    state: wanted,
    paused_by_action_id: ours,
    toggled_at: changedAt,
    state_as_of: new Date(reading.readAt),
  };
  await (payload.productAdId === null
    ? tx`update campaign set ${tx(values)} where id = ${payload.campaignId}`
    : tx`update product_ad set ${tx(values)} where id = ${payload.productAdId}`);
  await announce(tx, "ads", [payload.productAdId ?? payload.campaignId]);
  await markAction(tx, actor, action.id, { from: provable, to: "verified", reason: null });
  if (action.undoOf)
    await markAction(tx, actor, action.undoOf, { from: ["undoing"], to: "undone", reason: null });
  return "proved";
}

async function applyBudget(
  tx: Tx,
  actor: Actor,
  action: Action,
  payload: BudgetPayload,
  { budgetPerDay }: AdReading,
): Promise<Verdict> {
  if (budgetPerDay == null) return "contrary";
  await tx`
    update campaign set budget_minor_per_day = ${decimalToMinor(budgetPerDay, payload.currency)} where id = ${payload.campaignId}`;
  await announce(tx, "ads", [payload.campaignId]);
  if (!sameAmount(budgetPerDay, payload.budgetPerDay)) return "contrary";
  if (!provable.includes(action.state)) return action.state === "verified" ? "proved" : "contrary";
  await markAction(tx, actor, action.id, { from: provable, to: "verified", reason: null });
  if (action.undoOf)
    await markAction(tx, actor, action.undoOf, { from: ["undoing"], to: "undone", reason: null });
  return "proved";
}

async function applyQuantity(
  tx: Tx,
  actor: Actor,
  action: Action,
  payload: QuantityPayload,
  reading: QuantityReading,
): Promise<Verdict> {
  await noteQuantity(tx, payload.listingId, payload.place, reading);
  if (reading.units !== payload.units) return "contrary";
  if (!provable.includes(action.state)) return action.state === "verified" ? "proved" : "contrary";
  await markAction(tx, actor, action.id, { from: provable, to: "verified", reason: null });
  if (action.undoOf)
    await markAction(tx, actor, action.undoOf, { from: ["undoing"], to: "undone", reason: null });
  return "proved";
}
