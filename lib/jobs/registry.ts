import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Logger } from "pino";
import type { Db } from "@/db/client";
import type { JobName, Jobs } from "@/db/enqueue";

/** What a handler may use. `signal` aborts when the worker is told to end. */
export interface JobContext {
  db: Db;
  log: Logger;
  signal: AbortSignal;
}

export type Handler<N extends JobName> = (payload: Jobs[N], context: JobContext) => Promise<void>;

/** Every job; its handler lies in <name with dashes>.handler.ts beside this file. */
export const jobNames = [
  "import.run",
  "inbox.apply",
  "figures.refresh",
  "decisions.refresh",
  "transfers.plan",
  "backtest.run",
  "kpis.refresh",
  "actions.send",
  "actions.confirm",
  "impact.measure",
  "snoozes.wake",
  "steps.start",
  "shipments.resume",
  "partitions.ahead",
  "webhooks.subscribe",
  "webhooks.renew",
  "inbox.prune",
  "past.prune",
  "reconcile.orders",
  "canary.beat",
  "alerts.check",
  "alerts.deliver",
] as const satisfies readonly JobName[];

/** Work by the clock, in UTC. */
export const schedule: { job: JobName; match: string }[] = [
  { job: "partitions.ahead", match: "15 2 * * *" },
  { job: "inbox.prune", match: "35 3 * * *" },
  { job: "past.prune", match: "50 3 * * *" },
  { job: "kpis.refresh", match: "5 * * * *" },
  { job: "decisions.refresh", match: "*/10 * * * *" },
  { job: "transfers.plan", match: "4,14,24,34,44,54 * * * *" },
  { job: "snoozes.wake", match: "* * * * *" },
  { job: "steps.start", match: "* * * * *" },
  { job: "backtest.run", match: "* * * * *" },
  { job: "shipments.resume", match: "* * * * *" },
  { job: "impact.measure", match: "25 * * * *" },
  { job: "reconcile.orders", match: "* * * * *" },
  { job: "canary.beat", match: "* * * * *" },
  { job: "alerts.check", match: "* * * * *" },
  { job: "webhooks.renew", match: "45 * * * *" },
];

/** The handler of a job, loaded when it is first needed. Throws when there is none. */
export async function loadHandler<N extends JobName>(name: N): Promise<Handler<N>> {
  const file = join(import.meta.dirname, `${name.replaceAll(".", "-")}.handler.ts`);
  if (!existsSync(file)) throw new Error(`Nothing here carries out the job ${name}.`);
  const module = (await import(pathToFileURL(file).href)) as { handler: Handler<N> };
  return module.handler;
}
