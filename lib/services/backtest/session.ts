import { type Db, openSession } from "@/db/client";
import { layShadows } from "@/lib/services/past/shadow-tables";
import { layShares } from "./shares";

/**
 * Memory of the session's tables and of its sorts: with the server's usual 8 MB the tables of some thousand products go to and
 * from files at every statement. Each statement is planned for the rows that it is asked about, since a plan for any rows, which
 * PostgreSQL takes from the sixth time on, joined the days of 500 products for minutes instead of a second.
 */
const settings = {
  jit: "off",
  temp_buffers: "256MB",
  work_mem: "64MB",
  plan_cache_mode: "force_custom_plan",
};

/**
 * Does something on a session of its own with the tables of the past laid over the real ones; they are gone when it returns. Which
 * part of a day goods could be bought is told from `since` on.
 */
export async function withPast<T>(db: Db, since: Date, work: (session: Db) => Promise<T>): Promise<T> {
  const session = openSession(db, "plimsoll-backtest");
  try {
    for (const [name, value] of Object.entries(settings))
      await session`select set_config(${name}, ${value}, false)`;
    await session.begin((tx) => layShadows(tx, "session"));
    await session`update past_moment set shares_since = ${since}`;
    await session.begin(layShares);
    // One row, which is guessed as two thousand otherwise, in every statement on a view of the past.
    await session`analyze past_moment`;
    return await work(session);
  } finally {
    // Gone when this returns, and not only once the server has noticed that the session ended.
    await session.unsafe("discard temp").finally(() => session.end());
  }
}
