import type { Db, Tx } from "@/db/client";
import type { ReadResult } from "@/lib/core/outbound";
import { storable } from "@/lib/core/storable";
import { poolTransaction } from "@/lib/ingest/transaction";
import { type Actor, systemActor } from "../_shared/actor";
import { recordTransferEvent } from "../transfer/record-event";
import { applyReading, type Verdict } from "./apply-reading";
import { lockAction } from "./load";
import { markAction, provable } from "./mark";
import type { Action } from "./types";

/** Periods of reading without proof after which an action is unconfirmed. */
const periodsWithoutProof = 2;

/**
 * Applies the answer to one reading. What the source does not show two periods after it said yes, or what could not be
 * read in that time, is unconfirmed: back in the queue for a person, and read on.
 */
export async function applyRead(
  db: Db,
  actionId: string,
  read: ReadResult,
  readingSeconds: number,
): Promise<void> {
  // Readings of one transfer's two ends meet in the same rows.
  await poolTransaction(db, async (tx) => {
    const verdict = await verdictOf(tx, systemActor, actionId, read);
    if (verdict === "proved" || verdict === "standing") return;
    const reason =
      read.outcome === "seen" ? "not_shown" : read.outcome === "absent" ? "unknown_there" : "unreadable";
    await tx`update action set state_reason = ${reason} where id = ${actionId} and state = 'unconfirmed'`;
    const [late] = await tx`
      select 1 from action where id = ${actionId} and state = 'accepted'
        and accepted_at <= now() - make_interval(secs => ${readingSeconds * periodsWithoutProof})`;
    if (late) await markAction(tx, systemActor, actionId, { from: ["accepted"], to: "unconfirmed", reason });
  });
}

async function verdictOf(tx: Tx, actor: Actor, actionId: string, read: ReadResult): Promise<Verdict> {
  if (read.outcome === "seen") return applyReading(tx, actor, actionId, storable(read.reading));
  if (read.outcome === "unreadable") return "contrary";
  const action = await lockAction(tx, actionId);
  return action.kind === "transfer_cancel" ? giveUpUnknown(tx, actor, action, action.payload) : "contrary";
}

/** The vendor has never heard of the transfer: there is nothing left to give up. */
async function giveUpUnknown(
  tx: Tx,
  actor: Actor,
  action: Action,
  payload: { transferId: number; cancels: string },
): Promise<Verdict> {
  await recordTransferEvent(tx, actor, {
    transferId: payload.transferId,
    eventId: `${payload.cancels}:cancelled`,
    kind: "cancelled",
    source: "vendor",
    final: true,
    lines: [],
    occurredAt: new Date(),
  });
  await markAction(tx, actor, action.id, { from: provable, to: "verified", reason: "unknown_there" });
  await markAction(tx, actor, payload.cancels, {
    from: [...provable, "undoing"],
    to: "undone",
    reason: null,
  });
  return "proved";
}
