import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { policyRules } from "@/lib/services/policy/rules";
import { backtestPolicy } from "./run";

interface Asked {
  rules: unknown;
  version: number | null;
  days: number;
  fromDay: string;
  until: Date;
  mostSkus: number;
}

/**
 * Carries out a back-test that was left to do, with its progress, and stores what came of it. One that a killed worker left
 * begins anew; one that was asked to stop, or fails, says so.
 */
export async function carryOutBacktest(db: Db, id: number, signal: AbortSignal): Promise<void> {
  const [asked] = await db<Asked[]>`
    update backtest set state = 'running', done_steps = 0 where id = ${id} and state in ('queued', 'running') and not stop_asked
    returning rules, policy_version as version, days, from_day as "fromDay", until_at as until, most_skus as "mostSkus"`;
  if (!asked) return;
  const { version, days, fromDay, until, mostSkus } = asked;
  const policy = {
    version: version ?? 0,
    rules: policyRules.parse(asked.rules),
    note: null,
    createdBy: "",
    createdAt: until,
  };
  try {
    const result = await backtestPolicy(db, policy, { fromDay, days, until, mostSkus }, async (done, all) => {
      const [goesOn] = await db`
        update backtest set done_steps = ${done}, all_steps = ${all} where id = ${id} and not stop_asked returning 1`;
      await announce(db, "settings");
      return goesOn !== undefined && !signal.aborted;
    });
    // A worker that is told to end leaves it to the next one.
    if (result === null && signal.aborted) throw new Error("The worker ends; the back-test begins anew.");
    await db`
      update backtest set state = ${result ? "done" : "stopped"}, result = ${result ? db.json(result as never) : null},
        done_steps = case when ${result !== null} then all_steps else done_steps end, finished_at = now()
      where id = ${id} and state = 'running'`;
  } catch (error) {
    if (!signal.aborted)
      await db`
        update backtest set state = 'failed', error = ${error instanceof Error ? error.message : String(error)}, finished_at = now()
        where id = ${id} and state = 'running'`;
    throw error;
  } finally {
    await announce(db, "settings");
  }
}
