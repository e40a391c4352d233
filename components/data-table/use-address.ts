"use client";

import { useSearchParams } from "next/navigation";
import { debounce, parseAsString, useQueryStates } from "nuqs";
import { useMemo, useTransition } from "react";
import { parseSort, parseValues, printSort, printValues } from "./query";
import type { FilterDefinition, Sort } from "./types";

const typingPauseMs = 300;

/** Sort, filters and search of a table, kept in the address. Choosing pushes a history entry, typing replaces it. */
export function useAddress(filters: readonly FilterDefinition[], defaultSort: Sort | undefined) {
  const [pending, startTransition] = useTransition();
  const parsers = useMemo(
    () =>
      Object.fromEntries(
        ["sort", "q", ...filters.map((filter) => filter.key)].map((key) => [key, parseAsString]),
      ),
    [filters],
  );
  const [values, setValues] = useQueryStates(parsers, { shallow: false, scroll: false, startTransition });
  const params = useSearchParams();
  const committed = new URLSearchParams(params.toString());
  // An opened row changes the address but not the rows.
  for (const key of ["cursor", "open"]) committed.delete(key);

  const applied = filters
    .map((filter) => ({ filter, values: parseValues(values[filter.key] ?? null) }))
    .filter((entry) => entry.values.length > 0);
  return {
    pending,
    /** The query that the rows on the screen answer. */
    query: committed.toString(),
    sort: parseSort(values.sort ?? null) ?? defaultSort ?? null,
    setSort: (sort: Sort | null) =>
      void setValues({ sort: sort ? printSort(sort) : null }, { history: "push" }),
    applied,
    setFilter: (key: string, chosen: readonly string[]) =>
      void setValues({ [key]: printValues(chosen) }, { history: "push" }),
    search: values.q ?? "",
    setSearch: (text: string) =>
      void setValues({ q: text || null }, { history: "replace", limitUrlUpdates: debounce(typingPauseMs) }),
    clear: () =>
      void setValues(
        Object.fromEntries(["q", ...filters.map((filter) => filter.key)].map((key) => [key, null])),
        { history: "push" },
      ),
  };
}

export type Address = ReturnType<typeof useAddress>;
