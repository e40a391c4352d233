import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { loadUnmapped, type UnmappedRow } from "@/app/(ops)/sync/load-stuck";
import { getReadDb } from "@/db/client";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";

/** Every name to be mapped that the address's filter matches. */
export const GET = pageRoute(async (request: Request) => {
  const actor = await requireActorForAction();
  const { rows } = await loadUnmapped(getReadDb(), actor, new URL(request.url).searchParams);
  return csvResponse("plimsoll-sync-unmapped.csv", rows, columns);
});

const columns: CsvColumn<UnmappedRow>[] = [
  { header: "source", value: (row) => row.connection },
  { header: "kind", value: (row) => row.kind },
  { header: "code_at_source", value: (row) => row.externalCode },
  { header: "title", value: (row) => row.title },
  { header: "likely_meant", value: (row) => row.suggestion },
  { header: "records", value: (row) => row.records },
  { header: "orders", value: (row) => row.orders },
  { header: "since", value: (row) => row.since },
  { header: "examples", value: (row) => row.examples.join(" ") },
];
