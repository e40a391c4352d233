import { connect } from "@/db/client";
import { log } from "@/lib/core/log";
import { handler } from "../actions-send.handler";

/** A worker process for tests: sends the action named on its command line, then ends. */
const db = connect(process.env.DATABASE_URL ?? "", { max: 2, name: "test-worker" });
await handler({ actionId: process.argv[2] ?? "" }, { db, log, signal: new AbortController().signal });
await db.end();
