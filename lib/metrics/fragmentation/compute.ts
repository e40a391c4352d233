import type { ValueRange } from "../value-range/compute";
import { addRanges, valueRange } from "../value-range/compute";

export interface FragmentationInput {
  lostSales: ValueRange;
  /** Average excess at cost over the period, minor units; null: unknown. */
  excessCostMinor: number | null;
  wastedSpendMinor: number;
  /** Spend on SKUs whose stock was unknown: it may have been waste. */
  unknownSpendMinor: number;
  /** Orders that differed from their source. */
  wrongOrders: number;
  days: number;
  /** Cost of a year of lying there, as a share of the stock's cost: capital, space, ageing. */
  carryingRatePerYear?: { low: number; mid: number; high: number };
  /** Cost of setting one wrong order right, minor units. */
  errorCostMinorPerOrder: { low: number; mid: number; high: number };
}

export interface Fragmentation {
  lostSales: ValueRange;
  excessCarrying: ValueRange;
  wastedSpend: ValueRange;
  errors: ValueRange;
  total: ValueRange;
}

/** Capital 8-12 %, space and handling 4-6 %, ageing and loss 3-7 % a year of the stock's cost. */
export const defaultCarryingRatePerYear = { low: 0.15, mid: 0.2, high: 0.25 } as const;

/**
 * Cost of fragmentation over `days`: lost sales + excess carrying cost + wasted spend + error cost, each with its own range,
 * as positive costs in minor units. The total adds lows to lows and highs to highs.
 */
export function fragmentation(input: FragmentationInput): Fragmentation {
  const rate = input.carryingRatePerYear ?? defaultCarryingRatePerYear;
  const excessYears = ((input.excessCostMinor ?? 0) * input.days) / 365;
  const errorCost = input.errorCostMinorPerOrder;
  const wasted = input.wastedSpendMinor;
  const lines = {
    lostSales: input.lostSales,
    excessCarrying: valueRange(excessYears * rate.low, excessYears * rate.mid, excessYears * rate.high),
    wastedSpend: valueRange(wasted, wasted, wasted + input.unknownSpendMinor),
    errors: valueRange(
      input.wrongOrders * errorCost.low,
      input.wrongOrders * errorCost.mid,
      input.wrongOrders * errorCost.high,
    ),
  };
  return { ...lines, total: addRanges(Object.values(lines)) };
}
