import { getSaid } from "@/app/_edge/get-said";
import type { Sort, TablePage } from "@/components/data-table";
import { readTableQuery } from "@/components/data-table/query";
import type { Db } from "@/db/client";
import {
  countExceptions,
  listExceptions,
  type ExceptionRow as StoredRow,
  type SyncFilter,
  type SyncList,
  syncLists,
} from "@/db/queries/sync";
import { exceptionWords } from "./exception-words";

/** A row as it travels to the browser. */
export type ExceptionRow = Omit<StoredRow, "since" | "sortId" | "say" | "code"> & { since: string };

type Params = Record<string, string | string[] | undefined> | URLSearchParams;
const defaultSort: Sort = { key: "since", direction: "asc" };
const pageSize = 100;

/** Which exceptions, under which filters, out of an address. Without a list: drift. */
export function readSyncQuery(params: Params) {
  const query = readTableQuery(params, {
    sortKeys: ["since"],
    filterKeys: ["source", "direction", "list"],
    defaultSort,
  });
  const { list: asked, ...filters } = query.filters;
  const list: SyncList = syncLists.find((one) => one === asked?.[0]) ?? "drift";
  const filter: SyncFilter = { ...filters, q: query.q };
  return { list, filter, direction: query.sort?.direction ?? defaultSort.direction, cursor: query.cursor };
}

/** One page of exceptions with the counts of the foot. */
export async function loadExceptions(db: Db, params: Params): Promise<TablePage<ExceptionRow>> {
  const { list, filter, direction, cursor } = readSyncQuery(params);
  const [said, page, total, totalUnfiltered] = await Promise.all([
    getSaid(),
    listExceptions(db, { list, filter, direction, cursor, pageSize }),
    cursor ? null : countExceptions(db, list, filter),
    cursor ? null : countExceptions(db, list, {}),
  ]);
  const rows = page.rows.map((stored): ExceptionRow => {
    const { sortId: _sortId, say: _say, code: _code, since, ...row } = stored;
    return { ...row, ...exceptionWords(said, stored), since: since.toISOString() };
  });
  return { rows, nextCursor: page.nextCursor, total, totalUnfiltered, asOf: new Date().toISOString() };
}
