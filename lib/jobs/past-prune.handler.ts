import type { Jobs } from "@/db/enqueue";
import { readEnv } from "@/lib/core/env";
import { pastDaysUsual, prunePast } from "@/lib/services/past/prune";
import type { JobContext } from "./registry";

/** Removes what was written over and has been kept as long as it shall be. */
export async function handler(_payload: Jobs["past.prune"], { db, log }: JobContext): Promise<void> {
  const removed = await prunePast(db, readEnv().PLIMSOLL_PAST_DAYS ?? pastDaysUsual);
  if (removed > 0) log.info({ removed }, "what was kept of the past long ago removed");
}
