import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { readWrongQuery } from "@/app/(ops)/sync/load-trust";
import { getReadDb } from "@/db/client";
import { exportWrongOrders, type WrongOrderRow } from "@/db/queries/wrong-orders";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";

/** Every order that differs under the filters, each with the fields of both sides. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const { filter } = readWrongQuery(new URL(request.url).searchParams);
  return csvResponse("plimsoll-sync-differ.csv", exportWrongOrders(getReadDb(), filter), columns);
});

const each = (row: WrongOrderRow, of: (one: WrongOrderRow["differences"][number]) => unknown): string =>
  row.differences.map((one) => String(of(one) ?? "")).join("; ");

const columns: CsvColumn<WrongOrderRow>[] = [
  { header: "order", value: (row) => row.externalId },
  { header: "channel", value: (row) => row.channelName },
  { header: "placed_at", value: (row) => row.placedAt },
  { header: "checked_at", value: (row) => row.checkedAt },
  { header: "result", value: (row) => row.result },
  { header: "fields", value: (row) => each(row, (one) => one.field) },
  { header: "lines", value: (row) => each(row, (one) => one.lineNo) },
  { header: "ours", value: (row) => each(row, (one) => one.ours) },
  { header: "theirs", value: (row) => each(row, (one) => one.theirs) },
  { header: "settled_at", value: (row) => row.resolvedAt },
  { header: "settled_by", value: (row) => row.resolvedBy },
  { header: "settled_how", value: (row) => row.resolution },
];
