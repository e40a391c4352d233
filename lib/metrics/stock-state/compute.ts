import type { DemandRate } from "../demand-distribution/compute";
import { probabilityAtLeast, windowDemand } from "../demand-distribution/compute";

export type StockState = "out" | "at_risk" | "healthy" | "excess" | "unknown" | "no_demand";

export interface StockStateInput {
  /** Units; null: unknown. */
  available: number | null;
  /** In transit and on order, units. */
  incoming: number;
  /** Null: no forecast could be made. */
  demand: DemandRate | null;
  /** Days to the next receipt; null: nothing on its way. */
  nextReceiptDays: number | null;
  /** Lead time of the quickest lane or supplier, days; null: none. */
  leadTimeDays: number | null;
}

export interface StockStateRules {
  /** Above this probability of running out a place is at risk. */
  atRiskProbability: number;
  /** Stock for more days than this is excess. */
  excessAfterDays: number;
  /** The window when neither a receipt nor a lead time is known. */
  fallbackWindowDays: number;
}

export const defaultStockStateRules: StockStateRules = {
  atRiskProbability: 0.3,
  excessAfterDays: 90,
  fallbackWindowDays: 14,
};

/**
 * State of a SKU at a location and the probability, 0 to 1, that demand takes all of the stock until the next receipt, or
 * in the lead time when nothing is on its way. In this order: unknown (stock or forecast unknown), no_demand (mean 0),
 * out (available ≤ 0), at_risk (P > 30 %), excess (available + incoming beyond 90 days of forecast), healthy.
 * The probability is null for unknown and no_demand, 1 for out. Source: DESIGN, Numbers.
 */
export function stockState(
  input: StockStateInput,
  rules: StockStateRules = defaultStockStateRules,
): { state: StockState; stockoutProbability: number | null } {
  const { available, demand } = input;
  if (available === null || demand === null) return { state: "unknown", stockoutProbability: null };
  if (!(demand.meanPerDay > 0)) return { state: "no_demand", stockoutProbability: null };
  if (available <= 0) return { state: "out", stockoutProbability: 1 };
  const windowDays = input.nextReceiptDays ?? input.leadTimeDays ?? rules.fallbackWindowDays;
  const stockoutProbability = probabilityAtLeast(windowDemand(demand, windowDays), available);
  if (stockoutProbability > rules.atRiskProbability) return { state: "at_risk", stockoutProbability };
  const isExcess = available + input.incoming > rules.excessAfterDays * demand.meanPerDay;
  return { state: isExcess ? "excess" : "healthy", stockoutProbability };
}
