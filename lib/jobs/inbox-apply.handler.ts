import type { Jobs } from "@/db/enqueue";
import { enqueue } from "@/db/enqueue";
import { applyWaiting } from "@/lib/ingest/sync/apply-waiting";
import type { JobContext } from "./registry";

/** Applies what waits in the inbox, batch by batch, until nothing does. */
export async function handler(_payload: Jobs["inbox.apply"], { db, log, signal }: JobContext): Promise<void> {
  let applied = 0;
  while (!signal.aborted) {
    const done = await applyWaiting(db);
    if (done === 0) break;
    applied += done;
  }
  if (applied === 0) return;
  log.debug({ records: applied }, "inbox applied");
  await enqueue(db, "figures.refresh", {}, { key: "figures.refresh" });
}
