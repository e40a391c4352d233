import type { Queryable } from "@/db/client";
import { findTransfer, type TransferDetail } from "@/db/queries/transfers";
import type { Actor } from "../_shared/actor";
import { authorise } from "../_shared/authorise";
import { noTransfer } from "./missing";

/** One transfer with its lines and what both ends said. Throws Forbidden or NotFound. */
export async function getTransfer(db: Queryable, actor: Actor, id: number): Promise<TransferDetail> {
  authorise(actor, "read");
  const found = await findTransfer(db, id);
  if (!found) throw noTransfer();
  return found;
}
