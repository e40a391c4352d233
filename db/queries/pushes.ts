import type { Queryable } from "@/db/client";
import { afterCursor, orderBy } from "./shared/after-cursor";
import { cutPage, decodeCursor } from "./shared/keyset";

/** A quantity that was sent to a channel, by hand or in taking one back. */
export interface PushRow {
  actionId: string;
  skuCode: string;
  channelName: string;
  units: number;
  /** What the channel showed before; null: it was never read. */
  before: number | null;
  state: string;
  reason: string | null;
  /** It takes another one back. */
  isUndo: boolean;
  by: string;
  createdAt: Date;
}

const days = 7;

/** One keyset page of the quantities sent in the last week, newest first. */
export async function listPushed(
  db: Queryable,
  params: { cursor: string | null; pageSize: number },
): Promise<{ rows: PushRow[]; nextCursor: string | null }> {
  const sort = {
    column: "a.created_at",
    columnType: "timestamptz",
    direction: "desc" as const,
    ids: ["a.id"],
    idTypes: ["uuid"],
  };
  const rows = await db<(PushRow & { sortAt: string })[]>`
    select a.id as "actionId", coalesce(s.code, a.payload ->> 'sku') as "skuCode", coalesce(c.name, '') as "channelName",
      (a.payload ->> 'units')::int as units, coalesce((a.prior_state -> 'quantity' ->> 'units')::int, (a.payload ->> 'expectedUnits')::int) as before,
      a.state, a.state_reason as reason, a.undo_of is not null as "isUndo", a.approved_by as by, a.created_at as "createdAt",
      a.created_at::text as "sortAt"
    from action a left join listing l on l.id = (a.payload ->> 'listingId')::int left join channel c on c.id = l.channel_id
    left join sku s on s.id = l.sku_id
    where a.kind = 'publish_quantity' and a.created_at > now() - make_interval(days => ${days})
      and ${afterCursor(db, decodeCursor(params.cursor, 1), sort)}
    order by ${orderBy(db, sort)} limit ${params.pageSize + 1}`;
  const page = cutPage(rows, params.pageSize, (row) => ({ value: row.sortAt, ids: [row.actionId] }));
  return { ...page, rows: page.rows.map(({ sortAt: _, ...row }) => row) };
}

/** How many were sent in the last week, up to 10,000 (null beyond). */
export async function countPushed(db: Queryable): Promise<number | null> {
  const [row] = await db<{ count: number }[]>`
    select count(*) as count from (
      select 1 from action where kind = 'publish_quantity' and created_at > now() - make_interval(days => ${days}) limit 10001) counted`;
  return row && row.count <= 10_000 ? row.count : null;
}
