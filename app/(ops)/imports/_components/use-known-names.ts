"use client";

import { useSyncExternalStore } from "react";

const none: string[] = [];
const known = new Map<string, string[]>();
const subscribe = () => () => {};

/** The time zones or currencies that the browser knows. The server knows others, so the first drawing has none. */
export function useKnownNames(what: "timeZone" | "currency"): string[] {
  return useSyncExternalStore(
    subscribe,
    () => {
      const names = known.get(what) ?? Intl.supportedValuesOf(what);
      known.set(what, names);
      return names;
    },
    () => none,
  );
}
