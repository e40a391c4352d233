import type { Queryable } from "@/db/client";
import { findTransfer, type TransferDetail } from "@/db/queries/transfers";
import { NotFound } from "@/lib/core/errors";
import type { Actor } from "../_shared/actor";
import { authorise } from "../_shared/authorise";

/** One transfer with its lines and what both ends said. Throws Forbidden or NotFound. */
export async function getTransfer(db: Queryable, actor: Actor, id: number): Promise<TransferDetail> {
  authorise(actor, "read");
  const found = await findTransfer(db, id);
  if (!found) throw new NotFound("This transfer does not exist. The list may be out of date; reload it.");
  return found;
}
