import type { Queryable } from "@/db/client";
import { afterCursor, orderBy, type SortDirection } from "./shared/after-cursor";
import { cutPage, decodeCursor } from "./shared/keyset";

/** The lists of the Orders page. */
export const orderLists = ["all", "stuck", "wrong", "missing", "returns"] as const;
export type OrderList = (typeof orderLists)[number];

/** One row of any of the lists: an order, a comparison with its source, or a return. */
export interface OrderRow {
  id: number;
  checkId: number | null;
  orderId: number | null;
  externalId: string;
  channelCode: string;
  channelName: string;
  state: string;
  problem: OrderProblem | null;
  /** Since when the row has stood in its list; of all orders, when it was placed. */
  since: Date;
  placedAt: Date;
  owner: string | null;
  units: number | null;
  amountMinor: number | null;
  /** The amount is not known because the price of a line is not known yet. */
  priceUnknown: boolean;
  currency: string | null;
}

export type OrderProblem =
  | { kind: "sync_error"; error: string }
  | {
      kind: "different";
      differences: {
        field: string;
        lineNo: number | null;
        ours: string | number | null;
        theirs: string | number | null;
      }[];
    }
  | { kind: "missing" }
  | { kind: "duplicate" }
  | { kind: "return"; skuCode: string; returnState: string };

export interface OrderFilter {
  channel?: string[];
  state?: string[];
  q?: string | null;
}

interface ListParams {
  list: OrderList;
  filter: OrderFilter;
  direction: SortDirection;
  cursor: string | null;
  pageSize: number;
  now?: Date;
}

/** One keyset page of a list, by time, newest first unless asked otherwise. */
export async function listOrders(
  db: Queryable,
  params: ListParams,
): Promise<{ rows: OrderRow[]; nextCursor: string | null }> {
  const sort = {
    column: "x.since",
    columnType: "timestamptz",
    direction: params.direction,
    ids: ["x.id"],
    idTypes: ["bigint"],
    notNull: params.list !== "returns",
  };
  const cursor = decodeCursor(params.cursor, 1);
  const rows = await db<(OrderRow & { sortAt: string })[]>`
    select x.*, x.since::text as "sortAt", c.code as "channelCode", c.name as "channelName"
    from (${source(db, params.list, params.now ?? new Date())}) x
    join channel c on c.id = x."channelId"
    where ${matching(db, params.filter)} and ${afterCursor(db, cursor, sort)}
    order by ${orderBy(db, sort)}
    limit ${params.pageSize + 1}`;
  // As PostgreSQL writes it: comparisons of one run share their moment to the microsecond, which a Date would cut off.
  const page = cutPage(rows, params.pageSize, (row) => ({ value: row.sortAt, ids: [row.id] }));
  return { ...page, rows: page.rows.map(({ sortAt: _, ...row }) => row) };
}

/** How many rows a list has under a filter, up to 10,000 (null beyond). */
export async function countOrders(
  db: Queryable,
  list: OrderList,
  filter: OrderFilter,
  now = new Date(),
): Promise<number | null> {
  const [row] = await db<{ count: number }[]>`
    select count(*) as count from (
      select 1 from (${source(db, list, now)}) x join channel c on c.id = x."channelId" where ${matching(db, filter)} limit 10001
    ) counted`;
  return row && row.count <= 10_000 ? row.count : null;
}

/** Rows of a list for an export, streamed. */
export async function* exportOrders(
  db: Queryable,
  list: OrderList,
  filter: OrderFilter,
  now = new Date(),
): AsyncGenerator<OrderRow> {
  const cursor = db<OrderRow[]>`
    select x.*, c.code as "channelCode", c.name as "channelName"
    from (${source(db, list, now)}) x join channel c on c.id = x."channelId"
    where ${matching(db, filter)} order by x.since desc, x.id`.cursor(1000);
  for await (const batch of cursor) yield* batch;
}

/** The rows of a list before filters. Every branch reads through an index made for it. */
function source(db: Queryable, list: OrderList, now: Date) {
  switch (list) {
    case "all":
    case "stuck":
      return db`
        select o.id, null::bigint as "checkId", o.id as "orderId", o.external_id as "externalId", o.channel_id as "channelId", o.state,
          case when o.sync_error is not null then jsonb_build_object('kind', 'sync_error', 'error', o.sync_error) end as problem,
          o.placed_at as since, o.placed_at as "placedAt", o.owner_id as owner, null::int as units, o.total_minor as "amountMinor", o.currency,
          -- Offset keeps it a look-up for each order that is shown: else every line there is was read into a table of answers.
          case when o.total_minor is null then exists (select from order_line l where l.order_id = o.id and l.placed_at = o.placed_at
            and l.unit_price is null and l.quantity > l.cancelled_quantity offset 0) else false end as "priceUnknown"
        from sales_order o where ${list === "stuck" ? db`o.sync_error is not null` : db`o.kind = 'sale'`}`;
    case "wrong":
    case "missing":
      return db`
        select k.id, k.id as "checkId", k.order_id as "orderId", k.external_id as "externalId", k.channel_id as "channelId", k.result as state,
          case k.result when 'different' then jsonb_build_object('kind', 'different', 'differences', k.differences)
            else jsonb_build_object('kind', k.result) end as problem,
          k.checked_at as since, k.placed_at as "placedAt", null::text as owner, null::int as units, null::bigint as "amountMinor", null::text as currency,
          false as "priceUnknown"
        from order_check k
        where k.result <> 'equal' and k.resolved_at is null
          and k.result ${list === "wrong" ? db`= 'different'` : db`in ('missing', 'duplicate')`}`;
    case "returns":
      return db`
        select r.id, null::bigint as "checkId", r.order_id as "orderId", coalesce(o.external_id, r.external_id) as "externalId",
          coalesce(o.channel_id, (select min(id) from channel)) as "channelId", r.state,
          jsonb_build_object('kind', 'return', 'skuCode', s.code, 'returnState', r.state) as problem,
          r.announced_at as since, coalesce(o.placed_at, r.announced_at) as "placedAt", null::text as owner, r.quantity as units,
          r.refund_minor as "amountMinor", r.currency, false as "priceUnknown"
        from return_line r join sku s on s.id = r.sku_id
        left join sales_order o on o.id = r.order_id and o.placed_at = r.placed_at
        where r.state in ('expected', 'inspection') and r.announced_at < ${now}::timestamptz - interval '14 days'`;
  }
}

function matching(db: Queryable, filter: OrderFilter) {
  const conditions = [db`true`];
  if (filter.channel?.length) conditions.push(db`c.code in ${db(filter.channel)}`);
  if (filter.state?.length) conditions.push(db`x.state in ${db(filter.state)}`);
  if (filter.q) conditions.push(db`x."externalId" = ${filter.q}`);
  return conditions.reduce((all, one) => db`${all} and ${one}`);
}

/** Accuracy by channel over the last days: orders equal to the source ÷ orders checked. Null where none was checked. */
export async function accuracyByChannel(db: Queryable, days: number, now = new Date()) {
  return db<{ code: string; name: string; checked: number; equal: number; asOf: Date | null }[]>`
    select c.code, c.name, count(k.placed_at)::int as checked, count(k.placed_at) filter (where k.result = 'equal')::int as equal, max(k.checked_at) as "asOf"
    from channel c left join order_check k on k.channel_id = c.id and k.placed_at > ${now}::timestamptz - make_interval(days => ${days})
    where c.active group by c.id order by c.name`;
}

export interface OrderCheck {
  id: number;
  externalId: string;
  orderId: number | null;
  channelName: string;
  placedAt: Date;
  checkedAt: Date;
  result: "equal" | "different" | "missing" | "duplicate";
  differences: {
    field: string;
    lineNo: number | null;
    ours: string | number | null;
    theirs: string | number | null;
  }[];
  sourceRecord: unknown;
  resolvedAt: Date | null;
  resolvedBy: string | null;
  resolution: string | null;
}

/** One comparison with both sides; null when there is none. */
export async function findOrderCheck(db: Queryable, id: number): Promise<OrderCheck | null> {
  const [row] = await db<OrderCheck[]>`
    select k.id, k.external_id as "externalId", k.order_id as "orderId", c.name as "channelName", k.placed_at as "placedAt",
      k.checked_at as "checkedAt", k.result, k.differences, k.source_record as "sourceRecord", k.resolved_at as "resolvedAt",
      k.resolved_by as "resolvedBy", k.resolution
    from order_check k join channel c on c.id = k.channel_id where k.id = ${id}`;
  return row ?? null;
}

export interface OrderDetail {
  id: number;
  externalId: string;
  channelName: string;
  kind: string;
  state: string;
  placedAt: Date;
  currency: string;
  customerRef: string | null;
  country: string | null;
  discountMinor: number;
  taxMinor: number;
  shippingMinor: number;
  totalMinor: number | null;
  sourceEventAt: Date | null;
  receivedAt: Date | null;
  visibleAt: Date;
  /** Since when its source has it no more; null: it has. */
  goneAt: Date | null;
  syncError: string | null;
  simulated: boolean;
  lines: {
    lineNo: number;
    skuCode: string;
    title: string;
    locationCode: string;
    kind: string;
    quantity: number;
    cancelled: number;
    shipped: number;
    /** Null, with the amount: not known yet. */
    unitPrice: string | null;
    amountMinor: number | null;
    note: string | null;
  }[];
}

/** One order with its lines; null when there is none. */
export async function findOrder(db: Queryable, id: number): Promise<OrderDetail | null> {
  const [row] = await db<OrderDetail[]>`
    select o.id, o.external_id as "externalId", c.name as "channelName", o.kind, o.state, o.placed_at as "placedAt", o.currency,
      o.customer_ref as "customerRef", o.country, o.discount_minor as "discountMinor", o.tax_minor as "taxMinor",
      o.shipping_minor as "shippingMinor", o.total_minor as "totalMinor", o.source_event_at as "sourceEventAt",
      o.received_at as "receivedAt", o.visible_at as "visibleAt", o.gone_at as "goneAt", o.sync_error as "syncError", o.simulated,
      coalesce((select jsonb_agg(jsonb_build_object('lineNo', x.line_no, 'skuCode', s.code, 'title', s.title, 'locationCode', l.code,
          'kind', x.kind, 'quantity', x.quantity, 'cancelled', x.cancelled_quantity, 'shipped', x.shipped_quantity,
          'unitPrice', x.unit_price::text, 'amountMinor', x.amount_minor, 'note', x.note) order by x.line_no)
        from order_line x join sku s on s.id = x.sku_id join location l on l.id = x.location_id
        where x.order_id = o.id and x.placed_at = o.placed_at), '[]') as lines
    from sales_order o join channel c on c.id = o.channel_id where o.id = ${id}`;
  return row ?? null;
}

/** Channels to filter by. */
export async function channelOptions(db: Queryable): Promise<{ id: number; code: string; name: string }[]> {
  return db<
    { id: number; code: string; name: string }[]
  >`select id, code, name from channel where active order by name`;
}
