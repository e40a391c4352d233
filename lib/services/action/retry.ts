import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { Conflict } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { parseInput } from "../_shared/parse-input";
import { refuseWhileStopped } from "../policy/standstill";
import { authoriseAction, authoriseAnyAction } from "./authorise-action";
import { leadOf, lockAction, ridersOf } from "./load";
import { markAction } from "./mark";
import { undoAgain } from "./restore-undone";
import { stateWord } from "./state-word";
import { isTransferStep } from "./step-shown";
import type { Action } from "./types";

export const retryInput = z.object({ actionId: z.uuid() });

export interface Retried {
  /** The action that is on its way now: the same one, or the one sent in its place. */
  actionId: string;
  state: "queued";
}

/**
 * Sends an action again. A failed one goes out under its own id in a new series of attempts, so that a vendor which did
 * take it on does nothing twice. One that stayed unconfirmed, where the vendor took the id for done, goes out under a new
 * one; of transfers only once the warehouse has said that it knows nothing of the first, of
 * what is booked of them once the account shows that it is not. Throws Forbidden, Invalid,
 * NotFound or Conflict, the last also while everything stands still.
 */
export async function retryAction(db: Db, actor: Actor, request: unknown): Promise<Retried> {
  authoriseAnyAction(actor);
  const { actionId: wanted } = parseInput(retryInput, request);
  return db.begin(async (tx) => {
    const actionId = await leadOf(tx, wanted);
    const action = await lockAction(tx, actionId);
    authoriseAction(actor, action.kind);
    await refuseWhileStopped(tx);
    const sentId =
      action.state === "unconfirmed" ? await replace(tx, actor, action) : await requeue(tx, actor, action);
    await enqueue(tx, "actions.send", { actionId: sentId }, { key: `actions.send:${sentId}` });
    await announce(tx, "actions", [actionId, sentId]);
    if (action.recommendationId !== null) await announce(tx, "recommendations", [action.recommendationId]);
    await writeAudit(tx, actor, {
      verb: "action.retry",
      entity: "action",
      entityId: actionId,
      before: { state: action.state, attempts: action.attempts },
      after: { state: "queued", actionId: sentId },
    });
    return { actionId: sentId, state: "queued" };
  });
}

async function requeue(tx: Tx, actor: Actor, action: Action): Promise<string> {
  const [queued] = await tx`
    update action set state = 'queued', state_reason = null, attempts = 0, next_attempt_at = now(), updated_at = now()
    where id = ${action.id} and state = 'failed' returning id`;
  if (queued) {
    await undoAgain(tx, actor, action);
    return action.id;
  }
  throw new Conflict(
    `Only an action that failed or stayed unconfirmed can be sent again; this one is ${action.state}. Nothing was sent.`,
    { say: say("refusals.action.notAgain", { state: stateWord(action) }), details: { state: action.state } },
  );
}

async function replace(tx: Tx, actor: Actor, action: Action): Promise<string> {
  if (action.executor === "manual" || action.kind === "transfer_cancel")
    throw new Conflict("There is nobody to send this to again. Confirm it by hand, or undo it.", {
      say: say("refusals.action.nobody"),
      details: { state: action.state },
    });
  const isStep = isTransferStep(action);
  if (
    (action.kind === "transfer" && action.stateReason !== "unknown_there") ||
    (isStep && action.stateReason !== "not_shown")
  )
    throw new Conflict(
      "It is not known whether the warehouse has it, and sending it again could move the goods twice. Wait until the warehouse can be read, or undo it.",
      {
        say: say("refusals.action.mayMoveTwice"),
        details: { state: action.state, reason: action.stateReason },
      },
    );
  const id = newId();
  const payload =
    action.kind === "transfer" || isStep ? action.payload : { ...action.payload, replaces: action.id };
  const riders = action.kind === "transfer" ? await ridersOf(tx, action.id) : [];
  await tx`update action set rides_with = null where rides_with = ${action.id}`;
  await markAction(tx, actor, action.id, { from: ["unconfirmed"], to: "cancelled", reason: "sent_again" });
  await tx`
    insert into action (id, recommendation_id, kind, executor, connection_id, payload, undo_of,
      expected_low_minor, expected_minor, expected_high_minor, expected_days, approved_by)
    select ${id}, recommendation_id, kind, executor, connection_id, ${tx.json(payload as never)}, undo_of,
      expected_low_minor, expected_minor, expected_high_minor, expected_days, ${actor.name}
    from action where id = ${action.id}`;
  await tx`
    update action set rides_with = ${id}, state = 'queued', state_reason = null, attempts = 0, updated_at = now()
    where id = any(${riders.map((one) => one.id)}::uuid[])`;
  // What waits for its goods, or comes after its budget, waits for the one that is under way now.
  await tx`update recommendation_step set action_id = ${id} where action_id = ${action.id}`;
  if (action.kind === "transfer")
    await tx`update transfer_order set action_id = ${id}, state = 'planned' where id = ${action.payload.transferId} and action_id = ${action.id}`;
  return id;
}
