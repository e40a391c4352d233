"use client";

import { useSyncExternalStore } from "react";

export interface Connection {
  offline: boolean;
  /** When the connection was lost, ISO. */
  since: string | null;
  /** Last time that anything was heard, ISO. */
  lastHeardAt: string | null;
}

const initial: Connection = { offline: false, since: null, lastHeardAt: null };
let current = initial;
const listeners = new Set<() => void>();

/** Records that the server was heard, or could not be reached. */
export function reportConnection(heard: boolean): void {
  const now = new Date().toISOString();
  if (heard && !current.offline) {
    current = { ...current, lastHeardAt: now };
    return;
  }
  if (!heard && current.offline) return;
  current = heard
    ? { offline: false, since: null, lastHeardAt: now }
    : { ...current, offline: true, since: now };
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
