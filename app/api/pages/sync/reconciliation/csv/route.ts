import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { readHoursQuery } from "@/app/(ops)/sync/load-trust";
import { getReadDb } from "@/db/client";
import { exportReconciliations, type ReconciliationRow } from "@/db/queries/reconciliations";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";
import { minorToDecimal } from "@/lib/core/money";

/** Every comparison under the filters, with both sides. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const { filter } = readHoursQuery(new URL(request.url).searchParams);
  return csvResponse("plimsoll-sync-reconciliation.csv", exportReconciliations(getReadDb(), filter), columns);
});

const amounts = (by: Record<string, number> | null): string | null =>
  by === null
    ? null
    : Object.entries(by)
        .map(([currency, minor]) => `${minorToDecimal(minor, currency)} ${currency}`)
        .join("; ");

const columns: CsvColumn<ReconciliationRow>[] = [
  { header: "source", value: (row) => row.source },
  { header: "hour", value: (row) => row.hour },
  { header: "after_seconds", value: (row) => row.afterSeconds },
  { header: "state", value: (row) => row.state },
  { header: "compared_at", value: (row) => row.comparedAt },
  { header: "orders_ours", value: (row) => row.ourOrders },
  { header: "orders_source", value: (row) => row.sourceOrders },
  { header: "units_ours", value: (row) => row.ourUnits },
  { header: "units_source", value: (row) => row.sourceUnits },
  { header: "amounts_ours", value: (row) => amounts(row.ourAmounts) },
  { header: "amounts_source", value: (row) => amounts(row.sourceAmounts) },
  { header: "equal", value: (row) => row.same },
  { header: "differed_at_first", value: (row) => row.found },
  { header: "asked_again", value: (row) => row.askedAgain },
  { header: "still_different", value: (row) => row.remaining },
];
