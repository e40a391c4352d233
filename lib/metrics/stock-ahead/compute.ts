import { awaited } from "../cover/compute";
import { demandQuantile } from "../demand-distribution/compute";

/** What is known of one SKU at one place, today. */
export interface StockAheadInput {
  /** Units that can be promised now; owed units are negative. */
  availableUnits: number;
  /** Goods on their way, by the days from now in which they were expected; of late ones see `comesInDays`. */
  arrivals: readonly { days: number; quantity: number }[];
  /** Units of each coming day that quantiles rest on, today first; see levelsAhead(). As many as are looked ahead. */
  levelPerDay: readonly number[];
  /** Variance of a day = mean + dispersion × mean². */
  dispersion: number;
}

/** Stock at the end of a day as quantiles, in units. 8 of 10 outcomes lie between p10 and p90. */
export interface StockAheadDay {
  day: number;
  p10: number;
  p25: number;
  p50: number;
  p75: number;
  p90: number;
}

/**
 * Stock that is left at the end of each of the next `horizonDays` days: available + arrivals so far − demand so far, where
 * demand so far is a negative binomial with the summed means and variances of the days. Below 0 means owed or lost, and is
 * shown as such: nothing is replenished by the projection itself.
 */
export function stockAhead(input: StockAheadInput, horizonDays: number): StockAheadDay[] {
  const days: StockAheadDay[] = [];
  const arrivals = awaited(input.arrivals);
  let mean = 0;
  let variance = 0;
  for (let day = 0; day < horizonDays; day++) {
    const daily = input.levelPerDay[day] ?? 0;
    mean += daily;
    variance += daily + input.dispersion * daily * daily;
    const arrived = arrivals.reduce((sum, one) => sum + (one.days < day + 1 ? one.quantity : 0), 0);
    const left = (q: number) => input.availableUnits + arrived - demandQuantile({ mean, variance }, q);
    days.push({ day, p10: left(0.9), p25: left(0.75), p50: left(0.5), p75: left(0.25), p90: left(0.1) });
  }
  return days;
}

/** Demand of each of the next days over all places together, as quantiles. Places are taken as independent. */
export function demandAhead(
  places: readonly Pick<StockAheadInput, "levelPerDay" | "dispersion">[],
  horizonDays: number,
): StockAheadDay[] {
  return Array.from({ length: horizonDays }, (_, day) => {
    let mean = 0;
    let variance = 0;
    for (const place of places) {
      const daily = place.levelPerDay[day] ?? 0;
      mean += daily;
      variance += daily + place.dispersion * daily * daily;
    }
    const at = (q: number) => demandQuantile({ mean, variance }, q);
    return { day, p10: at(0.1), p25: at(0.25), p50: at(0.5), p75: at(0.75), p90: at(0.9) };
  });
}
