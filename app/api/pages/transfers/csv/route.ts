import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { exportRows } from "@/app/(ops)/_past/export-rows";
import { readTransfersQuery, tabIn, tabNames } from "@/app/(ops)/transfers/query";
import { getDb } from "@/db/client";
import { exportTransfers, type TransferRow } from "@/db/queries/transfers";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";
import { minorToDecimal } from "@/lib/core/money";

/** Every transfer of a list under its filters. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const params = new URL(request.url).searchParams;
  const tab = tabIn(params);
  const list = tab === "plan" ? "way" : tab;
  const { filter } = readTransfersQuery(params, list);
  const rows = await exportRows(getDb(), params, (db, now) =>
    exportTransfers(db, tabNames[list], filter, now),
  );
  return csvResponse(`plimsoll-transfers-${list}.csv`, rows, columns);
});

const money = (minor: number | null, row: TransferRow) =>
  minor === null ? null : minorToDecimal(minor, row.currency);

const columns: CsvColumn<TransferRow>[] = [
  { header: "number", value: (row) => row.number },
  { header: "state", value: (row) => row.state },
  { header: "overdue", value: (row) => row.overdue },
  { header: "origin", value: (row) => row.originCode },
  { header: "destination", value: (row) => row.destinationCode },
  { header: "lines", value: (row) => row.lineCount },
  { header: "first_sku", value: (row) => row.skuCode },
  { header: "units", value: (row) => row.units },
  { header: "units_shipped", value: (row) => row.shippedUnits },
  { header: "units_received", value: (row) => row.receivedUnits },
  { header: "freight", value: (row) => money(row.freightMinor, row) },
  { header: "value_expected", value: (row) => money(row.expectedMinor, row) },
  { header: "value_realised", value: (row) => money(row.realisedMinor, row) },
  { header: "currency", value: (row) => row.currency },
  { header: "planned_at", value: (row) => row.plannedAt },
  { header: "shipped_at", value: (row) => row.shippedAt },
  { header: "expected_at", value: (row) => row.expectedAt },
  { header: "received_at", value: (row) => row.receivedAt },
  { header: "planned_by", value: (row) => row.createdBy },
];
