"use client";

import { useCallback, useDeferredValue, useLayoutEffect, useMemo, useState } from "react";
import type { Column } from "./types";

/** Which columns a person switched on or off, by key; what is not named stands as the page has it. */
export type ColumnChoice = Readonly<Record<string, boolean>>;

/** Whether a column can be hidden: what names a row and what acts on it always stands. */
export const canHide = (column: Pick<Column<never>, "identity" | "kind">): boolean =>
  !column.identity && column.kind !== "actions";

/** Whether a column is shown under a choice. */
export const isShown = (
  column: Pick<Column<never>, "key" | "identity" | "kind" | "offAtFirst">,
  choice: ColumnChoice,
): boolean => !canHide(column) || (choice[column.key] ?? !column.offAtFirst);

/** A choice as it was stored; anything else in the store is ignored. */
export function readChoice(stored: string | null): ColumnChoice {
  try {
    const parsed: unknown = JSON.parse(stored ?? "{}");
    if (typeof parsed !== "object" || parsed === null) return {};
    return Object.fromEntries(
      Object.entries(parsed).filter((entry): entry is [string, boolean] => typeof entry[1] === "boolean"),
    );
  } catch {
    return {};
  }
}

/** The columns that are shown, and the way to choose them; kept in this browser. */
export function useColumns<Row>(tableId: string, columns: Column<Row>[]) {
  const storageKey = `plimsoll.columns.${tableId}`;
  const [choice, setChoice] = useState<ColumnChoice>({});
  // Before the first paint of the rows, so that no column is seen to vanish.
  useLayoutEffect(() => setChoice(readChoice(localStorage.getItem(storageKey))), [storageKey]);
  const keep = useCallback(
    (next: ColumnChoice) => {
      setChoice(next);
      if (Object.keys(next).length === 0) localStorage.removeItem(storageKey);
      else localStorage.setItem(storageKey, JSON.stringify(next));
    },
    [storageKey],
  );
  // The tick answers at once; the rows, which are many, follow.
  const drawn = useDeferredValue(choice);
  const shown = useMemo(() => columns.filter((column) => isShown(column, drawn)), [columns, drawn]);
  return {
    shown,
    choice,
    choose: (key: string, on: boolean) => keep({ ...choice, [key]: on }),
    reset: () => keep({}),
  };
}

export type ColumnChooser = Pick<ReturnType<typeof useColumns>, "choice" | "choose" | "reset">;
