import type { Sort } from "@/components/data-table";

/** What each list is sorted by unless the reader chose. */
export const defaultSorts = {
  way: { key: "expected", direction: "asc" },
  arrived: { key: "received", direction: "desc" },
  refused: { key: "planned", direction: "desc" },
} as const satisfies Record<string, Sort>;

export type ListName = keyof typeof defaultSorts;
