import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { getDb } from "@/db/client";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";
import { type ListedConnection, listConnections } from "@/lib/services/connection/list-connections";

/** Every connection. */
export const GET = pageRoute(async () => {
  const actor = await requireActorForAction();
  return csvResponse("plimsoll-connections.csv", await listConnections(getDb(), actor), columns);
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
