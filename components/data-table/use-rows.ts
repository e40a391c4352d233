"use client";

import { useCallback, useRef, useState } from "react";
import { mergeRows } from "./merge";
import type { DataTableProps, TablePage } from "./types";

interface Held<Row> {
  page: TablePage<Row>;
  added: number;
  gone: number;
}

interface RowsState<Row> {
  queryKey: string;
  page: TablePage<Row> | null;
  rows: Row[];
  firstPageCount: number;
  nextCursor: string | null;
  held: Held<Row> | null;
}

const adopt = <Row>(queryKey: string, page: TablePage<Row> | null): RowsState<Row> => ({
  queryKey,
  page,
  rows: page?.rows ?? [],
  firstPageCount: page?.rows.length ?? 0,
  nextCursor: page?.nextCursor ?? null,
  held: null,
});

async function readMore<Row>(
  more: NonNullable<DataTableProps<Row>["more"]>,
  cursor: string,
  query: string,
): Promise<TablePage<Row>> {
  if (typeof more === "function") return more(cursor, query);
  const params = new URLSearchParams(query);
  params.set("cursor", cursor);
  const answer = await fetch(`${more}?${params}`, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${more} answered ${answer.status}`);
  return answer.json();
}

/**
 * Rows on the screen. A new query replaces them; a refresh of the same query changes values in place and keeps
 * new and gone rows until the reader asks for them; further pages are appended.
 */
export function useRows<Row>(props: DataTableProps<Row>, queryKey: string) {
  const { page, more, rowId, rowVersion } = props;
  const [state, setState] = useState(() => adopt(queryKey, page));
  const [loading, setLoading] = useState<"idle" | "loading" | "failed">("idle");
  const asked = useRef<string | null>(null);

  let current = state;
  if (
    state.queryKey !== queryKey ||
    (state.page !== page && (state.page === null || page === null || state.rows.length === 0))
  ) {
    current = adopt(queryKey, page);
    setState(current);
  } else if (state.page !== page && page !== null) {
    const merged = mergeRows(state.rows, page.rows, state.firstPageCount, page.nextCursor !== null, {
      rowId,
      rowVersion,
    });
    const held = merged.added + merged.gone > 0 ? { page, added: merged.added, gone: merged.gone } : null;
    current = { ...state, page, rows: merged.changed > 0 ? merged.rows : state.rows, held };
    setState(current);
  }

  const { nextCursor } = current;
  const loadMore = useCallback(async () => {
    if (!more || nextCursor === null || asked.current === nextCursor) return;
    asked.current = nextCursor;
    setLoading("loading");
    try {
      const next = await readMore(more, nextCursor, queryKey);
      setState((before) => {
        if (before.queryKey !== queryKey || before.nextCursor !== nextCursor) return before;
        const known = new Set(before.rows.map(rowId));
        return {
          ...before,
          rows: [...before.rows, ...next.rows.filter((row) => !known.has(rowId(row)))],
          nextCursor: next.nextCursor,
        };
      });
      setLoading("idle");
    } catch {
      asked.current = null;
      setLoading("failed");
    }
  }, [more, nextCursor, queryKey, rowId]);

  const showHeld = useCallback(() => {
    asked.current = null;
    setState((before) => (before.held ? adopt(before.queryKey, before.held.page) : before));
  }, []);

  return {
    rows: current.rows,
    held: current.held,
    hasMore: nextCursor !== null && Boolean(more),
    loading,
    loadMore,
    showHeld,
  };
}
