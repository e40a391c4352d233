import { parseCronItems, Logger as QueueLogger, type Runner, run, type TaskList } from "graphile-worker";
import pg from "pg";
import type { Logger } from "pino";
import { APP_ROLE, type Db } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { BEAT_SECONDS, beat } from "@/lib/services/health/beat";
import { turnPromotions } from "@/lib/services/publishing/turn-promotions";
import { runAutomatic } from "@/lib/services/recommendation/run-automatic";
import { createAnnouncer } from "./announce-marked";
import { refreshBatchSize, refreshNextBatch } from "./figures-refresh";
import { type JobContext, jobNames, loadHandler, schedule } from "./registry";
import { startSyncLoop } from "./sync-loop";

/** Jobs carried out at the same time. */
const concurrency = 4;
/** Pause between two looks at what is marked: a change is in the figures well within a second. */
const refreshEveryMilliseconds = 300;
const announceEveryMilliseconds = 100;
const confirmEveryMilliseconds = 20_000;
const syncEveryMilliseconds = 250;
/** When so many SKUs changed at once, their transfers are planned together anew; single ones follow by the clock. */
const manySkus = 100;
/** Least time between two such plannings: under a steady stream of changes one would follow the other without end. */
const planEverySeconds = 120;
/** Longest rest after a piece of work. */
const restMillisecondsMax = 2_000;
/** A promotion that begins or ends by time shows in what can be sold within this and the time to work it out. */
const promotionsEveryMilliseconds = 1_000;

/** A running worker. `stop` lets what runs come to its end; `done` settles when it has stopped for whatever reason. */
export interface Worker {
  stop: () => Promise<void>;
  done: Promise<void>;
}

/**
 * Takes jobs from the queue, by the clock and from the marks of changed SKUs, as the application's role. Several workers may
 * run beside each other.
 */
export async function startWorker(db: Db, url: string, log: Logger): Promise<Worker> {
  const ending = new AbortController();
  const context: JobContext = { db, log, signal: ending.signal };
  const pgPool = new pg.Pool({
    connectionString: url,
    max: concurrency + 2,
    options: `-c role=${APP_ROLE} -c TimeZone=UTC`,
    application_name: "plimsoll-queue",
  });
  const lost = (error: Error) => log.warn({ err: error }, "a connection of the queue was lost");
  pgPool.on("error", lost);
  pgPool.on("connect", (client) => client.on("error", lost));
  const runner: Runner = await run({
    pgPool,
    concurrency,
    noHandleSignals: true,
    pollInterval: 1_000,
    taskList: taskList(context),
    parsedCronItems: parseCronItems(
      schedule.map(({ job, match }) => ({ task: job, match, identifier: job, options: { jobKey: job } })),
    ),
    logger: queueLogger(log),
  });
  await enqueue(db, "partitions.ahead", {}, { key: "partitions.ahead" });
  await enqueue(db, "decisions.refresh", {}, { key: "decisions.refresh" });
  await enqueue(db, "kpis.refresh", {}, { key: "kpis.refresh" });
  await enqueue(db, "transfers.plan", {}, { key: "transfers.plan", delaySeconds: 5 });
  const sync = startSyncLoop(context);
  const loops = [
    loop(context, refreshEveryMilliseconds, createRefresher(context)),
    loop(context, announceEveryMilliseconds, createAnnouncer(db)),
    loop(context, confirmEveryMilliseconds, () =>
      enqueue(db, "actions.confirm", {}, { key: "actions.confirm" }),
    ),
    loop(context, syncEveryMilliseconds, sync.tick),
    loop(context, promotionsEveryMilliseconds, async () => void (await turnPromotions(db))),
    loop(context, BEAT_SECONDS * 1_000, () => beat(db)),
  ];
  const stop = async () => {
    ending.abort();
    await Promise.all([...loops, runner.stop().catch(() => {})]);
    await sync.idle();
  };
  const done = runner.promise.finally(async () => {
    ending.abort();
    await Promise.all(loops);
    await sync.idle();
    await pgPool.end();
  });
  return { stop, done };
}

/**
 * Takes what is marked; what is marked meanwhile waits for the next look, because under a steady stream of changes many
 * SKUs in one batch cost little more than one. New figures may let a paused ad run again, which waits for nobody.
 */
function createRefresher({ db, signal }: JobContext): () => Promise<void> {
  let plannedFor = 0;
  return async () => {
    let refreshed = 0;
    for (let done = refreshBatchSize; done === refreshBatchSize && !signal.aborted; refreshed += done)
      done = await refreshNextBatch(db);
    if (refreshed > 0) await runAutomatic(db);
    const now = Date.now();
    if (refreshed < manySkus || plannedFor > now) return;
    plannedFor = Math.max(now + 2_000, plannedFor + planEverySeconds * 1_000);
    const delaySeconds = (plannedFor - now) / 1_000;
    await enqueue(db, "transfers.plan", {}, { key: "transfers.plan", delaySeconds });
  };
}

function taskList(context: JobContext): TaskList {
  return Object.fromEntries(
    jobNames.map((name) => [
      name,
      async (payload: unknown, helpers) => {
        const log = context.log.child({ job: name, jobId: helpers.job.id });
        const handler = await loadHandler(name);
        await (handler as (payload: unknown, context: JobContext) => Promise<void>)(payload, {
          ...context,
          log,
        });
      },
    ]),
  ) satisfies TaskList;
}

/**
 * Does something again and again. After each time it rests, at least as long as that took, so that work without end leaves
 * others half of a busy machine. A failure is logged and does not end it.
 */
async function loop(
  context: JobContext,
  pauseMilliseconds: number,
  work: () => Promise<void>,
): Promise<void> {
  const { signal, log } = context;
  let failures = 0;
  while (!signal.aborted) {
    const startedAt = performance.now();
    try {
      await work();
      failures = 0;
    } catch (error) {
      failures += 1;
      log.error({ err: error, failures }, "work of a loop failed");
    }
    const restMilliseconds = Math.min(performance.now() - startedAt, restMillisecondsMax);
    await pause(Math.max(restMilliseconds, pauseMilliseconds * Math.min(1 + failures * 4, 40)), signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}

/** The queue's own words, into our log: its "info" is each single job. */
function queueLogger(log: Logger): QueueLogger {
  return new QueueLogger((scope) => (level, message, meta) => {
    const quiet = level === "info" ? "debug" : level === "warning" ? "warn" : level;
    log[quiet]({ ...scope, ...(meta?.failure ? { failure: meta.failure } : {}) }, message);
  });
}
