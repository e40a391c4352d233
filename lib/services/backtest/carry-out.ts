import { announce } from "@/db/announce";
import { type Db, openSession } from "@/db/client";
import { policyRules } from "@/lib/services/policy/rules";
import { endBacktest, keepMorning, type TakenUp, takeUp } from "./keep";
import { backtestPolicy } from "./run";

/** The database went away; once it is back the run goes on. */
const lostCodes = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "ECONNREFUSED",
  "ECONNRESET",
  "57P01",
  "57P02",
  "57P03",
]);

/**
 * Carries out a back-test that was left to do, with its progress, and stores what came of it. One that a worker broke off, killed
 * or told to end, goes on after its last finished morning. One that was asked to stop, or fails, says so. Does nothing while
 * another worker is at it.
 */
export async function carryOutBacktest(db: Db, id: number, signal: AbortSignal): Promise<void> {
  // Held by a session, so that it is free again as soon as its process is gone.
  const alone = openSession(db, "plimsoll-backtest-lock");
  try {
    const [lock] = await alone<{ taken: boolean }[]>`
      select pg_try_advisory_lock(hashtext('backtest'), ${id}::int) as taken`;
    if (!lock?.taken) return;
    const taken = await takeUp(db, id);
    if (taken) await goThrough(db, id, taken, signal);
    else if (await isStopAsked(db, id)) await endBacktest(db, id, { state: "stopped" });
  } finally {
    await alone.end();
    await announce(db, "settings");
  }
}

/** The back-test that waits or was broken off; null: none. There is one at most. */
export async function findUnderWay(db: Db): Promise<number | null> {
  const [row] = await db<{ id: number }[]>`
    select id from backtest where state in ('queued', 'running') order by id limit 1`;
  return row?.id ?? null;
}

async function goThrough(db: Db, id: number, taken: TakenUp, signal: AbortSignal): Promise<void> {
  const { rules, version, fromDay, days, until, sample, earlier } = taken;
  const policy = {
    version: version ?? 0,
    rules: policyRules.parse(rules),
    note: null,
    createdBy: "",
    createdAt: until,
  };
  try {
    const result = await backtestPolicy(
      db,
      policy,
      { fromDay, days, until },
      {
        ...{ sample, earlier },
        goesOn: async () => !signal.aborted && !(await isStopAsked(db, id)),
        keep: async (tx, kept) => {
          await keepMorning(tx, id, kept);
          await announce(tx, "settings");
        },
      },
    );
    if (result) await endBacktest(db, id, { state: "done", result });
    // A worker that is told to end leaves it to the next one.
    else if (signal.aborted) throw new Error("The worker ends; the back-test goes on with the next one.");
    else await endBacktest(db, id, { state: "stopped" });
  } catch (error) {
    if (!signal.aborted && !isLost(error))
      await endBacktest(db, id, {
        state: "failed",
        error: error instanceof Error ? error.message : String(error),
      });
    throw error;
  }
}

async function isStopAsked(db: Db, id: number): Promise<boolean> {
  const [row] = await db`select from backtest where id = ${id} and stop_asked`;
  return row !== undefined;
}

const isLost = (error: unknown): boolean =>
  error instanceof Error && "code" in error && lostCodes.has(String(error.code));
