import type { Db } from "@/db/client";
import type { Actor } from "../_shared/actor";
import { beginShipment } from "./begin";
import { goOnWithShipment } from "./go-on";
import { readProgress, type ShipmentProgress } from "./progress";

/**
 * Approves a whole shipment of any size: writes it down as it was seen, then carries it out for a second and answers how far
 * it is. The same press goes on with it until it is finished; left alone, the clock does. Throws what beginShipment throws.
 */
export async function approveShipment(
  db: Db,
  actor: Actor,
  request: unknown,
  milliseconds = 1_000,
): Promise<ShipmentProgress> {
  const id = await beginShipment(db, actor, request);
  await goOnWithShipment(db, actor, id, { milliseconds });
  return readProgress(db, id);
}
