import type { Queryable } from "@/db/client";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";

/** What a reader of the audit may look for; everything left out matches all. */
export interface AuditFilter {
  /** Any of these verbs, such as "recommendation.approve". */
  verbs?: readonly string[];
  entities?: readonly string[];
  entityId?: string;
  actorKinds?: readonly string[];
  /** Part of the actor's name, whatever the case. */
  actor?: string;
  /** Part of the entity's id, the verb, the name or the reason. */
  text?: string;
  from?: Date;
  to?: Date;
}

export interface AuditRow {
  id: number;
  at: Date;
  actorKind: string;
  actorId: string;
  actorName: string;
  role: string;
  verb: string;
  entity: string;
  entityId: string;
  /** What people call the thing, where its number says nothing; null: its number is its name. */
  entityName: string | null;
  before: unknown;
  after: unknown;
  reason: string | null;
  /** The row's hash in hex: part of the chain that `plimsoll verify` proves. */
  hash: string;
}

const pageSizeDefault = 100;

/** Audit rows, newest first; `beforeId` continues after the last row of the page before. Needs audit.read. */
export async function listAudit(
  db: Queryable,
  actor: Actor,
  filter: AuditFilter,
  page: { beforeId?: number | null; limit?: number } = {},
): Promise<AuditRow[]> {
  authorise(actor, "audit.read");
  return db<AuditRow[]>`
    select ${columns(db)} from audit_event
    where ${matching(db, filter)} and (${page.beforeId ?? null}::bigint is null or id < ${page.beforeId ?? null})
    order by id desc limit ${page.limit ?? pageSizeDefault}`;
}

/** How many rows match, counted up to `max`; null means more than that. */
export async function countAudit(
  db: Queryable,
  actor: Actor,
  filter: AuditFilter,
  max = 10_000,
): Promise<number | null> {
  authorise(actor, "audit.read");
  const [row] = await db<{ count: number }[]>`
    select count(*)::int as count from (select 1 from audit_event where ${matching(db, filter)} limit ${max + 1}) found`;
  return row && row.count <= max ? row.count : null;
}

/** All matching rows, newest first, read in pieces at constant memory. */
export async function* exportAudit(
  db: Queryable,
  actor: Actor,
  filter: AuditFilter,
): AsyncGenerator<AuditRow> {
  authorise(actor, "audit.read");
  for (let beforeId: number | null = null; ; ) {
    const rows: AuditRow[] = await listAudit(db, actor, filter, { beforeId, limit: 2_000 });
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < 2_000) return;
    beforeId = last.id;
  }
}

/** Values that a filter menu offers: the verbs and entities seen in the last 10,000 rows. */
export async function auditChoices(
  db: Queryable,
  actor: Actor,
): Promise<{ verbs: string[]; entities: string[] }> {
  authorise(actor, "audit.read");
  const [row] = await db<{ verbs: string[] | null; entities: string[] | null }[]>`
    select array_agg(distinct verb order by verb) as verbs, array_agg(distinct entity order by entity) as entities
    from (select verb, entity from audit_event order by id desc limit 10000) recent`;
  return { verbs: row?.verbs ?? [], entities: row?.entities ?? [] };
}

const columns = (db: Queryable) => db`
  id, at, actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName", role, verb, entity,
  entity_id as "entityId",
  case entity when 'user' then (select name from app_user where id = entity_id)
    when 'connection' then (select key from connection where id::text = entity_id)
    when 'transfer' then (select number from transfer_order where id = entity_id::bigint) end as "entityName", before, after, reason, encode(hash, 'hex') as hash`;

function matching(db: Queryable, filter: AuditFilter) {
  const like = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  return db`true
    ${filter.verbs?.length ? db`and verb = any(${[...filter.verbs]})` : db``}
    ${filter.entities?.length ? db`and entity = any(${[...filter.entities]})` : db``}
    ${filter.entityId ? db`and entity_id = ${filter.entityId}` : db``}
    ${filter.actorKinds?.length ? db`and actor_kind = any(${[...filter.actorKinds]})` : db``}
    ${filter.actor ? db`and actor_name ilike ${like(filter.actor)}` : db``}
    ${filter.from ? db`and at >= ${filter.from}` : db``}
    ${filter.to ? db`and at < ${filter.to}` : db``}
    ${
      filter.text
        ? db`and (concat_ws(' ', entity_id, verb, actor_name, reason) ilike ${like(filter.text)}
            or entity = 'transfer' and entity_id = (select id::text from transfer_order where number = upper(${filter.text})))`
        : db``
    }`;
}
