import type { Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { historyDays } from "./kpis-refresh";

/**
 * Leaves the work that an import calls for, in the transaction that ends it: figures of what changed, and the KPIs of all
 * days that are kept, since a file may reach far back.
 */
export async function followImport(tx: Tx, { accepted }: { accepted: number }): Promise<void> {
  if (accepted === 0) return;
  await enqueue(tx, "figures.refresh", {}, { key: "figures.refresh" });
  await enqueue(tx, "kpis.refresh", { days: historyDays }, { key: "kpis.refresh.history" });
}
