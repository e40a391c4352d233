import type { Queryable } from "@/db/client";
import { findTransfer, type TransferDetail } from "@/db/queries/transfers";
import type { Actor } from "../_shared/actor";
import { authorise } from "../_shared/authorise";
import { keeperOf } from "./book-at-keeper";
import { noTransfer } from "./missing";

/**
 * One transfer with its lines, what both ends said, and the account that books what is confirmed here. Throws Forbidden
 * or NotFound.
 */
export async function getTransfer(
  db: Queryable,
  actor: Actor,
  id: number,
): Promise<TransferDetail & { bookedAt: string | null }> {
  authorise(actor, "read");
  const found = Number.isSafeInteger(id) ? await findTransfer(db, id) : null;
  if (!found) throw noTransfer();
  const keeper = await keeperOf(db, id);
  return { ...found, bookedAt: keeper?.name ?? null };
}
