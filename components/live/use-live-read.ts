"use client";

import { useQuery } from "@tanstack/react-query";

/** Key of what is read anew as soon as rows have come in, before the figures that follow from them. */
export const arrivalsKey = "arrivals";

/**
 * Rows that the page's server part has read (`readAt`, ISO time), or what `read` has brought since: it is called whenever
 * rows of the page's products arrive, so that they are seen without the whole page being made anew. The later of both is
 * given. `key` names what is read; null: only what the server part has read.
 */
export function useLiveRead<Rows extends { readAt: string }>(
  key: string | null,
  rows: Rows,
  read: () => Promise<Rows>,
): Rows {
  const { data } = useQuery({
    queryKey: [arrivalsKey, key],
    queryFn: read,
    initialData: rows,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: key !== null,
  });
  return data && data.readAt > rows.readAt ? data : rows;
}
