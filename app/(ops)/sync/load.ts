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
import type { Actor } from "@/lib/services/_shared/actor";
import { may } from "@/lib/services/_shared/authorise";
import { listPushes } from "@/lib/services/action/list-pushes";
import { sayReason } from "@/lib/services/action/say-reason";
import { exceptionWords } from "./exception-words";

/** A row as it travels to the browser. */
export type ExceptionRow = Omit<StoredRow, "since" | "sortId" | "say" | "code"> & {
  since: string;
  /** Of drift: how it stands with setting the channel right. */
  push: PushRow | null;
};

/** Whether a listing's quantity can be set from here, and the newest action that did. */
export interface PushRow {
  listingId: number;
  live: boolean;
  /** The reader's role may. */
  allowed: boolean;
  last: {
    actionId: string;
    state: string;
    units: number;
    expectedUnits: number | null;
    reason: string | null;
  } | null;
}

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
export async function loadExceptions(db: Db, actor: Actor, params: Params): Promise<TablePage<ExceptionRow>> {
  const { list, filter, direction, cursor } = readSyncQuery(params);
  const [said, page, total, totalUnfiltered] = await Promise.all([
    getSaid(),
    listExceptions(db, { list, filter, direction, cursor, pageSize }),
    cursor ? null : countExceptions(db, list, filter),
    cursor ? null : countExceptions(db, list, {}),
  ]);
  const listingIds = list === "drift" ? page.rows.map(({ sortId }) => sortId) : [];
  const pushes = new Map((await listPushes(db, listingIds)).map((one) => [one.listingId, one]));
  const allowed = may(actor.role, "decide.operator");
  const pushOf = (listingId: number): PushRow | null => {
    const found = pushes.get(listingId);
    if (list !== "drift" || !found) return null;
    const { live, last } = found;
    if (!last) return { listingId, live, allowed, last };
    const { actionId, state, units, expectedUnits, reason } = last;
    return {
      listingId,
      live,
      allowed,
      last: { actionId, state, units, expectedUnits, reason: reason && said(sayReason(reason)) },
    };
  };
  const rows = page.rows.map((stored): ExceptionRow => {
    const { sortId, say: _say, code: _code, since, ...row } = stored;
    return { ...row, ...exceptionWords(said, stored), since: since.toISOString(), push: pushOf(sortId) };
  });
  return { rows, nextCursor: page.nextCursor, total, totalUnfiltered, asOf: new Date().toISOString() };
}
