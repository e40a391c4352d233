import { constants, setPriority } from "node:os";
import { connect } from "@/db/client";
import { log } from "@/lib/core/log";
import { startWorker } from "@/lib/jobs/worker";

/** The worker process: carries out jobs until it is told to end, then lets those that run come to their end. */
const url = process.env.DATABASE_URL;
if (!url) throw new Error("DATABASE_URL is not set. Start Plimsoll with npm start, which sets it.");
// Call-backs and people that wait for an answer go before figures that are worked out anew.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const db = connect(url, { max: 8, name: "plimsoll-worker" });
const worker = await startWorker(db, url, log);
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void worker.stop());
log.info("worker ready");
try {
  await worker.done;
} finally {
  await db.end({ timeout: 5 });
}
