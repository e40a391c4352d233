import type { Queryable } from "./client";

/** What open pages can listen to. */
export type Topic =
  | "arrivals"
  | "stock"
  | "recommendations"
  | "actions"
  | "transfers"
  | "ads"
  | "orders"
  | "sync"
  | "imports"
  | "kpis"
  | "notices"
  | "settings";

/** The PostgreSQL channel that /api/events listens on. */
export const ANNOUNCE_CHANNEL = "plimsoll";

/** NOTIFY carries fewer than 8,000 bytes. */
const PAYLOAD_BYTES_MAX = 7_900;

/**
 * Tells open pages, once the transaction commits, that something of a topic changed. Ids let a page that shows other rows
 * stay as it is; left out where they are more than a message holds, which concerns every page.
 */
export async function announce(
  db: Queryable,
  topic: Topic,
  ids: readonly (string | number)[] = [],
): Promise<void> {
  const named = JSON.stringify({ topic, ids });
  const payload =
    ids.length > 0 && Buffer.byteLength(named) <= PAYLOAD_BYTES_MAX ? named : JSON.stringify({ topic });
  await db`select pg_notify(${ANNOUNCE_CHANNEL}, ${payload})`;
}
