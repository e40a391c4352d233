import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { readPageAt } from "@/app/(ops)/_past/read-at";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";
import { type ListedConnection, listConnections } from "@/lib/services/connection/list-connections";

/** Every connection, as of now or of the moment in the address. */
export const GET = pageRoute(async (request: Request) => {
  const actor = await requireActorForAction();
  const rows = await readPageAt(new URL(request.url).searchParams, (db) => listConnections(db, actor));
  return csvResponse("plimsoll-connections.csv", rows, columns);
});

const columns: CsvColumn<ListedConnection>[] = [
  { header: "connection", value: (row) => row.key },
  { header: "name", value: (row) => row.name },
  { header: "kind", value: (row) => row.vendor },
  { header: "state", value: (row) => row.state },
  { header: "simulated", value: (row) => row.simulated },
  { header: "newest_event_at", value: (row) => row.lastEventAt },
  { header: "last_confirmed_at", value: (row) => row.lastConfirmedAt },
  { header: "reconnect_since", value: (row) => row.reconnectSince },
  { header: "error", value: (row) => row.lastError },
];
