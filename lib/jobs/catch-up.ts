import type { Db } from "@/db/client";
import { runAutomatic } from "@/lib/services/recommendation/run-automatic";
import { refreshNextBatch } from "./figures-refresh";

/**
 * Works out every SKU that is marked at this moment and waits for what another process is at, so that afterwards the
 * figures hold every change committed before the call. What is marked meanwhile is left. Returns how many SKUs it took.
 */
export async function catchUp(db: Db, signal: AbortSignal): Promise<number> {
  const [marked] = await db<{ skus: number }[]>`select count(*)::int as skus from sku_to_refresh`;
  let done = 0;
  // Marks are taken oldest first, so those that come in meanwhile are behind these.
  for (let left = marked?.skus ?? 0; left > 0 && !signal.aborted; ) {
    const batch = await refreshNextBatch(db, { wait: true });
    if (batch === 0) break;
    done += batch;
    left -= batch;
  }
  if (done > 0) await runAutomatic(db);
  return done;
}
