import type { Jobs } from "@/db/enqueue";
import { carryOutBacktest, findUnderWay } from "@/lib/services/backtest/carry-out";
import type { JobContext } from "./registry";

/** Tries a policy on the past; by the clock, the one that a killed worker left. */
export async function handler(payload: Jobs["backtest.run"], { db, signal }: JobContext): Promise<void> {
  const id = payload.backtestId ?? (await findUnderWay(db));
  if (id !== null) await carryOutBacktest(db, id, signal);
}
