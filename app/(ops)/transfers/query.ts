import { readTableQuery } from "@/components/data-table/query";
import {
  type TransferFilter,
  type TransferSort,
  type TransferTab,
  transferSorts,
} from "@/db/queries/transfers";
import { defaultSorts, type ListName } from "./sorts";

/** The tabs as the address names them; the plan is not a list of transfers yet. */
export const tabNames = {
  way: "on_the_way",
  arrived: "arrived",
  refused: "refused",
} as const satisfies Record<ListName, TransferTab>;
export const lists = Object.keys(tabNames) as ListName[];
export const tabs = ["plan", ...lists] as const;
export type TabName = (typeof tabs)[number];

type Params = Record<string, string | string[] | undefined> | URLSearchParams;

/** Which tab an address asks for; the plan when it names none. */
export function tabIn(params: Params): TabName {
  const value = params instanceof URLSearchParams ? params.get("tab") : params.tab;
  return tabs.find((one) => one === (Array.isArray(value) ? value[0] : value)) ?? "plan";
}

/** Filter, sort and place of a list, out of an address. */
export function readTransfersQuery(params: Params, list: ListName) {
  const query = readTableQuery(params, {
    sortKeys: transferSorts,
    filterKeys: ["origin", "destination", "overdue"],
    defaultSort: defaultSorts[list],
  });
  const { overdue, ...places } = query.filters;
  const filter: TransferFilter = { ...places, q: query.q, ...(overdue?.includes("1") && { overdue: true }) };
  const sort = query.sort ?? defaultSorts[list];
  return { filter, sort: { key: sort.key as TransferSort, direction: sort.direction }, cursor: query.cursor };
}
