import { demandQuantile } from "../demand-distribution/compute";
import { type DailySeries, type ForecastDay, seriesOfDays, weekdayAt, weekdayOf } from "./daily-series";
import { smooth, windowDays } from "./smooth";
import { weekdayProfile } from "./weekday-profile";

export type { DailySeries, ForecastDay, SparseHistory } from "./daily-series";
export { forecastHistoryDays, outagesByAge, seriesOf, weekdayOf } from "./daily-series";

/** What similar items do: the fallback for one with little history of its own. */
export interface ForecastPool {
  levelPerDay: number;
  dispersion: number;
  /** Monday first, mean 1. */
  weekdayFactors: readonly number[];
}

/** How a place as a whole sells. */
export interface PlaceProfile {
  /** Monday first, mean 1; 0 where it never sells. */
  weekdayFactors: readonly number[];
  /** Days on which it sold nothing at all though it usually does. */
  closedDays: readonly string[];
}

export interface ForecastOptions {
  /** Days ahead, ≥ 1. */
  horizonDays: number;
  /** First day that is forecast; days from it on are no history. */
  asOfDay: string;
  pool?: ForecastPool | null;
  place?: PlaceProfile | null;
}

export interface Forecast {
  /** Units a day without the weekday profile, ≥ 0. */
  level: number;
  /** Monday first, mean 1. */
  weekdayFactors: number[];
  /** Variance of a day = mean + dispersion × mean²; the uncertainty of the level is in it. */
  dispersion: number;
  /** Expected units of day 0 (asOfDay), 1, … horizonDays − 1. */
  meanPerDay: number[];
  /** Quantile q (0 to 1) of the demand from the start of day `fromDay` to the start of day `toDay`, whole units. */
  quantile(q: number, fromDay: number, toDay: number): number;
  /** Name and version of the method, for the evidence. */
  method: string;
}

/** The one interface of forecasting. Another engine takes its place by being one of these. */
export type Forecaster = (history: readonly ForecastDay[], options: ForecastOptions) => Forecast;

/** Quantiles that pages and the queue ask for. */
export const shownQuantiles = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95] as const;

const flatWeek = [1, 1, 1, 1, 1, 1, 1];
/** Spread of two weeks that is assumed where nothing is known, and how many two weeks seen it counts as. */
const priorWindowDispersion = 0.15;
const priorWindows = 1;
/** What two weeks spread more in the future than they did around their own mean, because the level is not known. */
const spreadOfLevel = 1.8;
/** The pool counts as this many units seen, fading to none once the days available reach `ownDays` (about four weeks). */
const poolUnits = 2;
const ownDays = 20;
/** Of two weeks; beyond it an item that hardly sells would be given a tail of hundreds of units. */
const greatestWindowDispersion = 30;

/**
 * Level by smoothing, spread of two weeks by their own sums, spread over the week by a profile drawn towards the place's. A
 * new item's level is a gamma-Poisson mixture of its own sales and the pool's. See smooth.ts and weekday-profile.ts.
 * Source of the mixture: Gelman et al., Bayesian Data Analysis, ch. 2.
 */
export const smoothedForecast: Forecaster = (history, options) =>
  forecastFromSeries(seriesOfDays(history, options.asOfDay, options.place?.closedDays), options);

/** The same from a series without gaps. */
export function forecastFromSeries(series: DailySeries, options: ForecastOptions): Forecast {
  const pool = options.pool ?? null;
  const profile =
    [pool?.weekdayFactors, options.place?.weekdayFactors].find((one) => one?.length === 7) ?? flatWeek;
  const weekdayFactors = weekdayProfile(series, profile);
  const own = smooth(series, weekdayFactors);
  const young = youthOf(series, weekdayFactors);
  const usesPool = pool !== null && pool.levelPerDay > 0 && young.weight > 0;
  const poolWeight = usesPool ? poolUnits * young.weight : 0;
  const mixed = usesPool
    ? (young.units + poolWeight) / (young.days + poolWeight / pool.levelPerDay)
    : own.level;
  const level = usesPool ? young.weight * mixed + (1 - young.weight) * own.level : own.level;

  const priorSpread = pool ? pool.dispersion / windowDays : priorWindowDispersion;
  const seen = own.windowDispersion === null ? 0 : own.windows;
  const spread =
    (seen * spreadOfLevel * (own.windowDispersion ?? 0) + priorWindows * priorSpread) /
      (seen + priorWindows) +
    (usesPool ? young.weight / (young.units + poolWeight) : 0);
  const firstWeekday = weekdayOf(options.asOfDay);
  const meanPerDay = Array.from(
    { length: options.horizonDays },
    (_, i) => level * factorAt(weekdayFactors, (firstWeekday + i) % 7),
  );
  const dispersion = dailyDispersion(weekdayFactors, Math.min(greatestWindowDispersion, spread));
  return {
    level,
    weekdayFactors,
    dispersion,
    meanPerDay,
    quantile: (q, fromDay, toDay) => spanQuantile(meanPerDay, dispersion, q, fromDay, toDay),
    method: usesPool ? "smoothed-2+pool" : "smoothed-2",
  };
}

/** How new an item is (1: nothing of its own, 0: about four weeks), with its units and the days they took. */
function youthOf(series: DailySeries, weekdayFactors: readonly number[]) {
  const { length } = series.units;
  if (length >= 2 * ownDays) return { weight: 0, units: 0, days: 0 };
  let [units, days] = [0, 0];
  for (let i = 0; i < length; i++) {
    units += series.units[i] as number;
    days += (series.shares[i] as number) * factorAt(weekdayFactors, weekdayAt(series, i));
  }
  return { weight: Math.max(0, 1 - days / ownDays), units, days };
}

/** The daily dispersion that gives two weeks of independent days the spread wanted. */
function dailyDispersion(weekdayFactors: readonly number[], windowDispersion: number): number {
  const squares = weekdayFactors.reduce((sum, factor) => sum + factor * factor, 0) * (windowDays / 7);
  return squares > 0 ? (windowDispersion * windowDays * windowDays) / squares : 0;
}

/** Quantile of the demand of days fromDay (included) to toDay (not included), given each day's mean. */
export function spanQuantile(
  meanPerDay: readonly number[],
  dispersion: number,
  q: number,
  fromDay: number,
  toDay: number,
): number {
  let mean = 0;
  let variance = 0;
  for (const daily of meanPerDay.slice(Math.max(0, fromDay), toDay)) {
    mean += daily;
    variance += daily + dispersion * daily * daily;
  }
  return demandQuantile({ mean, variance }, q);
}

/** Totals over the next days at the shown quantiles, by window: { "7": { "0.1": 3, … }, "28": … }. */
export function forecastQuantiles(
  forecast: Pick<Forecast, "meanPerDay" | "dispersion">,
  windowsDays: readonly number[] = [7, 14, 28, 90],
): Record<string, Record<string, number>> {
  const windows = windowsDays.filter((days) => days <= forecast.meanPerDay.length);
  return Object.fromEntries(
    windows.map((days) => [
      days,
      Object.fromEntries(
        shownQuantiles.map((q) => [q, spanQuantile(forecast.meanPerDay, forecast.dispersion, q, 0, days)]),
      ),
    ]),
  );
}

function factorAt(factors: readonly number[], weekday: number): number {
  return factors[weekday] ?? 1;
}
