import type { Jobs } from "@/db/enqueue";
import { propose } from "@/lib/services/recommendation/propose";
import { refreshTransferPlan } from "@/lib/services/transfer-plan/refresh";
import { refreshBatchSize } from "./figures-refresh";
import type { JobContext } from "./registry";

/** Plans the transfers of all SKUs together, then looks again at the decisions of SKUs that find other terms. */
export async function handler(
  _payload: Jobs["transfers.plan"],
  { db, log, signal }: JobContext,
): Promise<void> {
  const plan = await refreshTransferPlan(db);
  if (!plan) return;
  const { affectedSkuIds, ...figures } = plan;
  for (let i = 0; i < affectedSkuIds.length && !signal.aborted; i += refreshBatchSize) {
    await db.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtext('figures.refresh'))`;
      await propose(tx, affectedSkuIds.slice(i, i + refreshBatchSize));
    });
  }
  log.debug({ ...figures, affected: affectedSkuIds.length }, "transfers planned");
}
