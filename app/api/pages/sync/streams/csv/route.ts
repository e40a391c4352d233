import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { streamState } from "@/app/(ops)/settings/connections/stream-state";
import { getReadDb } from "@/db/client";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";
import { type LiveStream, listStreams } from "@/lib/services/connection/live/list-streams";

/** Every stream of every live connection. */
export const GET = pageRoute(async () => {
  const actor = await requireActorForAction();
  return csvResponse("plimsoll-sync-streams.csv", await listStreams(getReadDb(), actor), columns);
});

const stateOf = (row: LiveStream) =>
  streamState(
    {
      ...row,
      lastOkAt: row.lastOkAt?.toISOString() ?? null,
      openUntil: row.openUntil?.toISOString() ?? null,
    },
    { state: row.connectionState, reconnectSince: row.reconnectSince?.toISOString() ?? null },
    new Date(),
  );

const columns: CsvColumn<LiveStream>[] = [
  { header: "connection", value: (row) => row.key },
  { header: "stream", value: (row) => row.stream },
  { header: "state", value: stateOf },
  { header: "last_ok_at", value: (row) => row.lastOkAt },
  { header: "next_due_at", value: (row) => row.nextDueAt },
  { header: "wanted_every_seconds", value: (row) => row.wantedSeconds },
  { header: "lag_p50_seconds", value: (row) => row.p50Seconds },
  { header: "lag_p95_seconds", value: (row) => row.p95Seconds },
  { header: "open_until", value: (row) => row.openUntil },
  { header: "error", value: (row) => row.lastErrorCode },
];
