import type { Db } from "@/db/client";
import { log } from "@/lib/core/log";
import type { IngestContext } from "./context";
import type { Tally } from "./outcome";
import type { Kind } from "./schemas/index";

interface Waiting {
  db: Db;
  context: IngestContext;
  kind: Kind;
  tally: Tally;
  first: Date;
  last: Date;
}

const waiting = new Map<string, Waiting>();
let timer: NodeJS.Timeout | null = null;

/**
 * Keeps the account of records that came one by one: a run a source, kind and second, not one a record, because a row
 * that every request writes would let one request at a time through. What a kill loses is at most the last second of
 * this account, never a record.
 */
export function recordReading(db: Db, context: IngestContext, kind: Kind, tally: Tally): void {
  const key = `${context.connectionId}|${kind}|${context.trigger}`;
  const entry = waiting.get(key);
  if (entry) {
    entry.tally.read += tally.read;
    entry.tally.accepted += tally.accepted;
    entry.tally.unchanged += tally.unchanged;
    entry.tally.rejected += tally.rejected;
    entry.last = context.now;
  } else {
    const { read, accepted, unchanged, rejected } = tally;
    waiting.set(key, {
      db,
      context,
      kind,
      tally: { read, accepted, unchanged, rejected },
      first: context.now,
      last: context.now,
    });
  }
  timer ??= setTimeout(() => void flushReadings(), 1_000).unref();
}

/** Writes what is waiting; for the end of a process and for tests. */
export async function flushReadings(): Promise<void> {
  if (timer) clearTimeout(timer);
  timer = null;
  const entries = [...waiting.values()];
  waiting.clear();
  for (const { db, context, kind, tally, first, last } of entries) {
    try {
      await db`
        insert into sync_run (connection_id, kind, trigger, state, read_count, accepted_count, unchanged_count, rejected_count,
          actor, queued_at, started_at, finished_at)
        values (${context.connectionId}, ${kind}, ${context.trigger}, 'done', ${tally.read}, ${tally.accepted}, ${tally.unchanged},
          ${tally.rejected}, ${context.actor}, ${first}, ${first}, ${last})`;
      await db`
        update connection set last_confirmed_at = greatest(last_confirmed_at, ${last}), last_event_at = greatest(last_event_at, ${last})
        where id = ${context.connectionId}`;
    } catch (error) {
      log.warn(
        { error, connectionId: context.connectionId, kind },
        "the account of records could not be written",
      );
    }
  }
}
