import { addDays } from "@/lib/core/clock";
import { expectedShortfall, windowDemand } from "@/lib/metrics/demand-distribution/compute";
import { valueRange } from "@/lib/metrics/value-range/compute";
import type { KnownLocation } from "../rebalance/marginal-values";
import type { DecisionOption } from "../types";

/** A price is raised by no more than this for a shortage. */
const mostRaise = 0.1;
/** Below it a raise is not worth the trouble. */
const leastRaise = 0.02;
/** By how much demand falls with a price, assumed: a hundredth more, so many hundredths less. */
export const priceResponse = { low: 1.5, mid: 2, high: 3 };

/**
 * A higher price until goods come, as advice: where part of the demand goes unserved anyway, a price that turns away no more
 * than that part sells the same units for more. raise = unserved part ÷ response, at most 10 %. Low with the strongest
 * response, under which some served sales are lost too. Null where little is short, nothing is left to sell, or the price is
 * not known.
 */
export function priceOption(
  location: KnownLocation,
  { priceMinor, marginMinor, arrivalDay, asOfDay }: PriceTerms,
): DecisionOption | null {
  const window = windowDemand(location.demand, arrivalDay);
  if (priceMinor === null || !(window.mean > 0) || location.available <= 0) return null;
  const soldAt = (part: number) => {
    const less = { mean: window.mean * part, variance: window.variance * part };
    return less.mean - expectedShortfall(less, location.available);
  };
  const sold = soldAt(1);
  const raise = Math.min(mostRaise, (1 - sold / window.mean) / priceResponse.mid);
  if (raise < leastRaise) return null;
  const newPrice = Math.round(priceMinor * (1 + raise));
  const gain = (response: number) => {
    const kept = soldAt(Math.max(0, 1 - response * raise));
    return kept * (newPrice - priceMinor) - (sold - kept) * marginMinor;
  };
  const value = valueRange(gain(priceResponse.high), gain(priceResponse.mid), gain(priceResponse.low));
  if (value.midMinor <= 0) return null;
  const untilDay = addDays(asOfDay, Math.ceil(arrivalDay));
  return {
    key: "price",
    kind: "price",
    value,
    costMinor: 0,
    effectInDays: 0,
    quantity: 0,
    unsolved: [{ code: "brings_no_stock" }, { code: "not_measured" }],
    steps: [{ kind: "price", fromMinor: Math.round(priceMinor), priceMinor: newPrice, untilDay }],
    executable: false,
  };
}

export interface PriceTerms {
  /** Null: not known. */
  priceMinor: number | null;
  marginMinor: number;
  /** Days until goods come. */
  arrivalDay: number;
  asOfDay: string;
}
