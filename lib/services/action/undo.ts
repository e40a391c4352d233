import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { Conflict } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { decimalToMinor } from "@/lib/core/money";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { parseInput } from "../_shared/parse-input";
import { recordTransferEvent } from "../transfer/record-event";
import { authoriseAction, authoriseAnyAction } from "./authorise-action";
import { dropFollowingSteps, dropWaitingSteps } from "./drop-steps";
import { mayHaveEffect } from "./due";
import { insertAdBudget, lockCampaign } from "./insert-ad-budget";
import { insertAdSwitch } from "./insert-ad-switch";
import { insertQuantity } from "./insert-quantity";
import { leadOf, lockAction, ridersOf } from "./load";
import { markAction } from "./mark";
import { linesAsCalled } from "./message";
import { restoreUndone } from "./restore-undone";
import { isTransferStep } from "./step-shown";
import type { Action, BudgetPayload, QuantityPayload, TransferPayload } from "./types";
import { cannot, cannotEver, refuseChangedOutside, refuseOtherQuantity, refuseShipped } from "./undo-refusal";

const input = z.object({ actionId: z.uuid(), reason: z.string().trim().max(500).optional() });

/** cancelled: it had not been sent, and never will be. undoing: its inverse is on its way under `inverseId`. */
export interface Undone {
  actionId: string;
  state: "cancelled" | "undoing";
  inverseId: string | null;
  /** Lines of other decisions that are taken back with it, because they leave in one transfer order. */
  otherLines: number;
}

/**
 * Takes back an action. Before it was sent it is cancelled without touching the vendor; afterwards its inverse is sent,
 * which brings back the prior state. Throws Conflict when it was changed outside since, when goods have left, or when it
 * is being sent this moment; Forbidden, Invalid, NotFound. What rides with others in one order is taken back with the order.
 */
export async function undoAction(db: Db, actor: Actor, request: unknown): Promise<Undone> {
  authoriseAnyAction(actor);
  const { actionId: wanted, reason } = parseInput(input, request);
  return db.begin(async (tx) => {
    const actionId = await leadOf(tx, wanted);
    const action = await lockAction(tx, actionId);
    authoriseAction(actor, action.kind);
    const riders = action.kind === "transfer" ? await ridersOf(tx, action.id) : [];
    const taken = (await hasNoEffect(tx, action))
      ? await cancel(tx, actor, action)
      : await invert(tx, actor, action, reason);
    const undone = { ...taken, otherLines: riders.length };
    if (action.kind === "transfer") {
      await undoBeside(tx, actor, action.id, action.payload, reason);
      for (const { recommendationId } of [action, ...riders]) await dropWaitingSteps(tx, recommendationId);
    }
    await announce(tx, "actions", [actionId]);
    if (action.recommendationId !== null) await announce(tx, "recommendations", [action.recommendationId]);
    await writeAudit(tx, actor, {
      verb: "action.undo",
      entity: "action",
      entityId: actionId,
      before: { state: action.state },
      after: undone,
      ...(reason ? { reason } : {}),
    });
    return undone;
  });
}

/**
 * Never taken on, or a switch that its platform never showed: there is nothing to take back. What was confirmed of a
 * transfer stays so, whether it is booked elsewhere or not; and that a transfer was given up may be known at its other end by now.
 */
async function hasNoEffect(tx: Tx, action: Action): Promise<boolean> {
  if (isTransferStep(action) || action.kind === "transfer_cancel") return false;
  if (action.state === "unconfirmed") return action.kind !== "transfer";
  if (action.state !== "queued" && action.state !== "failed") return false;
  return action.executor === "manual" || !(await mayHaveEffect(tx, action.id));
}

type Taken = Omit<Undone, "otherLines">;

async function cancel(tx: Tx, actor: Actor, action: Action): Promise<Taken> {
  const done = await markAction(tx, actor, action.id, {
    from: ["queued", "failed", "unconfirmed"],
    to: "cancelled",
    reason: null,
  });
  if (!done) throw cannot(action);
  if (action.kind === "transfer") await releaseTransfer(tx, actor, action.id, action.payload);
  // What it was to take back stands as before; where it failed that was done then.
  if (action.undoOf && action.state !== "failed") await restoreUndone(tx, action.undoOf, "cancelled", null);
  await dropFollowingSteps(tx, action.id);
  return { actionId: action.id, state: "cancelled", inverseId: null };
}

async function releaseTransfer(
  tx: Tx,
  actor: Actor,
  actionId: string,
  payload: TransferPayload,
): Promise<void> {
  await recordTransferEvent(tx, actor, {
    transferId: payload.transferId,
    eventId: `${actionId}:undone`,
    kind: "cancelled",
    source: "hand",
    final: true,
    lines: [],
    occurredAt: new Date(),
  });
}

async function invert(tx: Tx, actor: Actor, action: Action, reason: string | undefined): Promise<Taken> {
  if (action.kind === "transfer_cancel" || action.kind === "ad_resume" || isTransferStep(action))
    throw cannotEver(action);
  if (action.kind === "publish_quantity") return invertQuantity(tx, actor, action, action.payload);
  if (action.kind === "ad_budget") return invertBudget(tx, actor, action, action.payload);
  const from =
    action.kind === "transfer"
      ? (["queued", "failed", "accepted", "unconfirmed"] as const)
      : (["verified"] as const);
  if (action.kind === "transfer") await refuseShipped(tx, action.payload);
  if (action.kind === "transfer" && action.executor === "manual") {
    const done = await markAction(tx, actor, action.id, { from, to: "cancelled", reason: null });
    if (!done) throw cannot(action);
    await releaseTransfer(tx, actor, action.id, action.payload);
    return { actionId: action.id, state: "cancelled", inverseId: null };
  }
  if (action.kind === "ad_pause") await refuseChangedOutside(tx, action.id, action.payload);
  if (!(await markAction(tx, actor, action.id, { from, to: "undoing", reason: null }))) throw cannot(action);
  const inverseId =
    action.kind === "transfer"
      ? await insertCancel(tx, actor, action, action.payload, reason)
      : await insertAdSwitch(tx, actor, {
          recommendationId: action.recommendationId,
          kind: "ad_resume",
          campaignId: action.payload.campaignId,
          productAdId: action.payload.productAdId,
          expected: null,
          undoOf: action.id,
        });
  return { actionId: action.id, state: "undoing", inverseId };
}

/** Whoever else was told of the transfer is told that it will not come. */
async function undoBeside(
  tx: Tx,
  actor: Actor,
  actionId: string,
  payload: TransferPayload,
  reason: string | undefined,
): Promise<void> {
  const beside = await tx<{ id: string }[]>`
    select id from action where kind = 'transfer' and (payload ->> 'transferId')::bigint = ${payload.transferId} and id <> ${actionId} and rides_with is null
      and state in ('queued', 'failed', 'accepted', 'unconfirmed') order by id`;
  for (const { id } of beside) {
    const other = await lockAction(tx, id);
    if (other.kind !== "transfer") continue;
    if (await hasNoEffect(tx, other)) {
      await markAction(tx, actor, id, { from: ["queued", "failed"], to: "cancelled", reason: null });
      continue;
    }
    const from = ["queued", "failed", "accepted", "unconfirmed"] as const;
    if (await markAction(tx, actor, id, { from, to: "undoing", reason: null }))
      await insertCancel(tx, actor, other, other.payload, reason);
  }
}

async function invertQuantity(
  tx: Tx,
  actor: Actor,
  action: Action,
  payload: QuantityPayload,
): Promise<Taken> {
  const before =
    action.priorState && "quantity" in action.priorState ? action.priorState.quantity.units : null;
  if (before === null) throw cannot(action);
  await refuseOtherQuantity(tx, payload);
  if (!(await markAction(tx, actor, action.id, { from: ["verified"], to: "undoing", reason: null })))
    throw cannot(action);
  const inverse = await insertQuantity(tx, actor, {
    listingId: payload.listingId,
    place: payload.place,
    units: before,
    expectedUnits: payload.units,
    ...(payload.adjust ? { adjust: payload.adjust } : {}),
    undoOf: action.id,
  });
  return { actionId: action.id, state: "undoing", inverseId: inverse.actionId };
}

async function invertBudget(tx: Tx, actor: Actor, action: Action, payload: BudgetPayload): Promise<Taken> {
  const before = action.priorState && "ad" in action.priorState ? action.priorState.ad.budgetPerDay : null;
  if (before == null) throw cannot(action);
  const campaign = await lockCampaign(tx, payload.campaignId);
  const left = decimalToMinor(payload.budgetPerDay, payload.currency);
  if (campaign.budgetMinorPerDay !== left)
    throw new Conflict(
      `The budget of ${campaign.name} was changed since. The undo is refused and nothing was sent; change it anew if it is wrong.`,
      {
        say: say("ads.refusals.changedSince", { name: campaign.name }),
        details: { changedOutside: true, left, found: campaign.budgetMinorPerDay },
      },
    );
  if (!(await markAction(tx, actor, action.id, { from: ["verified"], to: "undoing", reason: null })))
    throw cannot(action);
  const inverse = await insertAdBudget(tx, actor, campaign, {
    budgetPerDay: before,
    expectedBudgetPerDay: payload.budgetPerDay,
    undoOf: action.id,
  });
  return { actionId: action.id, state: "undoing", inverseId: inverse.actionId };
}

async function insertCancel(
  tx: Tx,
  actor: Actor,
  action: Action,
  payload: TransferPayload,
  reason: string | undefined,
): Promise<string> {
  const id = newId();
  const cancel = {
    transferId: payload.transferId,
    number: payload.number,
    cancels: action.id,
    reason: reason ?? `undone by ${actor.name}`,
    lines: linesAsCalled(payload),
  };
  await tx`
    insert into action (id, recommendation_id, kind, executor, connection_id, payload, undo_of, approved_by)
    values (${id}, ${action.recommendationId}, 'transfer_cancel', ${action.executor}, ${action.connectionId}, ${tx.json(cancel)},
      ${action.id}, ${actor.name})`;
  await enqueue(tx, "actions.send", { actionId: id }, { key: `actions.send:${id}` });
  return id;
}
