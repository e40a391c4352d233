import type { Queryable } from "@/db/client";
import { Conflict, NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { type LiveConnector, liveConnectorFor } from "@/lib/ingest/sync/connect";

export interface LiveRow {
  id: number;
  key: string;
  name: string;
  vendor: string;
  state: string;
  simulated: boolean;
  config: Record<string, unknown>;
  sealed: Uint8Array | null;
  connector: LiveConnector;
}

/** A live connection, its row locked until the transaction ends. Throws NotFound; Conflict when it is disconnected, unless `any`. */
export async function lockLive(
  tx: Queryable,
  connectionId: number,
  { any = false }: { any?: boolean } = {},
): Promise<LiveRow> {
  const [row] = await tx<Omit<LiveRow, "connector">[]>`
    select id, key, name, vendor, state, simulated, config, secret_sealed as sealed from connection where id = ${connectionId} for update`;
  const connector = row && liveConnectorFor(row.vendor);
  if (!row || !connector)
    throw new NotFound("There is no such live connection; nothing was changed.", {
      say: say("live.errors.noConnection"),
    });
  if (row.state === "disconnected" && !any)
    throw new Conflict(`${row.name} is disconnected. Reconnect it first; nothing was changed.`, {
      say: say("live.errors.disconnected", { name: row.name }),
    });
  return { ...row, connector };
}
