import { expectedShortfall, windowDemand } from "@/lib/metrics/demand-distribution/compute";
import { type ValueRange, valueRange } from "@/lib/metrics/value-range/compute";

/** A channel that shows more of a SKU than it can be served with. */
export interface Overshown {
  shownUnits: number;
  toSellUnits: number;
  /** What the channel sells of it. */
  unitsPerDay: number;
  /** What an order that cannot be served costs. */
  errorMinorPerOrder: { low: number; mid: number; high: number };
}

/**
 * What it is worth to show no more than can be sold until goods come: orders taken beyond the stock × the cost of one that
 * cannot be served. Orders are of one unit, demand of a channel a Poisson.
 */
export function overshownValue(of: Overshown, days: number): ValueRange {
  const window = windowDemand({ meanPerDay: of.unitsPerDay, dispersion: 0 }, days);
  const beyond = (stock: number) => expectedShortfall(window, Math.max(0, stock));
  const orders = Math.max(0, beyond(of.toSellUnits) - beyond(of.shownUnits));
  const { low, mid, high } = of.errorMinorPerOrder;
  return valueRange(orders * low, orders * mid, orders * high);
}
