"use client";

import { useEffect } from "react";
import { readKeyChanges } from "./bindings";
import { setKeyChanges } from "./store";

/** Brings the keys that a person chose elsewhere to this browser. `stored` is their preference as JSON. */
export function RememberKeys({ stored }: { stored: string }) {
  useEffect(() => setKeyChanges(readKeyChanges(JSON.parse(stored))), [stored]);
  return null;
}
