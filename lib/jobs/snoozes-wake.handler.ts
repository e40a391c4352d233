import type { Logger } from "pino";
import type { Db } from "@/db/client";
import type { Jobs } from "@/db/enqueue";
import { wakeSnoozed } from "@/lib/services/recommendation/unsnooze";

/** Brings back what was snoozed until now. */
export async function handler(
  _payload: Jobs["snoozes.wake"],
  { db, log }: { db: Db; log: Logger; signal: AbortSignal },
): Promise<void> {
  const woken = await wakeSnoozed(db);
  if (woken > 0) log.info({ woken }, "snoozes ended");
}
