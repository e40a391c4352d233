import type { Queryable } from "@/db/client";

/** What the figures are behind with. */
export interface FiguresBacklog {
  skus: number;
  /** Null: nothing waits. */
  oldestMarkedAt: Date | null;
}

/** SKUs whose figures no longer match their rows, and since when the oldest waits. */
export async function figuresBacklog(db: Queryable): Promise<FiguresBacklog> {
  const [row] = await db<FiguresBacklog[]>`
    select count(*)::int as skus, min(marked_at) as "oldestMarkedAt" from sku_to_refresh`;
  return row ? { ...row } : { skus: 0, oldestMarkedAt: null };
}
