import type { Jobs } from "@/db/enqueue";
import { carryOutBacktest } from "@/lib/services/backtest/carry-out";
import type { JobContext } from "./registry";

/** Tries a policy on the past. */
export async function handler(payload: Jobs["backtest.run"], { db, signal }: JobContext): Promise<void> {
  await carryOutBacktest(db, payload.backtestId, signal);
}
