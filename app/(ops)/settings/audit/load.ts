import { auditReason } from "@/app/_edge/audit-reason";
import { getSaid } from "@/app/_edge/get-said";
import type { Said } from "@/app/_edge/said";
import type { TablePage } from "@/components/data-table";
import { readTableQuery } from "@/components/data-table/query";
import type { Queryable } from "@/db/client";
import { type Cursor, cutPage, decodeCursor } from "@/db/queries/shared/keyset";
import type { Actor } from "@/lib/services/_shared/actor";
import { type AuditFilter, type AuditRow, countAudit, listAudit } from "@/lib/services/audit/list-audit";
import { changesOf } from "./changes";

/** A row of the audit as it travels to the browser. */
export interface AuditTableRow {
  id: string;
  at: string;
  actorName: string;
  actorKind: string;
  role: string;
  verb: string;
  entity: string;
  entityId: string;
  entityName: string | null;
  reason: string | null;
  /** The first changes in short, such as "role: supply → manager". */
  change: string;
}

type Params = Record<string, string | string[] | undefined> | URLSearchParams;
const pageSize = 100;

/** What the address asks for. `days` counts back from `now`. */
export function readAuditFilter(params: Params, now: Date): { filter: AuditFilter; cursor: string | null } {
  const { filters, q, cursor } = readTableQuery(params, {
    sortKeys: [],
    filterKeys: ["verb", "entity", "kind", "days"],
  });
  const days = Number(filters.days?.[0]);
  return {
    filter: {
      verbs: filters.verb,
      entities: filters.entity,
      actorKinds: filters.kind,
      text: q ?? undefined,
      from: days > 0 && days < 4000 ? new Date(now.getTime() - days * 86_400_000) : undefined,
    },
    cursor,
  };
}

/** One page of the audit, newest first, with the counts of the foot on the first. */
export async function loadAudit(
  db: Queryable,
  actor: Actor,
  params: Params,
  now: Date,
): Promise<TablePage<AuditTableRow>> {
  const { filter, cursor } = readAuditFilter(params, now);
  const after: Cursor | null = decodeCursor(cursor, 1);
  const beforeId = after ? Number(after.ids[0]) : null;
  const [said, rows, total, totalUnfiltered] = await Promise.all([
    getSaid(),
    listAudit(db, actor, filter, { beforeId, limit: pageSize + 1 }),
    cursor ? null : countAudit(db, actor, filter),
    cursor ? null : countAudit(db, actor, {}),
  ]);
  const page = cutPage(rows, pageSize, (row) => ({ value: null, ids: [row.id] }));
  return {
    rows: page.rows.map((row) => toRow(row, said)),
    nextCursor: page.nextCursor,
    total,
    totalUnfiltered,
    asOf: now.toISOString(),
  };
}

const toRow = (row: AuditRow, said: Said): AuditTableRow => ({
  id: String(row.id),
  at: row.at.toISOString(),
  actorName: row.actorName,
  actorKind: row.actorKind,
  role: row.role,
  verb: row.verb,
  entity: row.entity,
  entityId: row.entityId,
  entityName: row.entityName,
  reason: row.reason && auditReason(said, row.verb, row.reason),
  change: changesOf(row.before, row.after)
    .slice(0, 3)
    .map(({ path, before, after: now }) => `${path}: ${before === null ? "" : `${before} → `}${now ?? "–"}`)
    .join(" · "),
});
