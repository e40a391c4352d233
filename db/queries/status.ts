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

export interface StateCount {
  state: "out" | "at_risk" | "healthy" | "excess" | "unknown" | "no_demand";
  count: number;
  moneyAtStakeMinor: number;
  lostMinorPerDay: number;
}

/** SKU-locations by state with the money in them, in the company's currency; of one location or all. */
export function countStates(db: Queryable, params: { locationId?: number } = {}): Promise<StateCount[]> {
  return db<StateCount[]>`
    select state, count(*)::int as count, sum(money_at_stake_base_minor)::bigint as "moneyAtStakeMinor",
      sum(lost_sales_base_minor_per_day)::bigint as "lostMinorPerDay"
    from stock_status ${params.locationId === undefined ? db`` : db`where location_id = ${params.locationId}`}
    group by state order by state`;
}

/** Spans in which a SKU could not be bought, by location, newest first; of one SKU since a moment. */
export function stockOutSpans(
  db: Queryable,
  params: { skuId: number; since: Date },
): Promise<{ locationId: number; startedAt: Date; endedAt: Date | null }[]> {
  return db`
    select location_id as "locationId", started_at as "startedAt", ended_at as "endedAt" from stock_out_span
    where sku_id = ${params.skuId} and (ended_at is null or ended_at > ${params.since}) order by started_at desc`;
}
