"use client";

import { createContext, type ReactNode, useContext } from "react";

const Standing = createContext<string | null>(null);

/** What is inside is read as of a moment: ages count from it, and links lead to the same moment of other pages. */
export function StandAt({ asOf, children }: { asOf: string; children: ReactNode }) {
  return <Standing value={asOf}>{children}</Standing>;
}

/** The moment, ISO, that this part of the page stands at; null: now. */
export const usePastMoment = (): string | null => useContext(Standing);
