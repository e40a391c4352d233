import { getSaid } from "@/app/_edge/get-said";
import type { TablePage } from "@/components/data-table";
import { readTableQuery } from "@/components/data-table/query";
import type { Db } from "@/db/client";
import { cutPage, decodeCursor } from "@/db/queries/shared/keyset";
import type { Actor } from "@/lib/services/_shared/actor";
import { sayReason } from "@/lib/services/action/say-reason";
import {
  countDeliveries,
  type Delivery,
  type DeliveryFilter,
  listDeliveries,
} from "@/lib/services/webhook/list-deliveries";

/** A delivery as it travels to the browser: times as text, its reason as a sentence. */
export type DeliveryRow = Omit<Delivery, "reason" | "attemptedAt" | "nextAttemptAt"> & {
  why: string | null;
  attemptedAt: string | null;
  nextAttemptAt: string | null;
};

type Params = Record<string, string | string[] | undefined> | URLSearchParams;
const pageSize = 100;

/** What the address asks for. */
export function readDeliveryFilter(params: Params): { filter: DeliveryFilter; cursor: string | null } {
  const { filters, cursor } = readTableQuery(params, { sortKeys: [], filterKeys: ["state"] });
  return { filter: { states: filters.state }, cursor };
}

/** One page of an endpoint's log, newest first, with the counts of the foot on the first. */
export async function loadDeliveries(
  db: Db,
  actor: Actor,
  connectionId: number,
  params: Params,
): Promise<TablePage<DeliveryRow>> {
  const { filter, cursor } = readDeliveryFilter(params);
  const position = decodeCursor(cursor, 1);
  const after = position ? { createdAt: String(position.value), id: String(position.ids[0]) } : null;
  const [said, rows, total, totalUnfiltered] = await Promise.all([
    getSaid(),
    listDeliveries(db, actor, connectionId, filter, { after, limit: pageSize + 1 }),
    cursor ? null : countDeliveries(db, actor, connectionId, filter),
    cursor ? null : countDeliveries(db, actor, connectionId),
  ]);
  const page = cutPage(rows, pageSize, (row) => ({ value: row.createdAt, ids: [row.id] }));
  return {
    rows: page.rows.map(({ reason, ...row }) => ({
      ...row,
      createdAt: new Date(row.createdAt).toISOString(),
      why: reason === null ? null : said(sayReason(reason)),
      attemptedAt: row.attemptedAt?.toISOString() ?? null,
      nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    })),
    nextCursor: page.nextCursor,
    total,
    totalUnfiltered,
    asOf: new Date().toISOString(),
  };
}
