import type { Jobs } from "@/db/enqueue";
import { refreshNextBatch } from "./figures-refresh";
import type { JobContext } from "./registry";

/** Works out everything that is marked, batch by batch, until nothing is left. */
export async function handler(
  _payload: Jobs["figures.refresh"],
  { db, log, signal }: JobContext,
): Promise<void> {
  const startedAt = Date.now();
  let skus = 0;
  while (!signal.aborted) {
    const done = await refreshNextBatch(db);
    if (done === 0) break;
    skus += done;
  }
  if (skus > 0) log.debug({ skus, milliseconds: Date.now() - startedAt }, "figures worked out");
}
