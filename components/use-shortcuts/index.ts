"use client";

import { useEffect, useRef } from "react";
import { meaningOf } from "./bindings";
import { isTyping } from "./is-typing";
import { keyChanges } from "./store";

export { type KeyName, keyOf } from "./bindings";
export { keyChanges, useKeyName } from "./store";

const storageKey = "plimsoll.shortcuts";

/** Whether single-letter keys are on for this person, in this browser. On until switched off. */
export const shortcutsOn = (): boolean =>
  typeof window === "undefined" || localStorage.getItem(storageKey) !== "off";

/** Switches the single-letter keys on or off for this person. */
export const setShortcutsOn = (on: boolean): void => localStorage.setItem(storageKey, on ? "on" : "off");

/**
 * Functions by usual key as KeyboardEvent names it, letters in lower case: { j: next, ArrowDown: next, "1": first }. A person
 * may have put another key in its place.
 */
export type ShortcutMap = Record<string, ((event: KeyboardEvent) => void) | undefined>;

/**
 * Keys of a page. None fires in a field, with Ctrl, Alt or Meta held, while an input method composes, while a
 * dialog is open, or when the person has switched them off.
 */
export function useShortcuts(map: ShortcutMap, { enabled = true }: { enabled?: boolean } = {}): void {
  const latest = useRef(map);
  useEffect(() => {
    latest.current = map;
  });
  useEffect(() => {
    if (!enabled) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
        return;
      if (isTyping(event.target) || document.querySelector("dialog[open]") || !shortcutsOn()) return;
      const key = meaningOf(keyChanges(), event.key.length === 1 ? event.key.toLowerCase() : event.key);
      const act = key === null ? undefined : latest.current[key];
      if (!act) return;
      event.preventDefault();
      act(event);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [enabled]);
}
