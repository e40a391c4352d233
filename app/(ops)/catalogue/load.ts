import type { Sort, TablePage } from "@/components/data-table";
import { readTableQuery } from "@/components/data-table/query";
import type { Queryable } from "@/db/client";
import {
  type CatalogueFilter,
  type CatalogueSort,
  catalogueSorts,
  countCatalogue,
  listCatalogue,
  type CatalogueRow as StoredRow,
} from "@/db/queries/catalogue";

/** A row as it travels to the browser. */
export type CatalogueRow = Omit<StoredRow, "id" | "updatedAt"> & { id: string; updatedAt: string };

type Params = Record<string, string | string[] | undefined> | URLSearchParams;
const defaultSort: Sort = { key: "code", direction: "asc" };
const pageSize = 100;

/** The table's state out of an address. */
export function readCatalogueQuery(params: Params) {
  const query = readTableQuery(params, {
    sortKeys: catalogueSorts,
    filterKeys: ["lifecycle", "category", "brand", "gap"],
    defaultSort,
  });
  const filter: CatalogueFilter = { ...query.filters, q: query.q };
  return { filter, sort: query.sort ?? defaultSort, cursor: query.cursor };
}

/** One page of SKUs with the counts of the foot. */
export async function loadCatalogue(db: Queryable, params: Params): Promise<TablePage<CatalogueRow>> {
  const { filter, sort, cursor } = readCatalogueQuery(params);
  const [page, total, totalUnfiltered] = await Promise.all([
    listCatalogue(db, {
      filter,
      sort: { key: sort.key as CatalogueSort, direction: sort.direction },
      cursor,
      pageSize,
    }),
    cursor ? null : countCatalogue(db, filter),
    cursor ? null : countCatalogue(db, {}),
  ]);
  const rows = page.rows.map((row) => ({
    ...row,
    id: String(row.id),
    updatedAt: row.updatedAt.toISOString(),
  }));
  return {
    rows,
    nextCursor: page.nextCursor,
    total,
    totalUnfiltered,
    asOf:
      rows
        .map((row) => row.updatedAt)
        .sort()
        .at(-1) ?? null,
  };
}
