import type { Jobs } from "@/db/enqueue";
import { knownConnectors, liveConnectorFor } from "@/lib/connectors/live-registry";
import { planReconciliations, settleArrived } from "@/lib/ingest/reconcile/plan";
import { reconcileNext } from "@/lib/ingest/reconcile/reconcile";
import { planStock } from "@/lib/ingest/reconcile/stock/plan";
import { reconcileStockNext } from "@/lib/ingest/reconcile/stock/run";
import type { JobContext } from "./registry";

/** The rest is gone on with a minute later, so that comparisons never hold up other jobs for long. */
const sliceMilliseconds = 40_000;

/** Holds the hours of live sources that are due against what is here, and what they list of the stock that they keep. */
export async function handler(
  _payload: Jobs["reconcile.orders"],
  { db, log, signal }: JobContext,
): Promise<void> {
  const vendors = knownConnectors().map(({ vendor }) => vendor);
  await planReconciliations(db, vendors, new Date());
  await planStock(db, vendors, new Date());
  await settleArrived(db);
  const endAt = performance.now() + sliceMilliseconds;
  const options = { log, signal, vendors, find: liveConnectorFor };
  while (!signal.aborted && performance.now() < endAt)
    if (!(await reconcileNext(db, options)) && !(await reconcileStockNext(db, options))) return;
}
