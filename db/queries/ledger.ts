import type { Queryable } from "@/db/client";

/** Fixed ids of the outside places, as 0002_catalogue.sql inserts them. */
export const OUTSIDE_PLACE = { supplier: 1, customer: 2, loss: 3, count: 4 } as const;

/** The places of a location, by the numbering of place_follow_location(). */
export const stockPlace = (locationId: number): number => 10 + locationId * 3;
export const unavailablePlace = (locationId: number): number => 11 + locationId * 3;
export const transitPlace = (locationId: number): number => 12 + locationId * 3;

export type MoveReason =
  | "opening"
  | "receipt"
  | "sale"
  | "return"
  | "inspection"
  | "transfer_out"
  | "transfer_in"
  | "transfer_short"
  | "transfer_over"
  | "count"
  | "reading"
  | "adjustment"
  | "write_off"
  | "damage"
  | "correction";

export interface StockMove {
  occurredAt: Date;
  skuId: number;
  fromPlaceId: number;
  toPlaceId: number;
  /** Whole units, > 0. */
  quantity: number;
  reason: MoveReason;
  document?: string;
  connectionId?: number;
  actor?: string;
  note?: string;
}

/**
 * Writes moves in one statement; levels follow inside it. The month of each move must have its partition
 * (ensure_month_partitions). Does nothing for an empty list.
 */
export async function postMoves(db: Queryable, moves: readonly StockMove[]): Promise<void> {
  if (moves.length === 0) return;
  const rows = moves.map((m) => ({
    at: m.occurredAt.toISOString(),
    sku: m.skuId,
    from: m.fromPlaceId,
    to: m.toPlaceId,
    quantity: m.quantity,
    reason: m.reason,
    document: m.document ?? null,
    connection: m.connectionId ?? null,
    actor: m.actor ?? "system",
    note: m.note ?? null,
  }));
  await db`
    insert into stock_move (occurred_at, sku_id, from_place_id, to_place_id, quantity, reason, document, connection_id, actor, note)
    select at, sku, "from", "to", quantity, reason, document, connection, actor, note
    from jsonb_to_recordset(${db.json(rows as never)}) as r
      (at timestamptz, sku int, "from" smallint, "to" smallint, quantity int, reason text, document text, connection int, actor text, note text)`;
}
