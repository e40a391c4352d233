import { type SyncList, syncLists } from "@/db/queries/sync";
import type { Role } from "@/lib/services/_shared/actor";
import { may } from "@/lib/services/_shared/authorise";

/** The parts of the Sync page: one question each. */
export const syncViews = ["exceptions", "accuracy", "reconciliation", "lag", "runs"] as const;
export type SyncView = (typeof syncViews)[number];

/** The part that an address asks for, the exceptions without one. */
export const askedView = (params: Record<string, string | string[] | undefined>): SyncView =>
  syncViews.find((one) => one === first(params.view)) ?? "exceptions";

/**
 * The lists of exceptions: what is wrong, what is stuck on its way in, and what was set right from here. held: orders that
 * do not add up. differ: orders that are not what their source says. pushed: quantities sent to channels.
 */
export type PageList = SyncList | "held" | "differ" | "unmapped" | "dead" | "pushed";

/** Which lists a role sees: what is stuck is shown to those who can set it right. */
export const listsFor = (role: Role): PageList[] =>
  may(role, "order.resolve")
    ? ["drift", "held", "differ", "unmapped", "dead", "rejected", "unconfirmed", "pushed"]
    : ["drift", "held", "differ", "rejected", "unconfirmed", "pushed"];

/** Whether a list is one of those that share a table. */
export const isSyncList = (list: PageList): list is SyncList => syncLists.some((one) => one === list);

/** The list that an address asks for, drift without one. */
export function askedList(
  params: Record<string, string | string[] | undefined>,
  lists: PageList[],
): PageList {
  const asked = first(params.list);
  return lists.find((one) => one === asked) ?? "drift";
}

export const first = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** A number above 0 in an address; null: none. */
export function idIn(value: string | string[] | undefined): number | null {
  const id = Number(first(value));
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}

/** The address without some of its parts. */
export const queryWithout = (
  params: Record<string, string | string[] | undefined>,
  ...left: string[]
): string =>
  new URLSearchParams(
    Object.entries(params).flatMap(([key, value]) =>
      !left.includes(key) && typeof value === "string" ? [[key, value]] : [],
    ),
  ).toString();
