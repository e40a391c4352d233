import type { Sort, TablePage } from "@/components/data-table";
import { readTableQuery } from "@/components/data-table/query";
import type { Db } from "@/db/client";
import {
  type AdFilter,
  type AdList,
  type AdSort,
  adLists,
  adSorts,
  countAds,
  listAds,
  type AdRow as StoredRow,
} from "@/db/queries/ads";

/** A row as it travels to the browser. */
export type AdRow = Omit<StoredRow, "stateAsOf" | "id"> & { id: string; stateAsOf: string | null };

type Params = Record<string, string | string[] | undefined> | URLSearchParams;
const defaultSort: Sort = { key: "wasted", direction: "desc" };
const pageSize = 100;

/** Which ads, under which filters, out of an address. Without a list: all. */
export function readAdsQuery(params: Params) {
  const query = readTableQuery(params, {
    sortKeys: adSorts,
    filterKeys: ["kind", "channel", "list"],
    defaultSort,
  });
  const { list: asked, ...filters } = query.filters;
  const list: AdList = adLists.find((one) => one === asked?.[0]) ?? "all";
  const filter: AdFilter = { ...filters, q: query.q };
  return { list, filter, sort: query.sort ?? defaultSort, cursor: query.cursor };
}

/** One page of ads with the counts of the foot. */
export async function loadAds(db: Db, params: Params): Promise<TablePage<AdRow>> {
  const { list, filter, sort, cursor } = readAdsQuery(params);
  const [page, total, totalUnfiltered] = await Promise.all([
    listAds(db, {
      list,
      filter,
      sort: { key: sort.key as AdSort, direction: sort.direction },
      cursor,
      pageSize,
    }),
    cursor ? null : countAds(db, list, filter),
    cursor ? null : countAds(db, "all", {}),
  ]);
  const rows = page.rows.map((row) => ({
    ...row,
    id: String(row.id),
    stateAsOf: row.stateAsOf?.toISOString() ?? null,
  }));
  const readings = rows.map((row) => row.stateAsOf).filter((at) => at !== null);
  return { rows, nextCursor: page.nextCursor, total, totalUnfiltered, asOf: readings.sort()[0] ?? null };
}
