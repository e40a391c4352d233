import { connect } from "@/db/client";

/** The worker process: holds its connection and waits for work until it is told to end. */
const db = connect(process.env.DATABASE_URL ?? "", { name: "plimsoll-worker" });
await db`select 1`;
const alive = setInterval(() => {}, 60_000);
process.once("SIGTERM", () => {
  clearInterval(alive);
  void db.end({ timeout: 5 });
});
