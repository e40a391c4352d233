import type { Db } from "@/db/client";
import { findTransfer, type TransferDetail } from "@/db/queries/transfers";
import { anyTime, readRecords } from "@/lib/services/past/records/read-records";
import type { Actor } from "../_shared/actor";
import { authorise } from "../_shared/authorise";
import { settleLine, settleState } from "./settle";

/**
 * One transfer as it was known at a moment: its lines and state follow from what both ends had said by then. Null: it was not
 * planned yet, or there is none. Throws Forbidden, or Invalid for a moment that has not come.
 */
export async function getTransferThen(
  db: Db,
  actor: Actor,
  id: number,
  asOf: Date,
): Promise<TransferDetail | null> {
  authorise(actor, "read");
  const found = await readRecords(db, asOf, (past) => findTransfer(past, id, asOf), anyTime);
  return found && asSaid(found);
}

/** Of one that nobody has said anything of, its own times tell more. */
function asSaid(transfer: TransferDetail): TransferDetail {
  const { events } = transfer;
  if (events.length === 0) return transfer;
  const settled = settleState(transfer.lines, events);
  const lines = transfer.lines.map((line) => {
    const { shippedUnits, receivedUnits } = settleLine(line, events);
    return { ...line, shippedQuantity: shippedUnits, receivedQuantity: receivedUnits };
  });
  return { ...transfer, lines, state: settled === "open" ? transfer.state : settled };
}
