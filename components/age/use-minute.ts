"use client";

import { useNow } from "next-intl";
import { useSyncExternalStore } from "react";
import { usePastMoment } from "@/components/past/moment";

let minuteNow: Date | null = null;
let timer: ReturnType<typeof setInterval> | null = null;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!timer) {
    const tick = () => {
      minuteNow = new Date();
      for (const each of listeners) each();
    };
    timer = setInterval(tick, 60_000);
    queueMicrotask(tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/**
 * The present minute, one clock for the whole page; on a page that is read as of a moment, that moment. Starts from the server's
 * time, so that hydration agrees.
 */
export function useMinute(): Date {
  const serverNow = useNow();
  const then = usePastMoment();
  const now = useSyncExternalStore(
    subscribe,
    () => minuteNow ?? serverNow,
    () => serverNow,
  );
  return then ? new Date(then) : now;
}
