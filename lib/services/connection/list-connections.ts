import type { Queryable } from "@/db/client";
import type { Say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";

export interface ListedConnection {
  id: number;
  key: string;
  vendor: string;
  name: string;
  state: string;
  simulated: boolean;
  baseUrl: string | null;
  allowPrivateNetwork: boolean;
  readingSeconds: number | null;
  lagLimitSeconds: number | null;
  /** Codes of the locations whose stock it runs. */
  runs: string[];
  /** Whether a secret is kept; the secret itself is never read here. */
  signed: boolean;
  lastEventAt: Date | null;
  lastConfirmedAt: Date | null;
  lastError: string | null;
  lastErrorSay: Say | null;
  lastErrorAt: Date | null;
  /** Since when a live account's grant is gone; null: it holds, or there is none. */
  reconnectSince: Date | null;
}

/** Every connection by name, without the one that only the canary uses. */
export async function listConnections(db: Queryable, actor: Actor): Promise<ListedConnection[]> {
  authorise(actor, "connection.manage");
  return db<ListedConnection[]>`
    select c.id, key, vendor, name, state, simulated, config->>'baseUrl' as "baseUrl",
      coalesce((config->>'allowPrivateNetwork')::boolean, false) as "allowPrivateNetwork",
      (config->>'readingSeconds')::int as "readingSeconds", lag_limit_seconds as "lagLimitSeconds",
      case when config->>'role' = 'warehouse' then coalesce(config->'locations', '[]') else '[]' end as runs,
      secret_sealed is not null as signed, last_event_at as "lastEventAt", last_confirmed_at as "lastConfirmedAt",
      last_error as "lastError", last_error_say as "lastErrorSay", last_error_at as "lastErrorAt", a.reconnect_since as "reconnectSince"
    from connection c left join connection_account a on a.connection_id = c.id
    where c.vendor <> 'canary' order by lower(name), c.id`;
}
