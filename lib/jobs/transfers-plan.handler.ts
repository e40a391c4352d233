import type { Jobs } from "@/db/enqueue";
import { isUnderWay } from "@/lib/services/shipment/progress";
import { planTransfers } from "./plan-transfers";
import type { JobContext } from "./registry";

/** Plans the transfers of all SKUs together; the clock comes back to it where a whole shipment is being approved. */
export async function handler(
  _payload: Jobs["transfers.plan"],
  { db, log, signal }: JobContext,
): Promise<void> {
  // What is being approved goes on as it was seen.
  if (await isUnderWay(db)) return;
  const plan = await planTransfers(db, signal);
  if (!plan) return;
  const { affectedSkuIds, ...figures } = plan;
  log.debug({ ...figures, affected: affectedSkuIds.length }, "transfers planned");
}
