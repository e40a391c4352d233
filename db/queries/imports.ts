import type { Queryable } from "@/db/client";

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
  error: string | null;
  actor: string;
  queuedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

const columns = (db: Queryable) => db`
  r.id, r.kind, c.key as "sourceKey", c.name as "sourceName", r.file_id as "fileId", f.name as "fileName", r.state, r.dry_run as "dryRun",
  r.read_count as read, r.accepted_count as accepted, r.unchanged_count as unchanged, r.rejected_count as rejected, r.notes,
  r.total_bytes as "totalBytes", r.read_bytes as "readBytes", r.error, r.actor, r.queued_at as "queuedAt", r.started_at as "startedAt",
  r.finished_at as "finishedAt"`;

/** Imports of files, newest first; `before` is the id of the last one shown. */
export async function listImportRuns(
  db: Queryable,
  params: { limit: number; before?: number | null; withDryRuns?: boolean },
): Promise<ImportRun[]> {
  return await db<ImportRun[]>`
    select ${columns(db)} from sync_run r join connection c on c.id = r.connection_id left join inbox_file f on f.id = r.file_id
    where r.trigger = 'import' and (${params.before ?? null}::bigint is null or r.id < ${params.before ?? null})
      and (${params.withDryRuns ?? false} or not r.dry_run)
    order by r.id desc limit ${params.limit}`;
}

/** One import; null when there is none of that id. `mapping` is the mapping it ran with. */
export async function findImportRun(
  db: Queryable,
  runId: number,
): Promise<(ImportRun & { mapping: unknown }) | null> {
  const [row] = await db<(ImportRun & { mapping: unknown })[]>`
    select ${columns(db)}, r.mapping from sync_run r join connection c on c.id = r.connection_id
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
  /** The reason of the first line. */
  reason: string;
  value: string | null;
}

/** What to repair, the most frequent first. */
export async function listRejectGroups(db: Queryable, runId: number): Promise<RejectGroup[]> {
  return await db<RejectGroup[]>`
    select code, field, count(*)::int as count, min(line_no) as "firstLine",
      (array_agg(reason order by id))[1] as reason, (array_agg(value order by id))[1] as value
    from reject where run_id = ${runId} group by code, field order by count(*) desc, code, field limit 200`;
}

export interface RejectRow {
  id: number;
  line: number;
  field: string | null;
  code: string;
  reason: string;
  value: string | null;
  raw: string;
}

/** Rejected rows in the file's order; `after` is the id of the last one shown, `code` leaves only one repair. */
export async function listRejects(
  db: Queryable,
  params: { runId: number; limit: number; after?: number | null; code?: string | null },
): Promise<RejectRow[]> {
  return await db<RejectRow[]>`
    select id, line_no as line, field, code, reason, value, raw from reject
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

/** A stored file; null when it is not there or still arriving. */
export async function findInboxFile(
  db: Queryable,
  fileId: number,
): Promise<{ id: number; name: string; sizeBytes: number; receivedAt: Date; receivedBy: string } | null> {
  const [row] = await db<
    { id: number; name: string; sizeBytes: number; receivedAt: Date; receivedBy: string }[]
  >`
    select id, name, size_bytes as "sizeBytes", received_at as "receivedAt", received_by as "receivedBy"
    from inbox_file where id = ${fileId} and complete`;
  return row ?? null;
}

/** Sources a file may come from: key and name of connections that are in use. */
export async function listImportSources(
  db: Queryable,
): Promise<{ key: string; name: string; vendor: string }[]> {
  return await db<{ key: string; name: string; vendor: string }[]>`
    select key, name, vendor from connection where state <> 'disconnected' order by vendor <> 'file', name`;
}
