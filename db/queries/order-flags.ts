import type { Queryable } from "@/db/client";
import { afterCursor, orderBy } from "./shared/after-cursor";
import { cutPage, decodeCursor } from "./shared/keyset";

/** An order held for review. */
export interface OrderFlagRow {
  id: number;
  orderId: number;
  externalId: string;
  channelName: string;
  placedAt: Date;
  /**
   * sums_differ: its total is not its sum. captured_differs: what was paid is neither. lines_differ: its lines here are not
   * those of the source. quantity_unusual: far above all before, and no total proves it.
   */
  kind: "sums_differ" | "captured_differs" | "lines_differ" | "quantity_unusual";
  state: "open" | "confirmed";
  raisedAt: Date;
  decidedBy: string | null;
  detail:
    | {
        currency: string;
        totalMinor: number;
        sumMinor: number;
        likely: { lineNo: number; quantity: number; likelyQuantity: number } | null;
      }
    | { lineNo: number; quantity: number; most: number; lines: number }
    | { ours: string; theirs: string };
}

/** One keyset page of the orders held for review, newest first. */
export async function listOrderFlags(
  db: Queryable,
  params: { cursor: string | null; pageSize: number },
): Promise<{ rows: OrderFlagRow[]; nextCursor: string | null }> {
  const sort = {
    column: "f.raised_at",
    columnType: "timestamptz",
    direction: "desc" as const,
    ids: ["f.id"],
    idTypes: ["bigint"],
    notNull: true,
  };
  const rows = await db<OrderFlagRow[]>`
    select f.id, f.order_id as "orderId", f.external_id as "externalId", c.name as "channelName", f.placed_at as "placedAt", f.kind, f.state,
      f.raised_at as "raisedAt", f.decided_by as "decidedBy", f.detail
    from order_flag f join channel c on c.id = f.channel_id
    where f.state in ('open', 'confirmed') and ${afterCursor(db, decodeCursor(params.cursor, 1), sort)}
    order by ${orderBy(db, sort)} limit ${params.pageSize + 1}`;
  return cutPage(rows, params.pageSize, (row) => ({ value: row.raisedAt.toISOString(), ids: [row.id] }));
}

/** What an order is or was held for, newest first. */
export async function flagsOfOrder(db: Queryable, orderId: number) {
  return db<
    (Omit<OrderFlagRow, "state"> & {
      state: "open" | "confirmed" | "released" | "ended";
      note: string | null;
    })[]
  >`
    select f.id, f.order_id as "orderId", f.external_id as "externalId", c.name as "channelName", f.placed_at as "placedAt", f.kind, f.state,
      f.raised_at as "raisedAt", f.decided_by as "decidedBy", f.detail, f.note
    from order_flag f join channel c on c.id = f.channel_id where f.order_id = ${orderId} order by f.id desc`;
}
