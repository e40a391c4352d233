import type { Jobs } from "@/db/enqueue";
import { sendCanaryBeat } from "./canary-beat";
import type { JobContext } from "./registry";

/** Below a minute, so that the next beat finds its job free. */
const patienceMilliseconds = 45_000;

/** Sends the event of this minute through the whole path and keeps how long it took. */
export async function handler(_payload: Jobs["canary.beat"], { db, log, signal }: JobContext): Promise<void> {
  const milliseconds = await sendCanaryBeat(db, { patienceMilliseconds, signal });
  log.debug({ milliseconds }, "canary");
}
