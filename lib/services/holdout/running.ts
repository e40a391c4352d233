import type { Queryable } from "@/db/client";
import type { HoldoutRules } from "@/lib/metrics/holdout/compute";

/** A holdout with its rules. */
export type Holdout = HoldoutRules & { id: number };

/** The holdout that runs, if one does. */
export async function runningHoldout(db: Queryable): Promise<Holdout | null> {
  const [row] = await db<Holdout[]>`
    select id, share::float8 as share, period_days as "periodDays", seed, started_at as "startedAt" from holdout where ended_at is null`;
  return row ?? null;
}
