import type { Db } from "@/db/client";

/** Silence of all workers for longer than this means that no job runs. */
const WORKER_SILENT_SECONDS = 60;
/** A job that has been due for longer than this means that the workers do not keep up. */
const QUEUE_LATE_SECONDS = 15 * 60;
const DATABASE_PATIENCE_MILLISECONDS = 3_000;

export interface Health {
  /** ok: everything runs. degraded: pages work, jobs do not. down: the database does not answer. */
  state: "ok" | "degraded" | "down";
  database: "ok" | "unreachable";
  worker: { state: "ok" | "silent"; lastSeenSecondsAgo: number | null };
  queue: { state: "ok" | "late" | "unknown"; waiting: number | null; oldestDueSeconds: number | null };
}

/** What runs and what does not, without a name, a version or an address of anything. */
export async function readHealth(db: Db): Promise<Health> {
  const row = await Promise.race([
    ask(db).catch(() => null),
    new Promise<null>((resolve) => setTimeout(resolve, DATABASE_PATIENCE_MILLISECONDS, null).unref()),
  ]);
  if (!row)
    return {
      state: "down",
      database: "unreachable",
      worker: { state: "silent", lastSeenSecondsAgo: null },
      queue: { state: "unknown", waiting: null, oldestDueSeconds: null },
    };
  const silent = row.workerSeconds === null || row.workerSeconds > WORKER_SILENT_SECONDS;
  const late = row.dueSeconds !== null && row.dueSeconds > QUEUE_LATE_SECONDS;
  return {
    state: silent || late ? "degraded" : "ok",
    database: "ok",
    worker: { state: silent ? "silent" : "ok", lastSeenSecondsAgo: row.workerSeconds },
    queue: { state: late ? "late" : "ok", waiting: row.waiting, oldestDueSeconds: row.dueSeconds },
  };
}

async function ask(db: Db) {
  const [row] = await db<{ workerSeconds: number | null; waiting: number; dueSeconds: number | null }[]>`
    select
      (select floor(extract(epoch from now() - max(seen_at)))::int from worker_heartbeat) as "workerSeconds",
      count(*)::int as waiting,
      floor(extract(epoch from now() - min(run_at)))::int as "dueSeconds"
    from graphile_worker.jobs
    where run_at <= now() and locked_at is null and attempts < max_attempts`;
  return row ?? null;
}
