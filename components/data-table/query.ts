import type { Sort } from "./types";

/** What a table's address asks for. */
export interface TableQuery {
  sort: Sort | null;
  filters: Record<string, string[]>;
  q: string | null;
  /** Of a request for further rows; a page itself begins with the first ones, whatever its address says. */
  cursor: string | null;
}

export interface TableQueryRules {
  /** Keys that may be sorted by; anything else in the address is ignored. */
  sortKeys: readonly string[];
  filterKeys: readonly string[];
  defaultSort?: Sort;
}

type Params = URLSearchParams | Record<string, string | string[] | undefined>;

function readParam(params: Params, key: string): string | null {
  if (params instanceof URLSearchParams) return params.get(key);
  const value = params[key];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** "cover" → ascending, "-cover" → descending. */
export function parseSort(text: string | null): Sort | null {
  if (!text || text === "-") return null;
  return text.startsWith("-") ? { key: text.slice(1), direction: "desc" } : { key: text, direction: "asc" };
}

/** The reverse of parseSort. */
export const printSort = (sort: Sort): string => (sort.direction === "desc" ? `-${sort.key}` : sort.key);

/** Values of one filter parameter; a comma inside a value travels as %2C. */
export const parseValues = (text: string | null): string[] =>
  text
    ? text
        .split(",")
        .filter(Boolean)
        .map((value) => value.replaceAll("%2C", ","))
    : [];

/** The reverse of parseValues; null for none. */
export const printValues = (values: readonly string[]): string | null =>
  values.length > 0 ? values.map((value) => value.replaceAll(",", "%2C")).join(",") : null;

/** Reads a table's address on the server or in the browser. Unknown sort keys and filters are dropped. */
export function readTableQuery(
  params: Params,
  { sortKeys, filterKeys, defaultSort }: TableQueryRules,
): TableQuery {
  const asked = parseSort(readParam(params, "sort"));
  const filters = filterKeys.map((key) => [key, parseValues(readParam(params, key))] as const);
  return {
    sort: asked && sortKeys.includes(asked.key) ? asked : (defaultSort ?? null),
    filters: Object.fromEntries(filters.filter(([, values]) => values.length > 0)),
    q: readParam(params, "q")?.trim() || null,
    cursor: params instanceof URLSearchParams ? params.get("cursor") : null,
  };
}

/** Sort after one more press on a head: best first, reversed, default (null). */
export function nextSort(
  current: Sort | null,
  key: string,
  bestFirst: "asc" | "desc",
  defaultSort: Sort | undefined,
): Sort | null {
  if (current?.key !== key) return { key, direction: bestFirst };
  const other = bestFirst === "asc" ? "desc" : "asc";
  if (current.direction === bestFirst) return { key, direction: other };
  return defaultSort?.key === key && defaultSort.direction === other ? { key, direction: bestFirst } : null;
}
