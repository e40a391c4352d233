import type { Queryable } from "./client";

/** What open pages can listen to. */
export type Topic =
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

/**
 * Tells open pages, once the transaction commits, that something of a topic changed. Ids are hints; more than 50 are
 * left out, since NOTIFY carries 8,000 bytes at most.
 */
export async function announce(
  db: Queryable,
  topic: Topic,
  ids: readonly (string | number)[] = [],
): Promise<void> {
  const payload = JSON.stringify(ids.length > 0 && ids.length <= 50 ? { topic, ids } : { topic });
  await db`select pg_notify(${ANNOUNCE_CHANNEL}, ${payload})`;
}
