import type { Jobs } from "@/db/enqueue";
import { pruneInbox } from "@/lib/ingest/sync/prune";
import type { JobContext } from "./registry";

/** Removes raw forms of records that have been kept as long as they shall be. */
export async function handler(_payload: Jobs["inbox.prune"], { db, log, signal }: JobContext): Promise<void> {
  const removed = await pruneInbox(db, signal);
  if (removed > 0) log.info({ removed }, "old raw records removed");
}
