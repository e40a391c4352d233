"use client";

import { useQuery } from "@tanstack/react-query";
import { usePastMoment } from "@/components/past/moment";
import type { LanePlan, LanePlanLine } from "@/db/queries/plan-by-lane";

/** A lane's plan with all its lines, as it is now or was at a moment; null: nothing is planned on it any more. Throws when unreachable. */
export async function fetchLane(laneId: number, asOf: string | null): Promise<LanePlan | null> {
  const answer = await fetch(
    `/api/pages/transfers/lanes/${laneId}${asOf ? `?asOf=${encodeURIComponent(asOf)}` : ""}`,
  );
  if (!answer.ok) throw new Error(`lane ${laneId}: ${answer.status}`);
  return answer.json();
}

/** Whether a lane came with all its lines; a page is made with the first ones of long lanes. */
export const isWhole = (lane: LanePlan): boolean => lane.lines.length === lane.lineCount;

/** All lines of a lane, fetched when they are wanted and did not come with the page; null: not there yet. */
export function useAllLines(
  lane: LanePlan,
  wanted: boolean,
): { lines: LanePlanLine[] | null; pending: boolean; failed: boolean; again: () => void } {
  const asOf = usePastMoment();
  const whole = isWhole(lane);
  const fetched = useQuery({
    queryKey: ["transfers", "lane", lane.laneId, lane.stamp, asOf],
    queryFn: () => fetchLane(lane.laneId, asOf),
    enabled: wanted && !whole,
    placeholderData: (previous) => previous,
  });
  return {
    lines: whole ? lane.lines : (fetched.data?.lines ?? null),
    pending: wanted && !whole && fetched.isFetching && !fetched.data,
    failed: wanted && !whole && fetched.isError && !fetched.isFetching,
    again: () => void fetched.refetch(),
  };
}
