import type { DemandRate } from "../demand-distribution/compute";
import { demandQuantile, windowDemand } from "../demand-distribution/compute";

/**
 * Reorder point: the service-level quantile of demand during the lead time, in whole units. Safety stock: that quantile
 * minus the mean, ≥ 0. `serviceLevel` lies between 0 and 1, default 0.95 (served in 19 of 20 lead times); `leadTimeDays`
 * ≥ 0. Both are 0 without demand. Source: Silver, Pyke & Thomas, Inventory and Production Management, 2017, ch. 6.
 */
export function safetyStock(
  demand: DemandRate,
  leadTimeDays: number,
  serviceLevel = 0.95,
): { reorderPointUnits: number; safetyStockUnits: number } {
  const window = windowDemand(demand, leadTimeDays);
  if (!(window.mean > 0)) return { reorderPointUnits: 0, safetyStockUnits: 0 };
  const reorderPointUnits = demandQuantile(window, serviceLevel);
  return { reorderPointUnits, safetyStockUnits: Math.max(0, reorderPointUnits - window.mean) };
}
