import type { Queryable } from "@/db/client";
import type { Target } from "@/lib/core/outbound";
import { unsealSecret } from "../_shared/seal";

/** Seconds after which the next reading of a vendor is due, unless its connection says otherwise. */
const defaultReadingSeconds = 300;

export interface Connection {
  id: number;
  key: string;
  name: string;
  /** Null: no address or no secret, so nothing can be sent. */
  target: Target | null;
  /** How often its state is read; an action without proof after two of these is unconfirmed. */
  readingSeconds: number;
}

/** A connection with its secret opened, for sending, reading and checking signatures. Null: unknown or disconnected. */
export async function loadConnection(
  db: Queryable,
  which: { id: number } | { key: string },
): Promise<Connection | null> {
  const [row] = await db<
    {
      id: number;
      key: string;
      name: string;
      config: Record<string, unknown>;
      simulated: boolean;
      sealed: Uint8Array | null;
      formerSealed: Uint8Array[];
    }[]
  >`
    select id, key, name, config, simulated, secret_sealed as sealed, array(
      select secret_sealed from connection_former_secret f
      where f.connection_id = connection.id and f.ends_at > now() order by f.id desc) as "formerSealed"
    from connection
    where ${"id" in which ? db`id = ${which.id}` : db`key = ${which.key}`} and state <> 'disconnected'`;
  if (!row) return null;
  const { baseUrl, readingSeconds, allowPrivateNetwork } = row.config;
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    target:
      typeof baseUrl === "string" && row.sealed
        ? {
            baseUrl: baseUrl.replace(/\/+$/, ""),
            secret: unsealSecret(row.sealed),
            formerSecrets: row.formerSealed.map((sealed) => unsealSecret(sealed)),
            allowPrivateNetwork: allowPrivateNetwork === true || row.simulated,
          }
        : null,
    readingSeconds:
      typeof readingSeconds === "number" && readingSeconds > 0 ? readingSeconds : defaultReadingSeconds,
  };
}
