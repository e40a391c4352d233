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

/** What an announcement is about beside its topic; left out where it would not go into one message. */
export interface About {
  ids?: readonly (string | number)[];
  /** Products. A page that is about others stays as it is. */
  skus?: readonly number[];
}

/**
 * Tells open pages, once the transaction commits, that something of a topic changed. What it is about may be left out, and
 * is where it is more than a message holds; then it concerns every page.
 */
export async function announce(
  db: Queryable,
  topic: Topic,
  about: readonly (string | number)[] | About = [],
): Promise<void> {
  const { ids = [], skus = [] } = "length" in about ? { ids: about } : about;
  const named = JSON.stringify({ topic, ...(ids.length > 0 && { ids }), ...(skus.length > 0 && { skus }) });
  const payload = Buffer.byteLength(named) <= PAYLOAD_BYTES_MAX ? named : JSON.stringify({ topic });
  await db`select pg_notify(${ANNOUNCE_CHANNEL}, ${payload})`;
}
