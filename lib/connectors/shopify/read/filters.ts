import type { ReadRequest } from "@/lib/connectors/live-contract";

/**
 * Shopify's search words for what changed: since a moment for a sync, between two for a period. Null: everything. A sync
 * has no upper end, so that what changes while it reads is not left for the next one.
 */
export function changedFilter(scope: ReadRequest["scope"], field = "updated_at"): string | null {
  if (scope.kind === "backfill")
    return `${field}:>='${second(scope.from)}' AND ${field}:<='${second(scope.until)}'`;
  if (scope.kind === "incremental" && scope.since !== null) return `${field}:>='${second(scope.since)}'`;
  return null;
}

/** Shopify dates to the second; a fraction in a filter is cut so that the whole second is read. */
const second = (moment: string): string => `${new Date(moment).toISOString().slice(0, 19)}Z`;

/** The next ids to be asked for, from the position that counts those which were. */
export function idsAt(
  ids: readonly string[],
  position: { [key: string]: unknown } | null,
  atOnce: number,
): { ids: readonly string[]; next: { done: number } | null; progress: number } {
  const done = typeof position?.done === "number" ? position.done : 0;
  const until = Math.min(ids.length, done + atOnce);
  const next = until < ids.length ? { done: until } : null;
  return { ids: ids.slice(done, until), next, progress: ids.length === 0 ? 1 : until / ids.length };
}

/** The cursor of a position, null at the beginning. */
export const cursorOf = (position: { [key: string]: unknown } | null): string | null =>
  typeof position?.cursor === "string" ? position.cursor : null;

/** The position after a page; null when it was the last. */
export const nextCursor = (pageInfo: {
  hasNextPage: boolean;
  endCursor?: string | null | undefined;
}): { cursor: string } | null =>
  pageInfo.hasNextPage && pageInfo.endCursor ? { cursor: pageInfo.endCursor } : null;
