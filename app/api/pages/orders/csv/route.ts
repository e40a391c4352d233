import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { readOrdersQuery } from "@/app/(ops)/orders/load";
import { getReadDb } from "@/db/client";
import { exportOrders, type OrderRow } from "@/db/queries/orders";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";
import { minorToDecimal } from "@/lib/core/money";

/** Every row of a list on the Orders page under its filters. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const { list, filter } = readOrdersQuery(new URL(request.url).searchParams);
  return csvResponse(`plimsoll-orders-${list}.csv`, exportOrders(getReadDb(), list, filter), columns);
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
