"use client";

import { useSearchParams } from "next/navigation";
import type { ReactNode } from "react";

/** What belongs to the queue and not to the card, which is a page of its own on a phone. */
export function ListOnly({ children }: { children: ReactNode }) {
  const opened = useSearchParams().has("id");
  return <div className={opened ? "max-md:hidden" : ""}>{children}</div>;
}
