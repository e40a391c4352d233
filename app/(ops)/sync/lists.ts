import { type SyncList, syncLists } from "@/db/queries/sync";
import type { Role } from "@/lib/services/_shared/actor";
import { may } from "@/lib/services/_shared/authorise";

/** The lists of the Sync page: what is wrong, and what is stuck on its way in. */
export type PageList = SyncList | "unmapped" | "dead";

/** Which lists a role sees: what is stuck is shown to those who can set it right. */
export const listsFor = (role: Role): PageList[] =>
  may(role, "order.resolve") ? ["drift", "unmapped", "dead", "rejected", "unconfirmed"] : [...syncLists];

/** The list that an address asks for, drift without one. */
export function askedList(
  params: Record<string, string | string[] | undefined>,
  lists: PageList[],
): PageList {
  const asked = Array.isArray(params.list) ? params.list[0] : params.list;
  return lists.find((one) => one === asked) ?? "drift";
}
