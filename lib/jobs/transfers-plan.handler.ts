import type { Jobs } from "@/db/enqueue";
import { planTransfers } from "./plan-transfers";
import type { JobContext } from "./registry";

/** Plans the transfers of all SKUs together. */
export async function handler(
  _payload: Jobs["transfers.plan"],
  { db, log, signal }: JobContext,
): Promise<void> {
  const plan = await planTransfers(db, signal);
  if (!plan) return;
  const { affectedSkuIds, ...figures } = plan;
  log.debug({ ...figures, affected: affectedSkuIds.length }, "transfers planned");
}
