"use client";

import { useEffect } from "react";
import { noteStill } from "./interest";

/** Stands on a page that shows something past: it is not read anew for what happens now. */
export function LiveStill() {
  useEffect(() => noteStill(), []);
  return null;
}
