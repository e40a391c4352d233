import { z } from "zod";
import type { Db } from "@/db/client";
import type { Actor } from "../_shared/actor";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { bookAtKeeper, keeperOf } from "./book-at-keeper";
import { type Confirmed, confirmInput } from "./confirm-input";
import { recordTransferEvent } from "./record-event";
import { isRecorded, lockTransfer, transferConflict } from "./standing";

export const receiveInput = confirmInput.extend({
  /** Nothing more will come: what was shipped and is missing is lost. */
  complete: z.boolean().default(true),
});

/**
 * Confirms by hand what came in at the destination, line by line, in one go or in parts. Short: once complete, what is
 * missing is written off as lost on the way. Over: the surplus comes from counting. An account that carries the transfer is
 * asked to book it too. Throws Forbidden, Invalid, NotFound,
 * or Conflict when it was received or cancelled before, or has not been shipped.
 */
export async function receiveTransfer(db: Db, actor: Actor, request: unknown): Promise<Confirmed> {
  authorise(actor, "transfer.move");
  const { transferId, eventId, lines, occurredAt, note, complete } = parseInput(receiveInput, request);
  return db.begin(async (tx) => {
    const standing = await lockTransfer(tx, transferId);
    if (await isRecorded(tx, transferId, eventId))
      return { transferId, state: standing.state, recorded: false };
    if (standing.state !== "shipped")
      throw await transferConflict(tx, transferId, standing, refusals[standing.state]);
    const keeper = await keeperOf(tx, transferId);
    if (keeper)
      await bookAtKeeper(tx, actor, keeper, { transferId, kind: "transfer_receive", lines, complete });
    await recordTransferEvent(tx, actor, {
      transferId,
      eventId,
      kind: "received",
      source: "hand",
      final: complete,
      occurredAt: occurredAt ? new Date(occurredAt) : new Date(),
      lines,
      toBeShown: keeper !== null,
      ...(note ? { note } : {}),
    });
    const [after] = await tx<
      { state: Confirmed["state"] }[]
    >`select state from transfer_order where id = ${transferId}`;
    return { transferId, state: after?.state ?? "shipped", recorded: true };
  });
}

const refusals = {
  planned: "not_shipped",
  sent: "not_shipped",
  received: "received",
  cancelled: "cancelled",
} as const;
