import { ANNOUNCE_CHANNEL } from "@/db/announce";
import type { Db } from "@/db/client";
import { log } from "@/lib/core/log";

/** Told of every announcement's text as it came: JSON of { topic, ids? }. */
export type Listener = (payload: string) => void;

/** One subscription to the database's announcements, handed on to any number of listeners. */
export interface Hub {
  subscribe: (listener: Listener) => Promise<() => void>;
}

/**
 * Listens on one connection however many pages are open; the connection is opened with the first of them and kept.
 * After a lost connection listeners get the topic "reconnected", since what was announced meanwhile is gone.
 */
export function createHub(db: Db): Hub {
  const listeners = new Set<Listener>();
  let listening: Promise<unknown> | undefined;
  let lost = false;
  const tell = (payload: string) => {
    for (const listener of listeners) listener(payload);
  };
  const listen = () =>
    db.listen(ANNOUNCE_CHANNEL, tell, () => {
      if (lost) tell(JSON.stringify({ topic: "reconnected" }));
      lost = true;
    });
  return {
    subscribe: async (listener) => {
      listening ??= listen().catch((error) => {
        listening = undefined;
        log.error({ err: error }, "cannot listen to announcements");
        throw error;
      });
      await listening;
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
