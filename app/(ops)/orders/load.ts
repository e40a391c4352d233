import type { Sort, TablePage } from "@/components/data-table";
import { readTableQuery } from "@/components/data-table/query";
import type { Db } from "@/db/client";
import {
  countOrders,
  listOrders,
  type OrderFilter,
  type OrderList,
  type OrderProblem,
  orderLists,
  type OrderRow as StoredRow,
} from "@/db/queries/orders";

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

/** One page of a list with the counts of the foot. */
export async function loadOrders(db: Db, params: Params): Promise<TablePage<OrderRow>> {
  const { list, filter, direction, cursor } = readOrdersQuery(params);
  const [page, total, totalUnfiltered] = await Promise.all([
    listOrders(db, { list, filter, direction, cursor, pageSize }),
    cursor ? null : countOrders(db, list, filter),
    cursor ? null : countOrders(db, list, {}),
  ]);
  return {
    rows: page.rows.map(toRow),
    nextCursor: page.nextCursor,
    total,
    totalUnfiltered,
    asOf: new Date().toISOString(),
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
