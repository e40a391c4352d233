import { announce } from "@/db/announce";
import type { Queryable } from "@/db/client";
import { Conflict, NotFound } from "@/lib/core/errors";
import { type Say, say } from "@/lib/core/say";
import { type Mapping, parseMapping } from "@/lib/ingest/mapping/mapping";
import type { BatchOutcome, Reject } from "@/lib/ingest/outcome";

export interface NewRun {
  /** null: a dry run of a source that is not there. */
  connectionId: number | null;
  /** Key of that source. */
  sourceKey?: string;
  fileId: number;
  mapping: Mapping;
  dryRun: boolean;
  actor: string;
}

/** A run that waits to be carried out. */
export async function createRun(db: Queryable, run: NewRun): Promise<number> {
  const [row] = await db<{ id: number }[]>`
    insert into sync_run (connection_id, source_key, kind, trigger, file_id, mapping, dry_run, actor, total_bytes)
    values (${run.connectionId}, ${run.sourceKey ?? null}, ${run.mapping.kind}, 'import', ${run.fileId}, ${db.json(run.mapping as never)}, ${run.dryRun}, ${run.actor},
      (select size_bytes from inbox_file where id = ${run.fileId}))
    returning id`;
  return row?.id ?? 0;
}

export interface StartedRun {
  runId: number;
  connectionId: number | null;
  sourceKey: string | null;
  fileId: number;
  mapping: Mapping;
  dryRun: boolean;
  actor: string;
}

/**
 * Takes a run for carrying out. A run that was killed half-way is taken again from the start: what it had brought in is
 * found unchanged. One that failed stays failed, whatever the queue tries: a person who has seen that decides whether its
 * file is imported again. Throws NotFound, and Conflict when it is done, failed or cancelled.
 */
export async function startRun(db: Queryable, runId: number): Promise<StartedRun> {
  const [row] = await db<(Omit<StartedRun, "runId" | "mapping"> & { mapping: unknown })[]>`
    update sync_run set state = 'running', started_at = now(), finished_at = null, error = null, error_say = null, read_bytes = 0,
      read_count = 0, accepted_count = 0, unchanged_count = 0, rejected_count = 0, notes = '{}'
    where id = ${runId} and state in ('queued', 'running')
    returning connection_id as "connectionId", source_key as "sourceKey", file_id as "fileId", mapping, dry_run as "dryRun", actor`;
  if (!row) {
    const [there] = await db<{ state: string }[]>`select state from sync_run where id = ${runId}`;
    if (!there) throw new NotFound(`There is no import ${runId}.`, { say: say("refusals.import.missing") });
    throw new Conflict(`Import ${runId} is ${there.state} already and is not carried out again.`, {
      say: say("refusals.import.over", { state: there.state }),
    });
  }
  await db`delete from reject where run_id = ${runId}`;
  // A run of the same file that was killed left its row behind; this one takes its place.
  await db`
    update sync_run set state = 'failed', finished_at = now(), error = ${`It broke off, and the file was imported again as import ${runId}.`},
      error_say = ${db.json(say("refusals.import.takenOver", { run: String(runId) }) as never)}
    where state = 'running' and id < ${runId} and file_id = ${row.fileId} and dry_run = ${row.dryRun}
      and (connection_id, source_key) is not distinct from (${row.connectionId}::int, ${row.sourceKey}::text)`;
  return { ...row, runId, mapping: parseMapping(row.mapping) };
}

/** Notes how much of its file a run has read before the first batch is applied. Throws Conflict when it was cancelled. */
export async function recordProgress(db: Queryable, runId: number, readBytes: number): Promise<void> {
  const [row] = await db`
    update sync_run set read_bytes = ${readBytes} where id = ${runId} and state = 'running' returning id`;
  if (!row) throw cancelled();
}

/** Adds a batch to a run's account and keeps its rejects. Throws Conflict when the run was cancelled meanwhile. */
export async function recordBatch(
  tx: Queryable,
  runId: number,
  outcome: BatchOutcome,
  readBytes: number,
): Promise<void> {
  await writeRejects(tx, runId, outcome.rejects);
  const [row] = await tx`
    update sync_run set read_count = read_count + ${outcome.read}, accepted_count = accepted_count + ${outcome.accepted},
      unchanged_count = unchanged_count + ${outcome.unchanged}, rejected_count = rejected_count + ${outcome.rejected},
      read_bytes = greatest(read_bytes, ${readBytes})
    where id = ${runId} and state = 'running' returning id`;
  if (!row) throw cancelled();
}

const cancelled = () =>
  new Conflict("The import was cancelled. What had been brought in before stays; the rest was not touched.", {
    say: say("refusals.import.cancelled"),
  });

async function writeRejects(tx: Queryable, runId: number, rejects: readonly Reject[]): Promise<void> {
  for (let at = 0; at < rejects.length; at += 5_000) {
    const rows = rejects.slice(at, at + 5_000);
    await tx`
      insert into reject (run_id, line_no, field, code, reason, say, value, raw)
      select ${runId}, line, field, code, reason, say, value, raw
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as r (line bigint, field text, code text, reason text, say jsonb, value text, raw text)`;
  }
}

/** Ends a run that went through to the end. */
export async function finishRun(db: Queryable, runId: number, notes: Record<string, number>): Promise<void> {
  await db`
    update sync_run set state = 'done', finished_at = now(), notes = ${db.json(notes)}, read_bytes = coalesce(total_bytes, read_bytes)
    where id = ${runId} and state = 'running'`;
  await db`
    update connection c set last_confirmed_at = now() from sync_run r
    where r.id = ${runId} and c.id = r.connection_id and not r.dry_run`;
  await announceRun(db, runId);
}

/** Ends a run that could not go on, with why in English and for pages; one that was cancelled or taken over stays that. */
export async function failRun(
  db: Queryable,
  runId: number,
  why: { message: string; say: Say | null },
): Promise<void> {
  await db`
    update sync_run set state = case when state = 'cancelled' then state else 'failed' end, finished_at = now(), error = ${why.message},
      error_say = ${why.say && db.json(why.say as never)}
    where id = ${runId} and state in ('queued', 'running', 'cancelled')`;
  await announceRun(db, runId);
}

export async function announceRun(db: Queryable, runId: number): Promise<void> {
  await announce(db, "imports", [runId]);
}
