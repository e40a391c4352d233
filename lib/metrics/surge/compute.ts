import { probabilityAtLeast } from "../demand-distribution/compute";

/** What is usual of one series of orders: of a SKU at a place, of a SKU, or of a category in a region. */
export interface SurgeBaseline {
  /** Orders a day of an average weekday, while it can be bought. */
  ordersPerDay: number;
  /** Monday first, mean 1. */
  weekdayFactors: readonly number[];
  /** Variance of a day's orders = mean + dispersion × mean². */
  dispersion: number;
}

export const surgeWindowsHours = [6, 24] as const;
export type SurgeWindowHours = (typeof surgeWindowsHours)[number];
export type SurgeDirection = "up" | "down";
export type SurgeScope = "sku_place" | "sku" | "category_region";

/** How improbable a window must be to count, as −log10 of its chance. */
export type SurgeThresholds = Readonly<Record<SurgeDirection, number>>;

/** Orders in one window beside what was to be expected. */
export interface SurgeWindow {
  hours: SurgeWindowHours;
  orders: number;
  expectedOrders: number;
  dispersion: number;
  /** Of them such as came through a promotion: they explain themselves, so that only the others can show a rise. */
  promotedOrders?: number;
}

export interface Surge extends SurgeWindow {
  direction: SurgeDirection;
  /** −log10 of the chance of as many, or as few. */
  score: number;
  /** Of the usual rate, drawn towards 1 by how little was seen. */
  factor: number;
}

/** One or two large orders are no turn of demand, whatever their chance. */
const fewestOrders = 3;
/** A drop is asked after where at least so many orders were to be expected. */
const leastExpectedForDrop = 6;
const factorBounds = [0.2, 6] as const;

/**
 * Orders to be expected in a window that ends at `endHour` of weekday `endWeekday` (0 Monday): the day's orders spread over the
 * place's hours (24 factors, mean 1).
 */
export function expectedOrders(
  { ordersPerDay, weekdayFactors }: SurgeBaseline,
  hourFactors: readonly number[],
  end: { hour: number; weekday: number; hours: number },
): number {
  let sum = 0;
  for (let back = 1; back <= end.hours; back++) {
    const at = end.hour - back;
    const weekday = (end.weekday + 7 + Math.floor(at / 24)) % 7;
    sum += ((weekdayFactors[weekday] ?? 1) * (hourFactors[((at % 24) + 24) % 24] ?? 1)) / 24;
  }
  return ordersPerDay * sum;
}

/** −log10 of the chance of as many orders as were seen (up) or as few (down); 0 where the question is not asked. */
export function surgeScore(
  { orders, expectedOrders: mean, dispersion }: SurgeWindow,
  direction: SurgeDirection,
): number {
  const window = { mean, variance: mean + dispersion * mean * mean };
  if (direction === "up")
    return orders < fewestOrders || orders <= mean ? 0 : scoreOf(probabilityAtLeast(window, orders));
  return mean < leastExpectedForDrop || orders >= mean
    ? 0
    : scoreOf(1 - probabilityAtLeast(window, orders + 1));
}

const scoreOf = (chance: number): number => Math.min(15, -Math.log10(Math.max(chance, 1e-15)));

/**
 * The turn of demand that the windows show, the most improbable first in rank; null: none beyond its threshold. Its factor is the
 * mean of a gamma-Poisson mixture whose shape is that of the forecast (Gelman et al., Bayesian Data Analysis, ch. 2).
 */
export function findSurge(windows: readonly SurgeWindow[], thresholds: SurgeThresholds): Surge | null {
  let found: Surge | null = null;
  for (const window of windows) {
    for (const direction of ["up", "down"] as const) {
      const seen = direction === "up" ? unexplained(window) : window;
      const score = surgeScore(seen, direction);
      if (score === 0 || score < thresholds[direction] || score <= (found?.score ?? 0)) continue;
      const shape = 1 / Math.max(window.dispersion, 0.02);
      const factor = (seen.orders + shape) / (window.expectedOrders + shape);
      found = {
        ...{ ...seen, direction, score },
        factor: Math.min(factorBounds[1], Math.max(factorBounds[0], factor)),
      };
    }
  }
  return found;
}

const unexplained = ({ promotedOrders = 0, ...window }: SurgeWindow): SurgeWindow => ({
  ...window,
  orders: window.orders - promotedOrders,
});

/** Score that at most `falsePerThousandDays` of a thousand days reached, from the greatest score of each past day; never below the least. */
export function thresholdOf(dayScores: Float64Array, falsePerThousandDays: number): number {
  const sorted = dayScores.toSorted((a, b) => b - a);
  const allowed = Math.floor((dayScores.length * falsePerThousandDays) / 1_000);
  return Math.max(leastScore, (sorted[allowed] ?? leastScore) + 1e-9);
}

/** By chance alone, one window in some three hundred; however quiet the days before were, less is nothing. */
export const leastScore = 2.5;
