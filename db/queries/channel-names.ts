import type { Queryable } from "@/db/client";

/** Channels that are sold on, by name. */
export function channelNames(db: Queryable): Promise<{ code: string; name: string }[]> {
  return db`select code, name from channel where active order by name`;
}
