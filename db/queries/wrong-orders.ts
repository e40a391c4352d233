import type { Db, Queryable } from "@/db/client";
import { countedAs } from "@/lib/metrics/order-accuracy/compute";
import { afterCursor, orderBy } from "./shared/after-cursor";
import { cutPage, decodeCursor } from "./shared/keyset";

/** An order that was not equal to its source when the two were compared. */
export interface WrongOrderRow {
  checkId: number;
  orderId: number | null;
  externalId: string;
  channelName: string;
  placedAt: Date;
  checkedAt: Date;
  result: "different" | "missing" | "duplicate";
  differences: {
    field: string;
    lineNo: number | null;
    ours: string | number | boolean | null;
    theirs: string | number | boolean | null;
  }[];
  /** Null: it still differs. */
  resolvedAt: Date | null;
  resolvedBy: string | null;
  resolution: string | null;
}

export interface WrongOrderFilter {
  /** Fields of accuracyFields. */
  field?: string[];
  /** Codes of channels. */
  channel?: string[];
  /** Placed on one of so many days (UTC), as accuracy counts them. */
  days?: number;
  /** Those that nobody has settled yet. */
  openOnly?: boolean;
  q?: string | null;
}

const sort = {
  column: "k.placed_at",
  columnType: "timestamptz",
  direction: "desc" as const,
  ids: ["k.id"],
  idTypes: ["bigint"],
  notNull: true,
};

/** One keyset page of the orders that differ from their source, the last placed first. */
export async function listWrongOrders(
  db: Queryable,
  params: { filter: WrongOrderFilter; cursor: string | null; pageSize: number },
): Promise<{ rows: WrongOrderRow[]; nextCursor: string | null }> {
  const rows = await db<(WrongOrderRow & { sortAt: string })[]>`
    select ${columns(db)}, k.placed_at::text as "sortAt" from order_check k join channel c on c.id = k.channel_id
    where ${matching(db, params.filter)} and ${afterCursor(db, decodeCursor(params.cursor, 1), sort)}
    order by ${orderBy(db, sort)} limit ${params.pageSize + 1}`;
  const page = cutPage(rows, params.pageSize, (row) => ({ value: row.sortAt, ids: [row.checkId] }));
  return { ...page, rows: page.rows.map(({ sortAt: _, ...row }) => row) };
}

/** How many there are under a filter, up to 10,000 (null beyond). */
export async function countWrongOrders(db: Queryable, filter: WrongOrderFilter): Promise<number | null> {
  const [row] = await db<{ count: number }[]>`
    select count(*) as count from (
      select 1 from order_check k join channel c on c.id = k.channel_id where ${matching(db, filter)} limit 10001) counted`;
  return row && row.count <= 10_000 ? row.count : null;
}

/** All under a filter for an export, streamed. */
export async function* exportWrongOrders(db: Db, filter: WrongOrderFilter): AsyncGenerator<WrongOrderRow> {
  const cursor = db<WrongOrderRow[]>`
    select ${columns(db)} from order_check k join channel c on c.id = k.channel_id
    where ${matching(db, filter)} order by ${orderBy(db, sort)}`.cursor(1000);
  for await (const batch of cursor) yield* batch;
}

const columns = (db: Queryable) => db`
  k.id as "checkId", k.order_id as "orderId", k.external_id as "externalId", c.name as "channelName", k.placed_at as "placedAt",
  k.checked_at as "checkedAt", k.result, k.differences, k.resolved_at as "resolvedAt", k.resolved_by as "resolvedBy", k.resolution`;

function matching(db: Queryable, { field, channel, days, openOnly, q }: WrongOrderFilter) {
  const conditions = [db`k.result <> 'equal'`];
  if (openOnly) conditions.push(db`k.resolved_at is null`);
  if (days !== undefined)
    conditions.push(
      db`k.placed_at >= ((now() at time zone 'UTC')::date - ${days - 1}::int)::timestamp at time zone 'UTC'`,
    );
  if (channel?.length) conditions.push(db`c.code in ${db(channel)}`);
  if (q) conditions.push(db`k.external_id = ${q}`);
  if (field?.length) {
    const names = Object.entries(countedAs).flatMap(([name, counted]) =>
      field.includes(counted) ? [name] : [],
    );
    conditions.push(db`(k.result = any(${field}::text[]) or (k.result = 'different'
      and exists (select from jsonb_array_elements(k.differences) d where d ->> 'field' = any(${names}::text[]))))`);
  }
  return conditions.reduce((all, one) => db`${all} and ${one}`);
}
