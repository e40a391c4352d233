import type { Db, Queryable } from "@/db/client";
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

export interface FlagFilter {
  kind?: string[];
  /** Codes of channels. */
  channel?: string[];
  state?: string[];
  q?: string | null;
}

/** One keyset page of the orders held for review, newest first. */
export async function listOrderFlags(
  db: Queryable,
  params: { filter?: FlagFilter; cursor: string | null; pageSize: number },
): Promise<{ rows: OrderFlagRow[]; nextCursor: string | null }> {
  const sort = {
    column: "f.raised_at",
    columnType: "timestamptz",
    direction: "desc" as const,
    ids: ["f.id"],
    idTypes: ["bigint"],
    notNull: true,
  };
  const rows = await db<(OrderFlagRow & { sortAt: string })[]>`
    select ${columns(db)}, f.raised_at::text as "sortAt" from order_flag f join channel c on c.id = f.channel_id
    where ${held(db, params.filter ?? {})} and ${afterCursor(db, decodeCursor(params.cursor, 1), sort)}
    order by ${orderBy(db, sort)} limit ${params.pageSize + 1}`;
  // As PostgreSQL writes it: orders held by one batch share their moment to the microsecond, which a Date would cut off.
  const page = cutPage(rows, params.pageSize, (row) => ({ value: row.sortAt, ids: [row.id] }));
  return { ...page, rows: page.rows.map(({ sortAt: _, ...row }) => row) };
}

/** How many orders are held under a filter, up to 10,000 (null beyond). */
export async function countOrderFlags(db: Queryable, filter: FlagFilter): Promise<number | null> {
  const [row] = await db<{ count: number }[]>`
    select count(*) as count from (
      select 1 from order_flag f join channel c on c.id = f.channel_id where ${held(db, filter)} limit 10001) counted`;
  return row && row.count <= 10_000 ? row.count : null;
}

/** Orders held under a filter for an export, streamed, newest first. */
export async function* exportOrderFlags(db: Db, filter: FlagFilter): AsyncGenerator<OrderFlagRow> {
  const cursor = db<OrderFlagRow[]>`
    select ${columns(db)} from order_flag f join channel c on c.id = f.channel_id
    where ${held(db, filter)} order by f.raised_at desc, f.id`.cursor(1000);
  for await (const batch of cursor) yield* batch;
}

const columns = (db: Queryable) => db`
  f.id, f.order_id as "orderId", f.external_id as "externalId", c.name as "channelName", f.placed_at as "placedAt", f.kind, f.state,
  f.raised_at as "raisedAt", f.decided_by as "decidedBy", f.detail`;

function held(db: Queryable, { kind, channel, state, q }: FlagFilter) {
  const conditions = [db`f.state in ('open', 'confirmed')`];
  if (kind?.length) conditions.push(db`f.kind in ${db(kind)}`);
  if (channel?.length) conditions.push(db`c.code in ${db(channel)}`);
  if (state?.length) conditions.push(db`f.state in ${db(state)}`);
  if (q) conditions.push(db`f.external_id = ${q}`);
  return conditions.reduce((all, one) => db`${all} and ${one}`);
}

/** What an order is or was held for. */
export type PastFlagRow = Omit<OrderFlagRow, "state"> & {
  /** released: a person said it is right. ended: its source corrected it. */
  state: "open" | "confirmed" | "released" | "ended";
  decidedAt: Date | null;
  note: string | null;
};

/** What an order is or was held for, newest first. */
export async function flagsOfOrder(db: Queryable, orderId: number): Promise<PastFlagRow[]> {
  const rows = await db<PastFlagRow[]>`
    select ${columns(db)}, f.decided_at as "decidedAt", f.note
    from order_flag f join channel c on c.id = f.channel_id where f.order_id = ${orderId} order by f.id desc`;
  return [...rows];
}

/** One flag, decided or not; null when there is none. */
export async function findOrderFlag(db: Queryable, id: number): Promise<PastFlagRow | null> {
  const [row] = await db<PastFlagRow[]>`
    select ${columns(db)}, f.decided_at as "decidedAt", f.note
    from order_flag f join channel c on c.id = f.channel_id where f.id = ${id}`;
  return row ?? null;
}
