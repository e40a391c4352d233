import type { Db } from "@/db/client";
import type { Actor } from "../_shared/actor";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { bookAtKeeper, keeperOf } from "./book-at-keeper";
import { type Confirmed, confirmInput } from "./confirm-input";
import { recordTransferEvent } from "./record-event";
import { isRecorded, lockTransfer, transferConflict } from "./standing";

/**
 * Confirms by hand what left the origin, line by line; a line that is not named ships in full. The goods are in transit
 * from then on, and what was not shipped is free again at the origin. An account that carries the transfer is asked to book
 * it too. Throws Forbidden, Invalid, NotFound, or Conflict
 * when the shipping was confirmed or the transfer cancelled before.
 */
export async function shipTransfer(db: Db, actor: Actor, request: unknown): Promise<Confirmed> {
  authorise(actor, "transfer.move");
  const { transferId, eventId, lines, occurredAt, note } = parseInput(confirmInput, request);
  return db.begin(async (tx) => {
    const standing = await lockTransfer(tx, transferId);
    if (await isRecorded(tx, transferId, eventId))
      return { transferId, state: standing.state, recorded: false };
    if (standing.state === "shipped" || standing.state === "received")
      throw await transferConflict(tx, transferId, standing, "shipped");
    if (standing.state === "cancelled") throw await transferConflict(tx, transferId, standing, "cancelled");
    const planned = await tx<{ lineNo: number; quantity: number }[]>`
      select line_no as "lineNo", quantity from transfer_line where transfer_id = ${transferId} order by line_no`;
    const named = new Map(lines.map((line) => [line.lineNo, line.quantity]));
    const left = [
      ...planned.map((line) => ({
        lineNo: line.lineNo,
        quantity: named.get(line.lineNo) ?? line.quantity,
      })),
      ...lines.filter((line) => !standing.lineNos.includes(line.lineNo)),
    ];
    const keeper = await keeperOf(tx, transferId);
    if (keeper)
      await bookAtKeeper(tx, actor, keeper, {
        transferId,
        kind: "transfer_ship",
        lines: left,
        complete: true,
      });
    await recordTransferEvent(tx, actor, {
      transferId,
      eventId,
      kind: "shipped",
      source: "hand",
      final: true,
      occurredAt: occurredAt ? new Date(occurredAt) : new Date(),
      lines: left,
      toBeShown: keeper !== null,
      ...(note ? { note } : {}),
    });
    return { transferId, state: "shipped", recorded: true };
  });
}
