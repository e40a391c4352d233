import { announce } from "@/db/announce";
import type { Jobs } from "@/db/enqueue";
import { Conflict, PlimsollError } from "@/lib/core/errors";
import { runImport } from "@/lib/ingest/run-import";
import { followImport } from "./import-run-follow";
import type { JobContext } from "./registry";

const announceEveryMs = 1_000;

/**
 * Carries out an import that a person started, and as it ends has the figures worked out. A run that was killed is taken up
 * again by the queue. One that failed is not: what a person must repair (an unreadable file, a wrong mapping) is written to
 * the run, and when it broke off for another reason the person who reads so decides whether it runs again.
 */
export async function handler({ runId }: Jobs["import.run"], { db, log, signal }: JobContext): Promise<void> {
  let announcedAt = 0;
  try {
    const outcome = await runImport(db, runId, {
      signal,
      whenDone: followImport,
      onProgress: () => {
        if (Date.now() - announcedAt < announceEveryMs) return;
        announcedAt = Date.now();
        void announce(db, "imports", [runId]).catch(() => {});
      },
    });
    const { read, accepted, unchanged, rejected } = outcome;
    log.info({ runId, read, accepted, unchanged, rejected }, "import done");
  } catch (error) {
    if (error instanceof Conflict) log.info({ runId }, error.message);
    else if (error instanceof PlimsollError) log.warn({ runId }, error.message);
    else throw error;
  }
}
