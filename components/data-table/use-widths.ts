"use client";

import { useCallback, useEffect, useState } from "react";

function read(key: string): Record<string, number> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    if (typeof stored !== "object" || stored === null) return {};
    return Object.fromEntries(
      Object.entries(stored).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
    );
  } catch {
    return {};
  }
}

/** Column widths that a person chose, stored in this browser. */
export function useWidths(tableId: string) {
  const storageKey = `plimsoll.table.${tableId}`;
  const [widths, setWidths] = useState<Record<string, number>>({});
  useEffect(() => setWidths(read(storageKey)), [storageKey]);
  const resize = useCallback(
    (key: string, widthPx: number) =>
      setWidths((before) => {
        const next = { ...before, [key]: widthPx };
        localStorage.setItem(storageKey, JSON.stringify(next));
        return next;
      }),
    [storageKey],
  );
  return { widths, resize };
}
