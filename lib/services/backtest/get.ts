import type { Queryable } from "@/db/client";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";
import { type PolicyRules, policyRules } from "@/lib/services/policy/rules";
import type { BacktestResult } from "./types";

export interface BacktestRow {
  id: number;
  policyVersion: number | null;
  days: number;
  mostSkus: number;
  fromDay: string;
  untilAt: Date;
  state: "queued" | "running" | "done" | "stopped" | "failed";
  doneSteps: number;
  allSteps: number;
  error: string | null;
  /** Somebody pressed stop: it ends after the part that is under way. */
  stopAsked: boolean;
  createdBy: string;
  createdAt: Date;
  finishedAt: Date | null;
  /** When it will have ended, if its steps go on taking as long; null: not running, or no step is done yet. */
  endsAt: Date | null;
}

/** The newest back-tests, newest first. Throws Forbidden. */
export async function listBacktests(db: Queryable, actor: Actor): Promise<BacktestRow[]> {
  authorise(actor, "read");
  return db<BacktestRow[]>`
    select id, policy_version as "policyVersion", days, most_skus as "mostSkus", from_day as "fromDay", until_at as "untilAt", state, done_steps as "doneSteps",
      all_steps as "allSteps", error, stop_asked as "stopAsked", created_by as "createdBy", created_at as "createdAt", finished_at as "finishedAt",
      case when state = 'running' and step_seconds is not null then greatest(now(), stepped_at + make_interval(secs => step_seconds * (all_steps - done_steps))) end as "endsAt"
    from backtest order by created_at desc, id desc limit 20`;
}

/** The result of one; null while there is none. Throws Forbidden. */
export async function getBacktestResult(
  db: Queryable,
  actor: Actor,
  id: number,
): Promise<BacktestResult | null> {
  authorise(actor, "read");
  const [row] = await db<{ result: BacktestResult | null }[]>`select result from backtest where id = ${id}`;
  return row?.result ?? null;
}

/** The rules that one tried; null: there is none of this number. Throws Forbidden. */
export async function getBacktestRules(db: Queryable, actor: Actor, id: number): Promise<PolicyRules | null> {
  authorise(actor, "read");
  const [row] = await db<{ rules: unknown }[]>`select rules from backtest where id = ${id}`;
  return row ? policyRules.parse(row.rules) : null;
}
