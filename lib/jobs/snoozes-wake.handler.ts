import type { Jobs } from "@/db/enqueue";
import { wakeSnoozed } from "@/lib/services/recommendation/unsnooze";
import type { JobContext } from "./registry";

/** Brings back what was snoozed until now. */
export async function handler(_payload: Jobs["snoozes.wake"], { db, log }: JobContext): Promise<void> {
  const woken = await wakeSnoozed(db);
  if (woken > 0) log.info({ woken }, "snoozes ended");
}
