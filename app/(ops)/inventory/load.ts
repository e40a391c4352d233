import type { Sort, TablePage } from "@/components/data-table";
import { readTableQuery, type TableQuery } from "@/components/data-table/query";
import { readPastMoment } from "@/components/past/read-moment";
import type { Db, Queryable } from "@/db/client";
import {
  countInventory,
  type InventoryFilter,
  type InventorySort,
  inventorySorts,
  listInventory,
} from "@/db/queries/inventory";
import { readPast } from "@/lib/services/past/read-past";
import { type InventoryRow, toRow } from "./_components/row";

export const inventoryFilterKeys = ["state", "location", "region", "brand", "category"] as const;
const pageSize = 100;
const defaultSort: Sort = { key: "money", direction: "desc" };

export type SearchParams = Record<string, string | string[] | undefined> | URLSearchParams;

/** The table's state out of an address; the same for the page, its further pages and its export. */
export function readInventoryQuery(params: SearchParams): {
  query: TableQuery & { sort: Sort };
  filter: InventoryFilter;
} {
  const query = readTableQuery(params, {
    sortKeys: inventorySorts,
    filterKeys: inventoryFilterKeys,
    defaultSort,
  });
  return { query: { ...query, sort: query.sort ?? defaultSort }, filter: { ...query.filters, q: query.q } };
}

/** One page of rows with the counts of the foot. */
export async function loadInventoryPage(
  db: Queryable,
  params: SearchParams,
  now: Date,
): Promise<TablePage<InventoryRow>> {
  const { query, filter } = readInventoryQuery(params);
  const [page, total, totalUnfiltered] = await Promise.all([
    listInventory(db, {
      filter,
      sort: { key: query.sort.key as InventorySort, direction: query.sort.direction },
      cursor: query.cursor,
      pageSize,
      now,
    }),
    query.cursor ? null : countInventory(db, filter),
    query.cursor ? null : countInventory(db, {}),
  ]);
  const rows = page.rows.map(toRow);
  const readings = rows.map((row) => row.dataAsOf).filter((at) => at !== null);
  return { rows, nextCursor: page.nextCursor, total, totalUnfiltered, asOf: readings.sort()[0] ?? null };
}

/** The moment that an address asks to be read as of; null: now. */
export const momentOf = (params: SearchParams): Date | null =>
  readPastMoment(params instanceof URLSearchParams ? params.get("asOf") : params.asOf);

/** The same page of rows, as of now or of the moment in its address. */
export function readInventoryPage(db: Db, params: SearchParams, now: Date): Promise<TablePage<InventoryRow>> {
  const asOf = momentOf(params);
  return asOf
    ? readPast(db, asOf, "all", (past) => loadInventoryPage(past, params, asOf))
    : loadInventoryPage(db, params, now);
}
