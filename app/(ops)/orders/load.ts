import type { Sort, TablePage } from "@/components/data-table";
import { readTableQuery } from "@/components/data-table/query";
import { readPastMoment } from "@/components/past/read-moment";
import type { Db, Queryable } from "@/db/client";
import {
  countOrders,
  listOrders,
  type OrderFilter,
  type OrderList,
  type OrderProblem,
  orderLists,
  type OrderRow as StoredRow,
} from "@/db/queries/orders";
import { readRecords } from "@/lib/services/past/records/read-records";

/** A row as it travels to the browser. */
export interface OrderRow {
  id: string;
  orderId: number | null;
  checkId: number | null;
  externalId: string;
  channelName: string;
  state: string;
  problem: OrderProblem | null;
  since: string;
  placedAt: string;
  owner: string | null;
  units: number | null;
  amount: { minor: number; currency: string } | null;
  /** Why there is no amount: the price of a line is not known yet. */
  priceUnknown: boolean;
}

type Params = Record<string, string | string[] | undefined> | URLSearchParams;
const defaultSort: Sort = { key: "since", direction: "desc" };
const pageSize = 100;

/** Which list and under which filters, out of an address. Without a list: all orders. */
export function readOrdersQuery(params: Params) {
  const query = readTableQuery(params, {
    sortKeys: ["since"],
    filterKeys: ["channel", "state", "list"],
    defaultSort,
  });
  const { list: asked, ...filters } = query.filters;
  const list: OrderList = orderLists.find((one) => one === asked?.[0]) ?? "all";
  const filter: OrderFilter = { ...filters, q: query.q };
  return { list, filter, direction: query.sort?.direction ?? defaultSort.direction, cursor: query.cursor };
}

/** One page of a list, as of now or of the moment in its address. */
export function readOrders(db: Db, params: Params): Promise<TablePage<OrderRow>> {
  const asOf = readPastMoment(params instanceof URLSearchParams ? params.get("asOf") : params.asOf);
  return asOf
    ? readRecords(db, asOf, (past) => loadOrders(past, params, asOf))
    : loadOrders(db, params, new Date());
}

/** One page of a list with the counts of the foot. */
export async function loadOrders(db: Queryable, params: Params, now: Date): Promise<TablePage<OrderRow>> {
  const { list, filter, direction, cursor } = readOrdersQuery(params);
  const [page, total, totalUnfiltered] = await Promise.all([
    listOrders(db, { list, filter, direction, cursor, pageSize, now }),
    cursor ? null : countOrders(db, list, filter, now),
    cursor ? null : countOrders(db, list, {}, now),
  ]);
  return {
    rows: page.rows.map(toRow),
    nextCursor: page.nextCursor,
    total,
    totalUnfiltered,
    asOf: now.toISOString(),
  };
}

const toRow = (row: StoredRow): OrderRow => ({
  id: `${row.checkId ? "check" : "row"}:${row.id}`,
  orderId: row.orderId,
  checkId: row.checkId,
  externalId: row.externalId,
  channelName: row.channelName,
  state: row.state,
  problem: row.problem,
  since: row.since.toISOString(),
  placedAt: row.placedAt.toISOString(),
  owner: row.owner,
  units: row.units,
  amount:
    row.amountMinor !== null && row.currency ? { minor: row.amountMinor, currency: row.currency } : null,
  priceUnknown: row.priceUnknown,
});
