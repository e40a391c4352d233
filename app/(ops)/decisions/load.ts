import type { Db } from "@/db/client";
import type { QueueTab, QueueGroup as StoredGroup, TabCount } from "@/db/queries/recommendations";
import type { Actor } from "@/lib/services/_shared/actor";
import { getRecommendation } from "@/lib/services/recommendation/get";
import { listFirstOfKinds, listRecommendations } from "@/lib/services/recommendation/list";
import type { RecommendationKind } from "@/lib/services/recommendation/types";
import { type QueueItem, toQueueItem } from "./_view/queue-item";
import type { Words } from "./_view/words";
import { type DecisionsQuery, filterOf, kinds, type TabName, tabNames } from "./query";

const pageSize = 50;
/** Of each kind at first: a reader works from the top, and who wants more of one kind asks for it. */
const firstOfKind = 20;
/** Rows that left the list while a reader looked at it; more are not followed up one by one. */
const mostByIds = 50;

/** Items of one kind of problem, or all of a tab that is not grouped. */
export interface QueueGroup {
  kind: RecommendationKind | null;
  title: string | null;
  count: number;
  lossMinorPerDay: number;
  items: QueueItem[];
  nextCursor: string | null;
}

export interface Queue {
  groups: QueueGroup[];
  /** The item that is opened, where it stands in the tab below what is listed of it. */
  opened: QueueItem | null;
  counts: Record<TabName, TabCount>;
  /** When it was read, ISO. */
  readAt: string;
}

/** The queue of a tab, counted under its filter: what is to decide by kind of problem, the one that loses most a day first; else by time. */
export async function loadQueue(
  db: Db,
  actor: Actor,
  words: Words,
  query: DecisionsQuery & { tab: TabName },
  counted: { counts: Promise<Record<QueueTab, TabCount>>; toDecide: Promise<StoredGroup[]> },
  openedId: number | null,
): Promise<Queue> {
  const filter = filterOf(query, actor.id);
  const tab = tabNames[query.tab];
  const readAt = new Date().toISOString();
  const isGrouped = query.tab === "todo";
  // Every kind's first items at once: which kinds there are is known only after all have been counted.
  const asked = query.kind ? [query.kind] : kinds;
  const [counts, groups, pages] = await Promise.all([
    counted.counts,
    isGrouped ? counted.toDecide : [],
    isGrouped
      ? listFirstOfKinds(db, actor, {
          tab,
          filter,
          kinds: asked,
          pageSize: query.kind ? pageSize : firstOfKind,
        })
      : listRecommendations(db, actor, { tab, filter, cursor: null, pageSize }).then(
          (page) => new Map([[null, page]]),
        ),
  ]);
  const shown: (RecommendationKind | null)[] = isGrouped ? kindsByLoss(groups) : [null];
  const byKind = new Map<RecommendationKind | null, Page>(
    [...pages].map(([kind, { rows, nextCursor }]) => [
      kind,
      { items: rows.map((row) => toQueueItem(words, actor, row)), nextCursor },
    ]),
  );
  const isListed = [...byKind.values()].some(({ items }) => items.some(({ id }) => id === openedId));
  const [opened = null] = openedId === null || isListed ? [] : await loadItems(db, actor, words, [openedId]);
  return {
    groups: shown.map((kind) => ({
      kind,
      title: kind && words.t(`kind.${kind}`),
      count: kind
        ? sum(groups, kind, (group) => group.count)
        : (counts[tab].count ?? byKind.get(kind)?.items.length ?? 0),
      lossMinorPerDay: kind
        ? sum(groups, kind, (group) => group.lossMinorPerDay)
        : counts[tab].lossMinorPerDay,
      items: byKind.get(kind)?.items ?? [],
      nextCursor: byKind.get(kind)?.nextCursor ?? null,
    })),
    opened,
    counts: Object.fromEntries(
      Object.entries(tabNames).map(([name, stored]) => [name, counts[stored]]),
    ) as Record<TabName, TabCount>,
    readAt,
  };
}

interface Page {
  items: QueueItem[];
  nextCursor: string | null;
}

/** Further items of a group. */
export async function loadQueuePage(
  db: Db,
  actor: Actor,
  words: Words,
  query: DecisionsQuery & { tab: TabName },
): Promise<Page> {
  const page = await listRecommendations(db, actor, {
    tab: tabNames[query.tab],
    filter: filterOf(query, actor.id),
    cursor: query.cursor,
    pageSize,
  });
  return { items: page.rows.map((row) => toQueueItem(words, actor, row)), nextCursor: page.nextCursor };
}

/** Items by id, wherever they stand now; ids that do not exist are left out. */
export async function loadItems(
  db: Db,
  actor: Actor,
  words: Words,
  ids: readonly number[],
): Promise<QueueItem[]> {
  const found = await Promise.allSettled(
    ids.slice(0, mostByIds).map((id) => getRecommendation(db, actor, id)),
  );
  return found.flatMap((one) => (one.status === "fulfilled" ? [toQueueItem(words, actor, one.value)] : []));
}

function sum(
  groups: readonly StoredGroup[],
  kind: RecommendationKind,
  of: (group: StoredGroup) => number,
): number {
  return groups.filter((group) => group.kind === kind).reduce((total, group) => total + of(group), 0);
}

/** The kinds that occur, each once, the greatest loss a day first. */
export function kindsByLoss(groups: readonly StoredGroup[]): RecommendationKind[] {
  const found = [...new Set(groups.map((group) => group.kind))];
  const loss = (kind: RecommendationKind) => sum(groups, kind, (group) => group.lossMinorPerDay);
  return found.sort((a, b) => loss(b) - loss(a));
}
