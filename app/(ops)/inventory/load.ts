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
  listProducts,
} from "@/db/queries/inventory";
import { isLongPast, readPast } from "@/lib/services/past/read-past";
import { type InventoryRow, toRow } from "./_components/row";

export const inventoryFilterKeys = ["state", "location", "region", "brand", "category"] as const;
const pageSize = 100;
/** Products that a page of a long past puts together, and places that one has at most. */
const longPageSkus = 50;
const mostPlaces = 100;
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
export async function readInventoryPage(
  db: Db,
  params: SearchParams,
  now: Date,
): Promise<TablePage<InventoryRow>> {
  const asOf = momentOf(params);
  if (!asOf) return loadInventoryPage(db, params, now);
  return (await isLongPast(db))
    ? readLongPast(db, params, asOf)
    : readPast(db, asOf, "all", (past) => loadInventoryPage(past, params, asOf));
}

/**
 * Some products as of a moment, by code, where there are too many to put all together: a page is put together when it is asked
 * for. In which state a row is comes out of that only, so states are not filtered by.
 */
export async function readLongPast(
  db: Db,
  params: SearchParams,
  asOf: Date,
): Promise<TablePage<InventoryRow>> {
  const { query, filter } = readInventoryQuery(params);
  const { skuIds, nextCursor } = await listProducts(db, {
    filter,
    cursor: query.cursor,
    pageSize: longPageSkus,
  });
  const { rows } = await readPast(db, asOf, skuIds, (past) =>
    listInventory(past, {
      filter: { location: filter.location, region: filter.region },
      sort: { key: "sku", direction: "asc" },
      cursor: null,
      pageSize: longPageSkus * mostPlaces,
      now: asOf,
    }),
  );
  return {
    rows: rows.map(toRow),
    nextCursor,
    total: null,
    totalUnfiltered: null,
    asOf: asOf.toISOString(),
  };
}
