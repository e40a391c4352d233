import { demandQuantile } from "../demand-distribution/compute";
import { type Calibration, classOf, frequencyOf, priorWindowsOfClass, spreadOfChange } from "./calibration";
import { sellsOutOften, withWanted } from "./censoring";
import { type DailySeries, type ForecastDay, seriesOfDays, weekdayAt, weekdayOf } from "./daily-series";
import { shownQuantiles } from "./quantiles";
import { advance, type StateSummary, stateSize, summaryOf, windowDays } from "./series-state";

export type { DailySeries, ForecastDay, SparseHistory } from "./daily-series";
export { forecastHistoryDays, outagesByAge, seriesOf, weekdayOf } from "./daily-series";
export { shownQuantiles } from "./quantiles";

/** What similar items do: the fallback for one with little history of its own. */
export interface ForecastPool {
  levelPerDay: number;
  /** Units seen that it counts as: the shape of its gamma distribution; 2 when not said. */
  shape?: number;
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
  /** What the recent past says is to be made of levels; without it they stand as they are. */
  calibration?: Calibration | null;
  /** Which of the calibration's places this is. */
  placeId?: number | null;
}

export interface Forecast {
  /** Units a day of an average weekday that the quantiles rest on, ≥ 0: the middle of the distribution that decisions use. */
  level: number;
  /** Units a day of an average weekday by the point forecast, ≥ 0. */
  mean: number;
  /** What the smoothing alone came to, before any calibration, and the chance that a day sells. */
  smoothedLevel: number;
  chance: number;
  /** Monday first, mean 1. */
  weekdayFactors: number[];
  /** Variance of a day = mean + dispersion × mean²; the uncertainty of the level is in it. */
  dispersion: number;
  /** Point forecast of day 0 (asOfDay), 1, … horizonDays − 1, by the least squared error: units. */
  meanPerDay: number[];
  /** The level that the quantiles rest on, by day. */
  levelPerDay: number[];
  /** Quantile q (0 to 1) of the demand from the start of day `fromDay` to the start of day `toDay`, whole units. */
  quantile(q: number, fromDay: number, toDay: number): number;
  /** Name and version of the method, for the evidence. */
  method: string;
}

/** The one interface of forecasting. Another engine takes its place by being one of these. */
export type Forecaster = (history: readonly ForecastDay[], options: ForecastOptions) => Forecast;

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
 * new item's level is a gamma-Poisson mixture of its own sales and the pool's. See series-state.ts and calibrate.ts.
 * Source of the mixture: Gelman et al., Bayesian Data Analysis, ch. 2.
 */
export const smoothedForecast: Forecaster = (history, options) =>
  forecastFromSeries(seriesOfDays(history, options.asOfDay, options.place?.closedDays), options);

const row = new Float64Array(stateSize);
const week = new Float64Array(7);

/** The same from a series without gaps. */
export function forecastFromSeries(series: DailySeries, options: ForecastOptions): Forecast {
  const factors = options.pool?.weekdayFactors ?? options.place?.weekdayFactors;
  for (let k = 0; k < 7; k++) week[k] = factors?.[k] ?? 1;
  // What sold out time and again says too little of what was wanted.
  const wanted = sellsOutOften(series) ? withWanted(series, week) : series;
  const { units, shares } = wanted;
  row.fill(0);
  advance(row, 0, { units, shares, from: 0, to: units.length }, weekdayAt(series, 0), week);
  return forecastFromState(summaryOf(row, 0, week), youthOf(wanted, week), options);
}

/** The same from what a series left behind; see series-state.ts. */
export function forecastFromState(own: StateSummary, young: Youth, options: ForecastOptions): Forecast {
  const { weekdayFactors } = own;
  const pool = options.pool ?? null;
  const usesPool = pool !== null && pool.levelPerDay > 0 && young.weight > 0;
  const basis = usesPool ? mixed(own, young, pool) : calibrated(own, pool, options);
  const firstWeekday = weekdayOf(options.asOfDay);
  const days = (level: number) => {
    const found = new Array<number>(options.horizonDays);
    for (let i = 0, weekday = firstWeekday; i < found.length; i++) {
      found[i] = level * (weekdayFactors[weekday] as number);
      weekday = weekday === 6 ? 0 : weekday + 1;
    }
    return found;
  };
  const levelPerDay = days(basis.level);
  const dispersion = dailyDispersion(weekdayFactors, Math.min(greatestWindowDispersion, basis.spread));
  return {
    level: basis.level,
    mean: basis.mean,
    smoothedLevel: own.level,
    chance: own.chance,
    weekdayFactors,
    dispersion,
    levelPerDay,
    meanPerDay: basis.mean === basis.level ? levelPerDay : days(basis.mean),
    quantile: (q, fromDay, toDay) => spanQuantile(levelPerDay, dispersion, q, fromDay, toDay),
    method: usesPool ? "smoothed-3+pool" : "smoothed-3",
  };
}

/** Mean, level of the quantiles, and two weeks' dispersion of an item with a past of its own. */
function calibrated(own: StateSummary, pool: ForecastPool | null, options: ForecastOptions) {
  const { level, dayChange, chance } = own;
  const seen = own.windowDispersion === null ? 0 : own.windows;
  const ofMean = options.calibration?.classes[classOf(level)] ?? { meanOfLevel: 1, meanOfChange: 0 };
  const one = options.calibration?.frequencies[frequencyOf(chance)];
  const growth =
    options.calibration?.growthByPlace[options.placeId ?? -1] ?? options.calibration?.growth ?? 1;
  const mean = growth * (ofMean.meanOfLevel * level + ofMean.meanOfChange * dayChange);
  if (!one || one.lossRatio === null) {
    const prior = pool ? pool.dispersion / windowDays : priorWindowDispersion;
    const spread =
      (seen * spreadOfLevel * (own.windowDispersion ?? 0) + priorWindows * prior) / (seen + priorWindows);
    return { mean, level, spread };
  }
  return {
    mean,
    level: one.levelFactor * (level + spreadOfChange * dayChange),
    spread:
      (one.spreadFactor * (seen * (own.windowDispersion ?? 0) + priorWindowsOfClass * one.priorDispersion)) /
      (seen + priorWindowsOfClass),
  };
}

/** The same of a new item, drawn towards what similar ones sell. */
function mixed(own: StateSummary, young: Youth, pool: ForecastPool) {
  const poolWeight = (pool.shape ?? poolUnits) * young.weight;
  const mix = (young.units + poolWeight) / (young.days + poolWeight / pool.levelPerDay);
  const level = young.weight * mix + (1 - young.weight) * own.level;
  const seen = own.windowDispersion === null ? 0 : own.windows;
  const spread =
    (seen * spreadOfLevel * (own.windowDispersion ?? 0) + priorWindows * (pool.dispersion / windowDays)) /
      (seen + priorWindows) +
    young.weight / (young.units + poolWeight);
  return { mean: level, level, spread };
}

/** How new an item is (1: nothing of its own, 0: about four weeks), with its units and the days they took. */
export interface Youth {
  weight: number;
  units: number;
  days: number;
}

function youthOf(series: DailySeries, weekdayFactors: Float64Array): Youth {
  const { length } = series.units;
  if (length >= 2 * ownDays) return { weight: 0, units: 0, days: 0 };
  let [units, days] = [0, 0];
  for (let i = 0; i < length; i++) {
    units += series.units[i] as number;
    days += (series.shares[i] as number) * (weekdayFactors[weekdayAt(series, i)] ?? 1);
  }
  return { weight: Math.max(0, 1 - days / ownDays), units, days };
}

/** The daily dispersion that gives two weeks of independent days the spread wanted. */
function dailyDispersion(weekdayFactors: readonly number[], windowDispersion: number): number {
  let squares = 0;
  for (const factor of weekdayFactors) squares += (factor * factor * windowDays) / 7;
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
  forecast: Pick<Forecast, "levelPerDay" | "dispersion">,
  windowsDays: readonly number[] = [7, 14, 28, 90],
): Record<string, Record<string, number>> {
  const windows = windowsDays.filter((days) => days <= forecast.levelPerDay.length);
  return Object.fromEntries(
    windows.map((days) => [
      days,
      Object.fromEntries(
        shownQuantiles.map((q) => [q, spanQuantile(forecast.levelPerDay, forecast.dispersion, q, 0, days)]),
      ),
    ]),
  );
}
