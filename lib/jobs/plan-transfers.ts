import type { Db } from "@/db/client";
import { propose } from "@/lib/services/recommendation/propose";
import { type RefreshedPlan, refreshTransferPlan } from "@/lib/services/transfer-plan/refresh";
import { refreshBatchSize } from "./figures-refresh";

/**
 * Plans the transfers of all SKUs together, then looks again at the decisions of SKUs that find other terms than before.
 * Null: another process is at it.
 */
export async function planTransfers(db: Db, signal?: AbortSignal): Promise<RefreshedPlan | null> {
  const plan = await refreshTransferPlan(db);
  const skuIds = plan?.affectedSkuIds ?? [];
  for (let i = 0; i < skuIds.length && !signal?.aborted; i += refreshBatchSize) {
    await db.begin(async (tx) => {
      // Never beside a refresh, which holds the same recommendations in another order.
      await tx`select pg_advisory_xact_lock(hashtext('figures.refresh'))`;
      await propose(tx, skuIds.slice(i, i + refreshBatchSize));
    });
  }
  return plan;
}
