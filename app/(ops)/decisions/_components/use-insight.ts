"use client";

import { useQuery } from "@tanstack/react-query";
import type { InsightView } from "@/components/decision-card";
import type { Card } from "../load-card";

/** A card that is open for less is passed by. */
const readAfterMs = 300;

/** What the open card shows beyond its facts, worked out once for each version of it. Null where there is none. */
export function useInsight(card: Card | undefined): InsightView | null | undefined {
  const view = card?.view;
  const undecided = view !== undefined && ["open", "blocked", "snoozed"].includes(view.state);
  const insight = useQuery({
    queryKey: ["insight", view?.id, view?.version],
    queryFn: async ({ signal }): Promise<InsightView | null> => {
      // Who leafs through the queue is not kept waiting by what nobody reads.
      await new Promise((resolve) => setTimeout(resolve, readAfterMs));
      const answer = await fetch(`/api/pages/decisions/${view?.id}/insight`, { signal });
      if (!answer.ok) throw new Error(`insight ${view?.id}: ${answer.status}`);
      return answer.json();
    },
    enabled: undecided,
    staleTime: 5 * 60_000,
    retry: false,
  });
  return undecided && !insight.isError ? insight.data : null;
}
