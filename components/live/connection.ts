"use client";

import { useSyncExternalStore } from "react";

export interface Connection {
  offline: boolean;
  /** When the connection was lost, ISO. */
  since: string | null;
}

const initial: Connection = { offline: false, since: null };
let current = initial;
const listeners = new Set<() => void>();

/** Records that the server is heard again, or since when it cannot be reached. */
export function reportConnection(heard: boolean, since: Date = new Date()): void {
  if (heard !== current.offline) return;
  current = heard ? initial : { offline: true, since: since.toISOString() };
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Whether the server can be reached, as the live connection last knew. */
export const useOffline = (): Connection =>
  useSyncExternalStore(
    subscribe,
    () => current,
    () => initial,
  );
