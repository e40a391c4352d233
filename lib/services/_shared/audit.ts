import type { Tx } from "@/db/client";
import type { Actor } from "./actor";

export interface AuditEntry {
  /** entity.verb in the past's plain form, such as "recommendation.approve". */
  verb: string;
  entity: string;
  entityId: string | number;
  before?: unknown;
  after?: unknown;
  reason?: string;
}

/**
 * Appends to the audit chain inside the caller's transaction. Call it last: the chain's head stays locked until commit.
 * Time, id and hash are set by the database and cannot be chosen.
 */
export async function writeAudit(tx: Tx, actor: Actor, entry: AuditEntry): Promise<void> {
  await tx`
    insert into audit_event (actor_kind, actor_id, actor_name, role, verb, entity, entity_id, before, after, reason)
    values (${actor.kind}, ${actor.id}, ${actor.name}, ${actor.role}, ${entry.verb}, ${entry.entity}, ${String(entry.entityId)},
      ${asJson(tx, entry.before)}, ${asJson(tx, entry.after)}, ${entry.reason ?? null})`;
}

const asJson = (tx: Tx, value: unknown) =>
  value === undefined || value === null ? null : tx.json(JSON.parse(JSON.stringify(value)));
