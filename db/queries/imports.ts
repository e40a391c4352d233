import type { Queryable } from "@/db/client";
import type { Say } from "@/lib/core/say";

export type RunState = "queued" | "running" | "done" | "failed" | "cancelled";

/** One import of a file, with its account: read = accepted + unchanged + rejected. */
export interface ImportRun {
  id: number;
  kind: string;
  sourceKey: string;
  sourceName: string;
  fileId: number | null;
  fileName: string | null;
  state: RunState;
  dryRun: boolean;
  read: number;
  accepted: number;
  unchanged: number;
  rejected: number;
  /** Counted oddities by name. */
  notes: Record<string, number>;
  totalBytes: number | null;
  readBytes: number;
  /** Why it failed, in English, and as the sentence for pages. */
  error: string | null;
  errorSay: Say | null;
  actor: string;
  queuedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

const columns = (db: Queryable) => db`
  r.id, r.kind, coalesce(c.key, r.source_key) as "sourceKey", coalesce(c.name, r.source_key) as "sourceName", r.file_id as "fileId", f.name as "fileName", r.state, r.dry_run as "dryRun",
  r.read_count as read, r.accepted_count as accepted, r.unchanged_count as unchanged, r.rejected_count as rejected, r.notes,
  r.total_bytes as "totalBytes", r.read_bytes as "readBytes", r.error, r.error_say as "errorSay", r.actor, r.queued_at as "queuedAt", r.started_at as "startedAt",
  r.finished_at as "finishedAt"`;

export interface ImportRunFilter {
  state?: string[];
  kind?: string[];
  /** Keys of sources. */
  source?: string[];
  /** Queued at this moment or later. */
  since?: Date | null;
  /** A part of the file's name. */
  q?: string | null;
}

/** The conditions of a filter on the run `r`, its connection `c` and its file `f`. */
function matching(db: Queryable, { state, kind, source, since, q }: ImportRunFilter) {
  const conditions = [db`r.trigger = 'import'`];
  if (state?.length) conditions.push(db`r.state = any(${state})`);
  if (kind?.length) conditions.push(db`r.kind = any(${kind})`);
  if (source?.length) conditions.push(db`coalesce(c.key, r.source_key) = any(${source})`);
  if (since) conditions.push(db`r.queued_at >= ${since}`);
  if (q) conditions.push(db`f.name ilike ${`%${q.replaceAll(/[\\%_]/g, "\\$&")}%`}`);
  return conditions.reduce((all, one) => db`${all} and ${one}`);
}

const from = (db: Queryable) => db`
  from sync_run r left join connection c on c.id = r.connection_id left join inbox_file f on f.id = r.file_id`;
const countLimit = 10_000;

/** How many imports match, dry runs left out; null: more than 10,000. */
export async function countImportRuns(db: Queryable, filter: ImportRunFilter): Promise<number | null> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::int as count from (
      select ${from(db)} where ${matching(db, filter)} and not r.dry_run limit ${countLimit + 1}) counted`;
  const count = row?.count ?? 0;
  return count > countLimit ? null : count;
}

/** The sources that files were imported from, by name. */
export function importSources(db: Queryable): Promise<{ key: string; name: string }[]> {
  return db<{ key: string; name: string }[]>`
    select c.key, c.name from connection c
    where exists (select from sync_run r where r.connection_id = c.id and r.trigger = 'import' and not r.dry_run)
    order by c.name limit 200`;
}

/** Imports of files, newest first; `before` is the id of the last one shown. */
export async function listImportRuns(
  db: Queryable,
  params: { limit: number; before?: number | null; withDryRuns?: boolean; filter?: ImportRunFilter },
): Promise<ImportRun[]> {
  return await db<ImportRun[]>`
    select ${columns(db)} ${from(db)}
    where ${matching(db, params.filter ?? {})} and (${params.before ?? null}::bigint is null or r.id < ${params.before ?? null})
      and (${params.withDryRuns ?? false} or not r.dry_run)
    order by r.id desc limit ${params.limit}`;
}

/** One import; null when there is none of that id. `mapping` is the mapping it ran with. */
export async function findImportRun(
  db: Queryable,
  runId: number,
): Promise<(ImportRun & { mapping: unknown }) | null> {
  const [row] = await db<(ImportRun & { mapping: unknown })[]>`
    select ${columns(db)}, r.mapping from sync_run r left join connection c on c.id = r.connection_id
    left join inbox_file f on f.id = r.file_id where r.id = ${runId} and r.trigger = 'import'`;
  return row ?? null;
}

/** Rejects of a run that need the same repair. */
export interface RejectGroup {
  code: string;
  field: string | null;
  /** Reasons, one for each line and field. */
  count: number;
  firstLine: number;
  /** The reason of the first line, in English, and as the sentence for pages. */
  reason: string;
  say: Say | null;
  value: string | null;
}

/** What to repair, the most frequent first. */
export async function listRejectGroups(db: Queryable, runId: number): Promise<RejectGroup[]> {
  return await db<RejectGroup[]>`
    select code, field, count(*)::int as count, min(line_no) as "firstLine",
      (array_agg(reason order by id))[1] as reason, (array_agg(say order by id))[1] as say, (array_agg(value order by id))[1] as value
    from reject where run_id = ${runId} group by code, field order by count(*) desc, code, field limit 200`;
}

export interface RejectRow {
  id: number;
  line: number;
  field: string | null;
  code: string;
  reason: string;
  say: Say | null;
  value: string | null;
  raw: string;
}

/** Rejected rows in the file's order; `after` is the id of the last one shown, `code` leaves only one repair. */
export async function listRejects(
  db: Queryable,
  params: { runId: number; limit: number; after?: number | null; code?: string | null },
): Promise<RejectRow[]> {
  return await db<RejectRow[]>`
    select id, line_no as line, field, code, reason, say, value, raw from reject
    where run_id = ${params.runId} and id > ${params.after ?? 0} and (${params.code ?? null}::text is null or code = ${params.code ?? null})
    order by id limit ${params.limit}`;
}

export interface SavedMapping {
  id: number;
  name: string;
  kind: string;
  mapping: unknown;
  createdBy: string;
  updatedAt: Date;
}

/** Saved mappings, of one kind or of all. */
export async function listMappings(db: Queryable, kind: string | null): Promise<SavedMapping[]> {
  return await db<SavedMapping[]>`
    select id, name, kind, mapping, created_by as "createdBy", updated_at as "updatedAt" from import_mapping
    where ${kind}::text is null or kind = ${kind} order by kind, name`;
}

/** Sources a file may come from: key and name of connections that are in use. */
export async function listImportSources(
  db: Queryable,
): Promise<{ key: string; name: string; vendor: string }[]> {
  return await db<{ key: string; name: string; vendor: string }[]>`
    select key, name, vendor from connection where state <> 'disconnected' and vendor <> 'canary' order by vendor <> 'file', name`;
}
