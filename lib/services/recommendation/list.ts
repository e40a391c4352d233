import type { Queryable } from "@/db/client";
import {
  type QueueFilter,
  type QueueRow,
  type QueueSort,
  type QueueTab,
  listRecommendations as queryRecommendations,
} from "@/db/queries/recommendations";
import type { SortDirection } from "@/db/queries/shared/after-cursor";
import type { Actor } from "../_shared/actor";
import { authorise } from "../_shared/authorise";
import type { BlockedReason, Option, Problem } from "./types";

/** A row of the queue with the stored facts in their types. */
export type ListedRecommendation = Omit<QueueRow, "problem" | "option" | "blockedReasons"> & {
  problem: Problem;
  option: Option | null;
  blockedReasons: BlockedReason[];
};

/** One page of a tab of the queue. Throws Forbidden, or Invalid for a cursor that is none. */
export async function listRecommendations(
  db: Queryable,
  actor: Actor,
  params: {
    tab: QueueTab;
    filter: QueueFilter;
    sort?: { key: QueueSort; direction: SortDirection };
    cursor: string | null;
    pageSize: number;
  },
): Promise<{ rows: ListedRecommendation[]; nextCursor: string | null }> {
  authorise(actor, "read");
  const page = await queryRecommendations(db, params);
  return { rows: page.rows as ListedRecommendation[], nextCursor: page.nextCursor };
}
