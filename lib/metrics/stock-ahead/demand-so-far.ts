import { demandQuantile } from "../demand-distribution/compute";
import type { StockAheadDay, StockAheadInput } from "./compute";

/**
 * Demand from now to the end of each of the next days, as quantiles: a negative binomial with the summed means and variances
 * of the days. Where it meets the stock that has been there by then, the shelf is empty.
 */
export function demandSoFar(
  rate: Pick<StockAheadInput, "levelPerDay" | "dispersion">,
  horizonDays: number,
): StockAheadDay[] {
  let mean = 0;
  let variance = 0;
  return Array.from({ length: horizonDays }, (_, day) => {
    const daily = rate.levelPerDay[day] ?? 0;
    mean += daily;
    variance += daily + rate.dispersion * daily * daily;
    const at = (q: number) => demandQuantile({ mean, variance }, q);
    return { day, p10: at(0.1), p25: at(0.25), p50: at(0.5), p75: at(0.75), p90: at(0.9) };
  });
}
