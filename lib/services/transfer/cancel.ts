import { z } from "zod";
import type { Db } from "@/db/client";
import { Conflict, NotFound } from "@/lib/core/errors";
import type { Actor } from "../_shared/actor";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { type Undone, undoAction } from "../action/undo";

export const cancelTransferInput = z.object({
  transferId: z.number().int().positive(),
  reason: z.string().trim().max(500).optional(),
});

/**
 * Gives up a transfer that has not left: the same as undoing its action. Throws Forbidden, Invalid, NotFound, or Conflict
 * when the goods have left.
 */
export async function cancelTransfer(db: Db, actor: Actor, request: unknown): Promise<Undone> {
  authorise(actor, "transfer.move");
  const { transferId, reason } = parseInput(cancelTransferInput, request);
  const [row] = await db<{ actionId: string | null; number: string }[]>`
    select action_id as "actionId", number from transfer_order where id = ${transferId}`;
  if (!row) throw new NotFound("This transfer does not exist. The list may be out of date; reload it.");
  if (!row.actionId)
    throw new Conflict(`${row.number} was not planned here, so it cannot be cancelled here.`);
  return undoAction(db, actor, { actionId: row.actionId, ...(reason ? { reason } : {}) });
}
