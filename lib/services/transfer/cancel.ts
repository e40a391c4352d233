import { z } from "zod";
import type { Db } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { type Undone, undoAction } from "../action/undo";
import { noTransfer } from "./missing";

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
  if (!row) throw noTransfer();
  if (!row.actionId)
    throw new Conflict(`${row.number} was not planned here, so it cannot be cancelled here.`, {
      say: say("refusals.transfer.notPlannedHere", { number: row.number }),
    });
  return undoAction(db, actor, { actionId: row.actionId, ...(reason ? { reason } : {}) });
}
