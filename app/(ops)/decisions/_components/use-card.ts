"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Card } from "../load-card";

const keyOf = (id: number | null) => ["recommendations", "card", id];

async function fetchCard(id: number): Promise<Card> {
  const answer = await fetch(`/api/pages/decisions/${id}`);
  if (!answer.ok) throw new Error(`card ${id}: ${answer.status}`);
  return answer.json();
}

/** The card of an item. The server's own card is used where it is that one, and the next one is fetched ahead. */
export function useCard(
  id: number | null,
  nextId: number | null,
  served: { card: Card; readAt: string } | null,
) {
  const queries = useQueryClient();
  const servedId = served ? Number(served.card.view.id) : null;
  const card = useQuery({
    queryKey: keyOf(id),
    queryFn: () => fetchCard(id ?? 0),
    enabled: id !== null,
    staleTime: 60_000,
    ...(served && servedId === id
      ? { initialData: served.card, initialDataUpdatedAt: Date.parse(served.readAt) }
      : {}),
  });
  // A page that was rendered anew brings a newer card than the one that is kept.
  useEffect(() => {
    if (served) queries.setQueryData(keyOf(Number(served.card.view.id)), served.card);
  }, [queries, served]);
  useEffect(() => {
    if (nextId !== null)
      void queries.prefetchQuery({
        queryKey: keyOf(nextId),
        queryFn: () => fetchCard(nextId),
        staleTime: 60_000,
      });
  }, [queries, nextId]);
  return card;
}
