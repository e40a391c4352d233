import type { Jobs } from "@/db/enqueue";
import { resumeShipments } from "@/lib/services/shipment/resume";
import type { JobContext } from "./registry";

/** Goes on with approved shipments that broke off. */
export async function handler(
  _payload: Jobs["shipments.resume"],
  { db, log, signal }: JobContext,
): Promise<void> {
  const resumed = await resumeShipments(db, signal);
  if (resumed > 0) log.info({ resumed }, "approved shipments gone on with");
}
