/** One SKU at one location on one day. */
export interface InStockDay {
  /** Forecast of the day, ≥ 0; null: none. */
  expectedUnits: number | null;
  /** Available > 0 at the start of the day; null: unknown. */
  inStock: boolean | null;
}

/**
 * In-stock rate, 0 to 1: share of the expected sales that had stock at the start of their day; beside it the plain share of
 * SKU-locations. Unknown stock takes no part and is counted. Each rate is null when nothing can be divided by.
 */
export function inStockRate(days: Iterable<InStockDay>): {
  weighted: number | null;
  plain: number | null;
  unknown: number;
} {
  let expected = 0;
  let expectedInStock = 0;
  let known = 0;
  let inStock = 0;
  let unknown = 0;
  for (const day of days) {
    if (day.inStock === null) {
      unknown += 1;
      continue;
    }
    const units = day.expectedUnits ?? 0;
    known += 1;
    expected += units;
    if (!day.inStock) continue;
    inStock += 1;
    expectedInStock += units;
  }
  return {
    weighted: expected > 0 ? expectedInStock / expected : null,
    plain: known > 0 ? inStock / known : null,
    unknown,
  };
}
