import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import type { SendResult } from "@/lib/core/outbound";
import { storable } from "@/lib/core/storable";
import { poolTransaction } from "@/lib/ingest/transaction";
import { systemActor } from "../_shared/actor";
import type { Claim } from "./claim";
import { markAction } from "./mark";
import { noteQuantity } from "./note-quantity";
import { restoreUndone } from "./restore-undone";
import { retryDelaySeconds } from "./retry-delay";
import type { Action } from "./types";

/** The first reading after an answer; enough for a platform to have done what it says. */
const firstReadingSeconds = 10;

/**
 * Records what came of an attempt and what follows: waiting for proof, another attempt later, or an end with its reason.
 * Does nothing when the claim was lost to another worker meanwhile.
 */
export async function recordSend(
  db: Db,
  claim: Claim,
  answered: SendResult,
  chance = Math.random(),
): Promise<void> {
  const { action, attemptNo } = claim;
  const result = storable(answered);
  await poolTransaction(db, async (tx) => {
    // An undo before what it undoes, as everywhere, and both before the audit.
    await tx`select 1 from action where id = ${action.id} for update`;
    if (action.undoOf) await tx`select 1 from action where id = ${action.undoOf} for update`;
    const [attempt] = await tx`
      update action_attempt set finished_at = now(), outcome = ${result.outcome}, http_status = ${result.httpStatus}, answer = ${result.answer}
      where action_id = ${action.id} and attempt = ${attemptNo} and finished_at is null returning attempt`;
    if (!attempt) return;
    if (action.kind === "publish_quantity" && result.current?.subject === "quantity")
      await noteQuantity(tx, action.payload.listingId, action.payload.place, result.current);
    if (result.outcome === "accepted") return recordAccepted(tx, action, result);
    const wait =
      result.outcome === "retry"
        ? retryDelaySeconds(action.attempts, result.retryAfterSeconds, chance)
        : null;
    if (wait !== null) return recordRetry(tx, action, result.reason, wait);
    const ended = await markAction(tx, systemActor, action.id, {
      from: ["sending"],
      to: result.outcome === "refused" ? "refused" : "failed",
      reason: result.reason,
    });
    if (ended && action.undoOf) await restoreUndone(tx, action.undoOf, result.outcome, result.reason);
  });
}

async function recordAccepted(tx: Tx, action: Action, result: SendResult): Promise<void> {
  await tx`
    update action set receipt = ${tx.json((result.receipt ?? {}) as never)}, accepted_at = coalesce(accepted_at, now()),
      next_attempt_at = now() + make_interval(secs => ${firstReadingSeconds})
    where id = ${action.id} and state = 'sending'`;
  const marked = await markAction(tx, systemActor, action.id, {
    from: ["sending"],
    to: "accepted",
    reason: null,
  });
  if (!marked) return;
  if (action.kind === "transfer") {
    await tx`update transfer_order set state = 'sent' where action_id = ${action.id} and state = 'planned'`;
    await announce(tx, "transfers", [action.payload.transferId]);
  }
  await enqueue(tx, "actions.confirm", {}, { key: "actions.confirm", delaySeconds: firstReadingSeconds });
}

async function recordRetry(
  tx: Tx,
  action: Action,
  reason: string | null,
  waitSeconds: number,
): Promise<void> {
  await tx`
    update action set state = 'queued', state_reason = ${reason}, updated_at = now(),
      next_attempt_at = now() + make_interval(secs => ${waitSeconds})
    where id = ${action.id} and state = 'sending'`;
  await enqueue(
    tx,
    "actions.send",
    { actionId: action.id },
    { key: `actions.send:${action.id}`, delaySeconds: waitSeconds },
  );
  await announce(tx, "actions", [action.id]);
}
