"use client";

import { createContext, type ReactNode, useContext } from "react";

const Standing = createContext<string | null>(null);

/** What is inside is read as of a moment: ages count from it, and links lead to the same moment of other pages. */
export function StandAt({ asOf, children }: { asOf: string; children: ReactNode }) {
  return <Standing value={asOf}>{children}</Standing>;
}

/** Whether something is of after the moment that this part of the page stands at. */
export function useIsLater(): (at: string) => boolean {
  const asOf = usePastMoment();
  return (at) => asOf !== null && Date.parse(at) > Date.parse(asOf);
}

/** The moment, ISO, that this part of the page stands at; null: now. */
export const usePastMoment = (): string | null => useContext(Standing);
