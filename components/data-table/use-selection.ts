"use client";

import { useCallback, useRef, useState } from "react";

/** Selected rows by id, and whether all that match are meant. */
export function useSelection<Row>(rows: readonly Row[], rowId: (row: Row) => string) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  /** When "all that match" was chosen, ISO; null when single rows are meant. */
  const [allSince, setAllSince] = useState<string | null>(null);
  const anchor = useRef<number | null>(null);
  const latest = useRef(rows);
  latest.current = rows;

  const clear = useCallback(() => {
    setIds(new Set());
    setAllSince(null);
    anchor.current = null;
  }, []);
  const selectLoaded = useCallback(() => {
    setAllSince(null);
    setIds((before) =>
      before.size === latest.current.length ? new Set() : new Set(latest.current.map(rowId)),
    );
  }, [rowId]);
  const toggle = useCallback(
    (index: number, range: boolean) => {
      const row = latest.current[index];
      if (!row) return;
      setAllSince(null);
      setIds((before) => {
        const next = new Set(before);
        const from = range && anchor.current !== null ? anchor.current : index;
        const id = rowId(row);
        const on = range || !before.has(id);
        for (const each of latest.current.slice(Math.min(from, index), Math.max(from, index) + 1)) {
          if (on) next.add(rowId(each));
          else next.delete(rowId(each));
        }
        if (!range) anchor.current = index;
        return next;
      });
    },
    [rowId],
  );
  const selectMatching = useCallback(() => {
    setIds(new Set(latest.current.map(rowId)));
    setAllSince(new Date().toISOString());
  }, [rowId]);
  return { ids, allSince, toggle, clear, selectLoaded, selectMatching };
}

export type Selection = ReturnType<typeof useSelection>;
