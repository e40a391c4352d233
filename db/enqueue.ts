import type { Queryable } from "./client";

/** Every job with what it needs to know. Handlers live in lib/jobs/<name with dashes>.handler.ts. */
export interface Jobs {
  "import.run": { runId: number };
  "inbox.apply": Record<string, never>;
  "figures.refresh": Record<string, never>;
  "decisions.refresh": { skuIds?: number[] };
  "transfers.plan": Record<string, never>;
  "backtest.run": { backtestId?: number };
  "kpis.refresh": { days?: number };
  "actions.send": { actionId: string };
  "actions.confirm": Record<string, never>;
  "impact.measure": Record<string, never>;
  "snoozes.wake": Record<string, never>;
  "steps.start": Record<string, never>;
  "shipments.resume": Record<string, never>;
  "partitions.ahead": Record<string, never>;
  "webhooks.subscribe": { connectionId: number };
  "webhooks.renew": Record<string, never>;
  "inbox.prune": Record<string, never>;
  "past.prune": Record<string, never>;
  "reconcile.orders": Record<string, never>;
  "canary.beat": Record<string, never>;
  "alerts.check": Record<string, never>;
  "alerts.deliver": Record<string, never>;
}
export type JobName = keyof Jobs;

/**
 * Leaves a job as a row of the caller's transaction: it runs only if that commits. `key` collapses jobs that are still
 * waiting into one; `delaySeconds` postpones it.
 */
export async function enqueue<N extends JobName>(
  db: Queryable,
  name: N,
  payload: Jobs[N],
  options: { key?: string; delaySeconds?: number; maxAttempts?: number } = {},
): Promise<void> {
  await db`
    select graphile_worker.add_job(${name}, payload => ${db.json(payload as never)}::json,
      run_at => now() + make_interval(secs => ${options.delaySeconds ?? 0}), max_attempts => ${options.maxAttempts ?? 25},
      job_key => ${options.key ?? null}::text)`;
}
