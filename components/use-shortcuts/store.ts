"use client";

import { useCallback, useSyncExternalStore } from "react";
import { type KeyChanges, type KeyName, keyOf, readKeyChanges } from "./bindings";

const storageKey = "plimsoll.keys";
const none: KeyChanges = {};
const listeners = new Set<() => void>();
let kept: KeyChanges | null = null;

function load(): KeyChanges {
  try {
    return readKeyChanges(JSON.parse(localStorage.getItem(storageKey) ?? "{}"));
  } catch {
    return none;
  }
}

/** The keys that this person changed, as this browser knows them. */
export function keyChanges(): KeyChanges {
  if (typeof window === "undefined") return none;
  kept ??= load();
  return kept;
}

/** Puts a person's keys in force in this browser. */
export function setKeyChanges(changes: KeyChanges): void {
  kept = changes;
  localStorage.setItem(storageKey, JSON.stringify(changes));
  for (const tell of listeners) tell();
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** The keys that this person changed, kept up to date. */
export const useKeyChanges = (): KeyChanges => useSyncExternalStore(subscribe, keyChanges, () => none);

/** The key of a name as it is printed: "J"; undefined where it is switched off. */
export function useKeyName(): (name: KeyName) => string | undefined {
  const changes = useKeyChanges();
  return useCallback((name) => keyOf(changes, name).toUpperCase() || undefined, [changes]);
}
