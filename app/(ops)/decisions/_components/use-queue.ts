"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { mergeRows } from "@/components/data-table/merge";
import type { QueueItem } from "../_view/queue-item";
import type { Queue, QueueGroup } from "../load";

const rules = { rowId: (item: QueueItem) => String(item.id) };

/**
 * The queue on the screen. A refresh changes items in place; none moves, appears or vanishes under the reader until they
 * ask for it. Items that left the list are read one by one, so that they show how they stand now.
 */
export function useQueue(queue: Queue, address: string) {
  const [shown, setShown] = useState(queue.groups);
  const [opened, setOpened] = useState(queue.opened);
  const [decidedHere, setDecidedHere] = useState<ReadonlySet<number>>(new Set());
  const firstPage = useRef(sizes(queue.groups));

  const merged = useMemo(() => {
    const fresh = new Map(queue.groups.map((group) => [group.kind, group]));
    const groups = shown.map((group) => {
      const next = fresh.get(group.kind);
      const count = firstPage.current.get(group.kind) ?? group.items.length;
      return {
        group: next ? { ...group, count: next.count, lossMinorPerDay: next.lossMinorPerDay } : group,
        ...mergeRows(group.items, next?.items ?? [], count, (next?.nextCursor ?? null) !== null, rules),
        freshIds: new Set((next?.items ?? []).map((item) => item.id)),
      };
    });
    const known = new Set(shown.map((group) => group.kind));
    const newGroups = queue.groups.filter((group) => !known.has(group.kind));
    return {
      groups,
      missing: groups.flatMap(({ rows, freshIds, group }) =>
        rows.slice(0, firstPage.current.get(group.kind)).flatMap(({ id }) => (freshIds.has(id) ? [] : id)),
      ),
      added:
        groups.reduce((sum, { added, rows, freshIds, group }) => {
          const gone = rows.filter((item) => !freshIds.has(item.id)).length;
          // With further pages behind, what moved up to fill the first one is not new.
          return sum + (group.nextCursor ? Math.max(0, added - gone) : added);
        }, 0) + newGroups.reduce((sum, group) => sum + group.items.length, 0),
    };
  }, [queue.groups, shown]);

  const listed = new Set(merged.groups.flatMap(({ rows }) => rows.map(({ id }) => id)));
  if (queue.opened && queue.opened.id !== opened?.id && !listed.has(queue.opened.id)) setOpened(queue.opened);
  const apart = opened && !listed.has(opened.id) ? opened : null;
  const ids = apart ? [...merged.missing, apart.id] : merged.missing;

  const followed = useQuery({
    queryKey: ["recommendations", "items", ids, queue.readAt],
    queryFn: async (): Promise<QueueItem[]> => {
      const answer = await fetch(`/api/pages/decisions/items?ids=${ids.join(",")}`);
      return answer.ok ? answer.json() : [];
    },
    enabled: ids.length > 0,
    placeholderData: (before) => before,
  });
  const now = new Map((followed.data ?? []).map((item) => [item.id, item]));
  const missing = new Set(merged.missing);
  const groups: QueueGroup[] = merged.groups.map(({ group, rows }) => ({
    ...group,
    items: rows.map((item) => (missing.has(item.id) ? (now.get(item.id) ?? item) : item)),
  }));

  const adopt = () => {
    setShown(queue.groups);
    setOpened(queue.opened);
    setDecidedHere(new Set());
    firstPage.current = sizes(queue.groups);
  };
  const adoptNow = useRef(adopt);
  useEffect(() => {
    adoptNow.current = adopt;
  });
  // Nothing on the screen: there is nothing that could move.
  const isEmpty = shown.every((group) => group.items.length === 0);
  useEffect(() => {
    if (isEmpty && queue.groups.some((group) => group.items.length > 0)) adoptNow.current();
  }, [isEmpty, queue.groups]);

  const loadMore = async (group: QueueGroup) => {
    if (!group.nextCursor) return;
    const search = new URLSearchParams(address);
    if (group.kind) search.set("kind", group.kind);
    search.set("cursor", group.nextCursor);
    const answer = await fetch(`/api/pages/decisions?${search}`);
    if (!answer.ok) return;
    const page: { items: QueueItem[]; nextCursor: string | null } = await answer.json();
    setShown((before) =>
      before.map((one) =>
        one.kind === group.kind
          ? { ...one, items: [...one.items, ...page.items], nextCursor: page.nextCursor }
          : one,
      ),
    );
  };
  const above = apart && (now.get(apart.id) ?? apart);
  const items = [...(above ? [above] : []), ...groups.flatMap((group) => group.items)];
  return {
    groups,
    /** What was opened by its address and stands further down than what is listed. */
    opened: above,
    items,
    added: merged.added,
    gone: merged.missing.filter((id) => !decidedHere.has(id)).length,
    decided: merged.missing.filter((id) => decidedHere.has(id)).length,
    adopt,
    loadMore,
    noteDecided: (ids: readonly number[]) => setDecidedHere((before) => new Set([...before, ...ids])),
  };
}

const sizes = (groups: readonly QueueGroup[]) =>
  new Map(groups.map((group) => [group.kind, group.items.length]));
