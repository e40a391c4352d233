import { getSaid } from "@/app/_edge/get-said";
import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { type Said, sayStored } from "@/app/_edge/said";
import { readRunsQuery } from "@/app/(ops)/sync/load-trust";
import { getReadDb } from "@/db/client";
import { exportRuns, type RunRow } from "@/db/queries/sync";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";

/** Every reading under the filters. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const { filter } = readRunsQuery(new URL(request.url).searchParams);
  return csvResponse("plimsoll-sync-runs.csv", exportRuns(getReadDb(), filter), columnsIn(await getSaid()));
});

const columnsIn = (said: Said): CsvColumn<RunRow>[] => [
  { header: "run", value: (row) => row.id },
  { header: "source", value: (row) => row.source },
  { header: "kind", value: (row) => row.kind },
  { header: "state", value: (row) => row.state },
  { header: "started_at", value: (row) => row.startedAt },
  { header: "finished_at", value: (row) => row.finishedAt },
  { header: "read", value: (row) => row.read },
  { header: "accepted", value: (row) => row.accepted },
  { header: "unchanged", value: (row) => row.unchanged },
  { header: "rejected", value: (row) => row.rejected },
  { header: "error", value: (row) => sayStored(said, row.errorSay, row.error) },
];
