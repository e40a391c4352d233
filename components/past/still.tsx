"use client";

import type { ReactNode } from "react";
import { usePastMoment } from "./moment";

/** Fields and buttons that act: of a past moment they can be read and not be used. */
export function Still({ children }: { children: ReactNode }) {
  return usePastMoment() === null ? (
    children
  ) : (
    <fieldset disabled className="contents">
      {children}
    </fieldset>
  );
}
