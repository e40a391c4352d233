import type { LiveConnector } from "@/lib/connectors/live-contract";
import { knownConnectors } from "@/lib/connectors/live-registry";
import { loadAccount } from "@/lib/ingest/sync/account";
import { wakeUnmapped } from "@/lib/ingest/sync/apply-waiting";
import { type DueWork, dueWork } from "@/lib/ingest/sync/due";
import { recordFailure } from "@/lib/ingest/sync/record-failure";
import { runStream } from "@/lib/ingest/sync/run-pass";
import { runWanted } from "@/lib/ingest/sync/run-wanted";
import type { JobContext } from "./registry";

/** Readings at the same time in one worker: they mostly wait for the vendor. */
const atOnce = 4;
/** Of these, how many may read history, so that what is new always finds a place. */
const historyAtOnce = 2;
const wakeEveryMilliseconds = 3_000;

export interface SyncLoop {
  /** Takes up what is due and has a place; does not wait for it to end. */
  tick: () => Promise<void>;
  /** Resolves when nothing runs. */
  idle: () => Promise<void>;
}

/**
 * Reads live sources as they fall due. Any number of workers may do so beside each other: each reading is claimed in the
 * database, and a killed worker's claim runs out.
 */
export function startSyncLoop(
  context: JobContext,
  connectors: readonly LiveConnector[] = knownConnectors(),
): SyncLoop {
  const { db, log, signal } = context;
  const running = new Map<string, { lane: DueWork["lane"]; done: Promise<void> }>();
  const vendors = connectors.map(({ vendor }) => vendor);
  const find = (vendor: string) => connectors.find((connector) => connector.vendor === vendor) ?? null;
  let wokenAt = 0;

  async function carryOut({ connectionId, stream, lane }: DueWork): Promise<void> {
    try {
      const account = await loadAccount(db, { id: connectionId }, find);
      if (!account) return;
      const options = { log, signal };
      const done =
        lane === "wanted"
          ? await runWanted(db, account, stream, options)
          : await runStream(db, account, stream, lane, options);
      log.debug({ connection: account.key, stream, lane, ...done }, "stream read");
    } catch (error) {
      log.error({ err: error, connectionId, stream, lane }, "a stream could not be read");
      // Else it would be the most pressing work for ever: an account whose secrets cannot be opened, for instance.
      await recordFailure(db, { connectionId, stream, pass: null }, error).catch(() => {});
    }
  }

  async function tick(): Promise<void> {
    if (vendors.length === 0) return;
    if (Date.now() - wokenAt > wakeEveryMilliseconds) {
      wokenAt = Date.now();
      await wakeUnmapped(db);
    }
    if (running.size >= atOnce) return;
    for (const work of await dueWork(db, vendors, atOnce * 4)) {
      const key = `${work.connectionId}|${work.stream}|${work.lane}`;
      const history = [...running.values()].filter(({ lane }) => lane === "history").length;
      if (running.has(key) || (work.lane === "history" && history >= historyAtOnce)) continue;
      if (running.size >= atOnce || signal.aborted) break;
      const done = carryOut(work).finally(() => running.delete(key));
      running.set(key, { lane: work.lane, done });
    }
  }

  return {
    tick,
    idle: async () => {
      while (running.size > 0) await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}
