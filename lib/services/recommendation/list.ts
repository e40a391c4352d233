import type { Queryable } from "@/db/client";
import {
  type QueueFilter,
  type QueueRow,
  type QueueSort,
  type QueueTab,
  listFirstOfKinds as queryFirstOfKinds,
  listRecommendations as queryRecommendations,
} from "@/db/queries/recommendations";
import type { SortDirection } from "@/db/queries/shared/after-cursor";
import type { Actor } from "../_shared/actor";
import { authorise } from "../_shared/authorise";
import type { BlockedReason, Option, Problem, RecommendationKind } from "./types";

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

/** The first page of each of some kinds of problem, in the tab's own order. Throws Forbidden. */
export async function listFirstOfKinds(
  db: Queryable,
  actor: Actor,
  params: Parameters<typeof queryFirstOfKinds>[1],
): Promise<Map<RecommendationKind, { rows: ListedRecommendation[]; nextCursor: string | null }>> {
  authorise(actor, "read");
  const pages = await queryFirstOfKinds(db, params);
  return new Map(
    [...pages].map(([kind, { rows, nextCursor }]) => [
      kind,
      { rows: rows as ListedRecommendation[], nextCursor },
    ]),
  );
}
