import { getSaid } from "@/app/_edge/get-said";
import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import type { Said } from "@/app/_edge/said";
import { exceptionWords } from "@/app/(ops)/sync/exception-words";
import { readSyncQuery } from "@/app/(ops)/sync/load";
import { getReadDb } from "@/db/client";
import { type ExceptionRow, exportExceptions } from "@/db/queries/sync";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";

/** Every exception of a list under its filters. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const { list, filter } = readSyncQuery(new URL(request.url).searchParams);
  const columns = columnsIn(await getSaid());
  return csvResponse(`plimsoll-sync-${list}.csv`, exportExceptions(getReadDb(), list, filter), columns);
});

const columnsIn = (said: Said): CsvColumn<ExceptionRow>[] => [
  { header: "source", value: (row) => row.source },
  { header: "sku", value: (row) => row.skuCode },
  { header: "since", value: (row) => row.since },
  { header: "published_units", value: (row) => row.published },
  { header: "available_to_sell_units", value: (row) => row.toSell },
  { header: "difference_units", value: (row) => row.drift },
  { header: "kind", value: (row) => row.kind },
  { header: "line", value: (row) => row.lineNo },
  { header: "field", value: (row) => row.field },
  { header: "reason", value: (row) => exceptionWords(said, row).reason },
  { header: "state", value: (row) => row.actionState },
];
