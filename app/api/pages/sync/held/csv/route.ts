import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { readHeldQuery } from "@/app/(ops)/sync/load-trust";
import { getReadDb } from "@/db/client";
import { exportOrderFlags, type OrderFlagRow } from "@/db/queries/order-flags";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";
import { minorToDecimal } from "@/lib/core/money";

/** Every order held under the filters, with what does not come out. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const { filter } = readHeldQuery(new URL(request.url).searchParams);
  return csvResponse("plimsoll-sync-held.csv", exportOrderFlags(getReadDb(), filter), columns);
});

const sumOf = ({ detail }: OrderFlagRow) => ("totalMinor" in detail ? detail : null);

const columns: CsvColumn<OrderFlagRow>[] = [
  { header: "order", value: (row) => row.externalId },
  { header: "channel", value: (row) => row.channelName },
  { header: "placed_at", value: (row) => row.placedAt },
  { header: "held_at", value: (row) => row.raisedAt },
  { header: "reason", value: (row) => row.kind },
  { header: "state", value: (row) => row.state },
  { header: "currency", value: (row) => sumOf(row)?.currency },
  { header: "comes_to", value: (row) => amount(row, sumOf(row)?.sumMinor) },
  { header: "held_against", value: (row) => amount(row, sumOf(row)?.totalMinor) },
  { header: "line", value: (row) => sumOf(row)?.likely?.lineNo },
  { header: "quantity", value: (row) => sumOf(row)?.likely?.quantity },
  { header: "likely_quantity", value: (row) => sumOf(row)?.likely?.likelyQuantity },
];

function amount(row: OrderFlagRow, minor: number | undefined): string | null {
  const currency = sumOf(row)?.currency;
  return minor === undefined || currency === undefined ? null : minorToDecimal(minor, currency);
}
