import type { ActionStateName } from "@/components/action-state/state";
import type { TablePage } from "@/components/data-table";
import { readPastMoment } from "@/components/past/read-moment";
import type { Db, Queryable } from "@/db/client";
import { countTransfers, listTransfers, type TransferRow as StoredRow } from "@/db/queries/transfers";
import { readRecords } from "@/lib/services/past/records/read-records";
import { readTransfersQuery, tabNames } from "./query";
import type { ListName } from "./sorts";
import { shownTransferState } from "./state";

/** A transfer as its row travels to the browser. */
export interface TransferRow {
  id: string;
  number: string;
  state: StoredRow["state"];
  mark: ActionStateName;
  overdue: boolean;
  originCode: string;
  originName: string;
  destinationCode: string;
  destinationName: string;
  lineCount: number;
  skuCode: string;
  skuTitle: string;
  units: number;
  shippedUnits: number | null;
  receivedUnits: number | null;
  currency: string;
  freightMinor: number;
  plannedAt: string;
  expectedAt: string;
  receivedAt: string | null;
  expectedMinor: number | null;
  realisedMinor: number | null;
  executor: StoredRow["executor"];
}

type Params = Record<string, string | string[] | undefined> | URLSearchParams;
const pageSize = 100;

/** One page of a list of transfers, as of now or of the moment in its address. */
export function readTransfers(db: Db, params: Params, list: ListName): Promise<TablePage<TransferRow>> {
  const asOf = readPastMoment(params instanceof URLSearchParams ? params.get("asOf") : params.asOf);
  return asOf
    ? readRecords(db, asOf, (past) => loadTransfers(past, params, list, asOf))
    : loadTransfers(db, params, list, new Date());
}

/** One page of a list of transfers with the counts of its foot. */
export async function loadTransfers(
  db: Queryable,
  params: Params,
  list: ListName,
  now: Date,
): Promise<TablePage<TransferRow>> {
  const { filter, sort, cursor } = readTransfersQuery(params, list);
  const tab = tabNames[list];
  const [page, counts, all] = await Promise.all([
    listTransfers(db, { tab, filter, sort, cursor, pageSize, now }),
    cursor ? null : countTransfers(db, filter, now),
    cursor ? null : countTransfers(db, {}, now),
  ]);
  return {
    rows: page.rows.map(toRow),
    nextCursor: page.nextCursor,
    total: counts?.[tab].count ?? null,
    totalUnfiltered: all?.[tab].count ?? null,
    asOf: now.toISOString(),
  };
}

const toRow = (row: StoredRow): TransferRow => ({
  id: String(row.id),
  number: row.number,
  state: row.state,
  mark: shownTransferState(row),
  overdue: row.overdue,
  originCode: row.originCode,
  originName: row.originName,
  destinationCode: row.destinationCode,
  destinationName: row.destinationName,
  lineCount: row.lineCount,
  skuCode: row.skuCode,
  skuTitle: row.skuTitle,
  units: row.units,
  shippedUnits: row.shippedUnits,
  receivedUnits: row.receivedUnits,
  currency: row.currency,
  freightMinor: row.freightMinor,
  plannedAt: row.plannedAt.toISOString(),
  expectedAt: row.expectedAt.toISOString(),
  receivedAt: row.receivedAt?.toISOString() ?? null,
  expectedMinor: row.expectedMinor,
  realisedMinor: row.realisedMinor,
  executor: row.executor,
});
