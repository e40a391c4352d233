import type { Queryable } from "@/db/client";
import { countRecommendations, groupRecommendations } from "@/db/queries/recommendations";
import type { Actor } from "@/lib/services/_shared/actor";
import { type ListedRecommendation, listRecommendations } from "@/lib/services/recommendation/list";
import type { RecommendationKind } from "@/lib/services/recommendation/types";
import { kindsByLoss } from "../load";
import { type DecisionsQuery, filterOf, type TabName, tabNames } from "../query";

const pageSize = 50;

/** Rows of one kind of problem, or of a tab that is not grouped. */
export interface PastGroup {
  kind: RecommendationKind | null;
  rows: ListedRecommendation[];
  nextCursor: string | null;
}

/** A tab of the queue at a moment: what was to decide by kind of problem, the one that lost most a day first. */
export async function loadPastQueue(
  past: Queryable,
  actor: Actor,
  query: DecisionsQuery & { tab: TabName },
): Promise<{ counts: Awaited<ReturnType<typeof countRecommendations>>; groups: PastGroup[] }> {
  const filter = filterOf(query, actor.id);
  const tab = tabNames[query.tab];
  const toDecide = groupRecommendations(past, filter);
  const counts = await countRecommendations(past, filter, toDecide);
  const kinds: (RecommendationKind | null)[] =
    query.tab === "todo" ? kindsByLoss(await toDecide) : [query.kind];
  const groups = await Promise.all(
    kinds.map(async (kind) => {
      const page = await listRecommendations(past, actor, {
        tab,
        filter: { ...filter, ...(kind && { kind: [kind] }) },
        // A place in the list is of one kind.
        cursor: kinds.length === 1 ? query.cursor : null,
        pageSize,
      });
      return { kind, ...page };
    }),
  );
  return { counts, groups };
}
