import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { exportRows } from "@/app/(ops)/_past/export-rows";
import { readOrdersQuery } from "@/app/(ops)/orders/load";
import { getDb } from "@/db/client";
import { exportOrders, type OrderRow } from "@/db/queries/orders";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";
import { minorToDecimal } from "@/lib/core/money";

/** Every row of a list on the Orders page under its filters. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const params = new URL(request.url).searchParams;
  const { list, filter } = readOrdersQuery(params);
  const rows = await exportRows(getDb(), params, (db, now) => exportOrders(db, list, filter, now));
  return csvResponse(`plimsoll-orders-${list}.csv`, rows, columns);
});

const columns: CsvColumn<OrderRow>[] = [
  { header: "order", value: (row) => row.externalId },
  { header: "channel", value: (row) => row.channelName },
  { header: "placed_at", value: (row) => row.placedAt },
  { header: "since", value: (row) => row.since },
  { header: "state", value: (row) => row.state },
  { header: "problem", value: (row) => (row.problem ? JSON.stringify(row.problem) : null) },
  { header: "owner", value: (row) => row.owner },
  {
    header: "amount",
    value: (row) =>
      row.amountMinor !== null && row.currency ? minorToDecimal(row.amountMinor, row.currency) : null,
  },
  { header: "currency", value: (row) => row.currency },
  { header: "price_unknown", value: (row) => (row.priceUnknown ? "yes" : null) },
];
