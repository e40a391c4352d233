import pino from "pino";
import { connect } from "@/db/client";
import { harbourConnector } from "@/lib/connectors/testing/harbour-connector";
import { startSyncLoop } from "@/lib/jobs/sync-loop";

/** A worker that does nothing but read live sources, to be killed by a test. */
const db = connect(process.env.DATABASE_URL ?? "", { max: 6, name: "sync-child" });
const loop = startSyncLoop({ db, log: pino({ level: "silent" }), signal: new AbortController().signal }, [
  harbourConnector,
]);
for (;;) {
  await loop.tick();
  await new Promise((resolve) => setTimeout(resolve, 20));
}
