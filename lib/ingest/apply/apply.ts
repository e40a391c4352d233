import { createHash } from "node:crypto";
import type { Queryable } from "@/db/client";
import type { IngestContext } from "@/lib/ingest/context";
import { countLag } from "@/lib/ingest/lag";
import type { BatchOutcome } from "@/lib/ingest/outcome";
import type { Kind } from "@/lib/ingest/schemas/index";
import { applyStock } from "@/lib/ingest/stock/apply";
import { type Applied, type CheckedRecord, type Item, type KindApplier, outcomeOf } from "./contract";
import { kindAppliers } from "./kinds";

/**
 * Applies checked records of any kind but orders inside the caller's transaction: what is the same or older than what
 * is known changes nothing, what names something unknown is rejected, the rest is written and remembered.
 */
export async function applyRecords(
  tx: Queryable,
  context: IngestContext,
  kind: Kind,
  records: readonly CheckedRecord[],
): Promise<BatchOutcome> {
  if (kind === "stock") return await applyStock(tx, context, records);
  if (kind === "orders") throw new TypeError("orders are applied from their stage");
  const applier = kindAppliers[kind];
  await tx`select pg_advisory_xact_lock(${context.connectionId}, hashtext(${`ingest.${kind}`}))`;
  const { items, fresh } = await newerThanKnown(tx, context, kind, records, applier);
  const unchanged = records.length - items.length;
  const applied = items.length > 0 ? await applier.apply(tx, context, items) : nothing;
  await remember(tx, context, kind, [...fresh.values()], applied.entityIds);
  const times = items.flatMap(({ record }) =>
    typeof record.updatedAt === "string" ? [record.updatedAt] : [],
  );
  if (!context.history) await countLag(tx, context.connectionId, kind, times, context.now);
  return outcomeOf(records, applied, unchanged);
}

const nothing: Applied = { entityIds: new Map(), rejects: [] };

interface Identity {
  line: number;
  externalId: string;
  version: number | null;
  hash: string;
  /** Only the version is news: the content is the same. */
  onlyVersion: number | null;
}

async function newerThanKnown(
  tx: Queryable,
  context: IngestContext,
  kind: Kind,
  records: readonly CheckedRecord[],
  { identify }: KindApplier,
): Promise<{ items: Item[]; fresh: Map<string, Identity> }> {
  const latest = new Map<string, Item & { version: number | null; hash: string }>();
  for (const { line, record } of records) {
    const externalId = identify(record);
    const item = { line, externalId, record, version: versionOf(record), hash: contentHash(record) };
    const other = latest.get(externalId);
    if (!other || other.version === null || item.version === null || item.version >= other.version)
      latest.set(externalId, item);
  }
  const known = new Map(
    (
      await tx<{ externalId: string; version: number | null; hash: string; entityId: number }[]>`
        select external_id as "externalId", source_version as version, encode(content_hash, 'hex') as hash, entity_id as "entityId"
        from record_identity where connection_id = ${context.connectionId} and kind = ${kind} and external_id = any(${[...latest.keys()]})`
    ).map((row) => [row.externalId, row]),
  );
  const items: Item[] = [];
  const fresh = new Map<string, Identity>();
  for (const [externalId, { line, record, version, hash }] of latest) {
    const before = known.get(externalId);
    const older = before?.version != null && version !== null && version < before.version;
    const same = before?.hash === hash;
    if (older || (same && version === (before?.version ?? null))) continue;
    if (same && version === null) continue;
    fresh.set(externalId, { line, externalId, version, hash, onlyVersion: same ? before.entityId : null });
    if (!same) items.push({ line, externalId, record });
  }
  return { items, fresh };
}

/** The source's version, or the moment of its last change in milliseconds. */
export function versionOf(record: Record<string, unknown>): number | null {
  if (typeof record.version === "number") return record.version;
  return typeof record.updatedAt === "string" ? Date.parse(record.updatedAt) : null;
}

function contentHash(record: Record<string, unknown>): string {
  const { version: _version, updatedAt: _updatedAt, ...content } = record;
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

async function remember(
  tx: Queryable,
  context: IngestContext,
  kind: Kind,
  identities: readonly Identity[],
  entityIds: ReadonlyMap<number, number>,
): Promise<void> {
  const rows = identities.flatMap(({ line, externalId, version, hash, onlyVersion }) => {
    const entity = onlyVersion ?? entityIds.get(line);
    return entity === undefined ? [] : [{ id: externalId, entity, version, hash }];
  });
  if (rows.length === 0) return;
  await tx`
    insert into record_identity (connection_id, kind, external_id, entity_id, source_version, content_hash, run_id)
    select ${context.connectionId}, ${kind}, id, entity, version, decode(hash, 'hex'), ${context.runId}::bigint
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r (id text, entity bigint, version bigint, hash text) order by id
    on conflict (connection_id, kind, external_id) do update set entity_id = excluded.entity_id,
      source_version = excluded.source_version, content_hash = excluded.content_hash, run_id = excluded.run_id`;
}
