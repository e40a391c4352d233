import { demandQuantile } from "../demand-distribution/compute";
import type { ForecastDay, HistorySums } from "./history-sums";
import { historySums } from "./history-sums";

export type { ForecastDay, HistorySums, WeekdaySums } from "./history-sums";
export { forecastHalfLifeDays, historySums, leastShareOfSellingDay } from "./history-sums";

/** What similar items do: the fallback for one with little history of its own. */
export interface ForecastPool {
  levelPerDay: number;
  dispersion: number;
  /** Monday first, mean 1. */
  weekdayFactors: readonly number[];
}

export interface ForecastOptions {
  /** Days ahead, ≥ 1. */
  horizonDays: number;
  /** First day that is forecast; days from it on are no history. */
  asOfDay: string;
  pool?: ForecastPool | null;
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
/** Dispersion of a day that is assumed where nothing is known, and how many days of evidence it counts as. */
const priorDispersion = 0.25;
const priorDispersionDays = 10;
/** Units of evidence for the flat or pooled weekday profile. */
const priorWeekdayUnits = 8;
/** The pool counts as this many units seen, fading to none once the weighted days reach `ownDays` (about four weeks). */
const poolUnits = 2;
const ownDays = 20;
/** The level's own uncertainty is put into the daily dispersion so that it is right for a window of this many days. */
const referenceWindowDays = 14;
const greatestDispersion = 25;

/**
 * Weekday profile × level: the level is the exponentially weighted rate per available day (half-life 28 days), the profile
 * the weekdays' share of it, drawn towards flat (or the pool's) while units are few. A new item's level is a gamma-Poisson
 * mixture of its own sales and the pool's. Dispersion by moments of the residuals.
 * Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., ch. 8 (smoothing); Gelman et al.,
 * Bayesian Data Analysis, ch. 2 (gamma-Poisson).
 */
export const weekdayForecast: Forecaster = (history, options) =>
  forecastFromSums(historySums(history, options.asOfDay), options);

/** The same from sums that SQL has made already. */
export function forecastFromSums(sums: HistorySums, options: ForecastOptions): Forecast {
  const pool = options.pool ?? null;
  const profile = pool?.weekdayFactors.length === 7 ? pool.weekdayFactors : flatWeek;
  const units = total(sums, (day) => day.units);
  const days = total(sums, (day) => day.days);
  const rawLevel = days > 0 ? units / days : 0;
  const weekdayFactors = rawLevel > 0 ? ownProfile(sums, rawLevel, profile) : [...profile];

  const usesPool = pool !== null && pool.levelPerDay > 0;
  const poolWeight = usesPool ? poolUnits * Math.max(0, 1 - days / ownDays) : 0;
  const profiledDays = sums.weekdays.reduce((sum, day, i) => sum + day.days * factorAt(weekdayFactors, i), 0);
  const evidenceDays = profiledDays + (pool && poolWeight > 0 ? poolWeight / pool.levelPerDay : 0);
  const level = evidenceDays > 0 ? (units + poolWeight) / evidenceDays : 0;

  const daily = dailyDispersion(sums, level, weekdayFactors, pool?.dispersion ?? priorDispersion);
  const levelVariance = relativeVariance(sums.weightSquaredDays, { level, daily, evidenceDays, poolWeight });
  const dispersion = Math.min(greatestDispersion, daily + referenceWindowDays * levelVariance);

  const firstWeekday = weekdayOf(options.asOfDay);
  const meanPerDay = Array.from(
    { length: options.horizonDays },
    (_, i) => level * factorAt(weekdayFactors, (firstWeekday + i) % 7),
  );
  return {
    level,
    weekdayFactors,
    dispersion,
    meanPerDay,
    quantile: (q, fromDay, toDay) => spanQuantile(meanPerDay, dispersion, q, fromDay, toDay),
    method: poolWeight > 0 ? "weekday-profile-1+pool" : "weekday-profile-1",
  };
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

/** 0 Monday to 6 Sunday. */
export function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

function ownProfile(sums: HistorySums, level: number, prior: readonly number[]): number[] {
  const factors = sums.weekdays.map(
    (day, i) => (day.units + priorWeekdayUnits * factorAt(prior, i)) / (level * day.days + priorWeekdayUnits),
  );
  const mean = factors.reduce((sum, factor) => sum + factor, 0) / 7;
  return factors.map((factor) => factor / mean);
}

function dailyDispersion(
  sums: HistorySums,
  level: number,
  factors: readonly number[],
  prior: number,
): number {
  let beyondPoisson = 0;
  let squares = 0;
  sums.weekdays.forEach((day, i) => {
    const mean = level * factorAt(factors, i);
    const residuals = day.unitsSquared - 2 * mean * day.unitsByShare + mean * mean * day.sharesSquared;
    beyondPoisson += residuals - mean * day.days;
    squares += mean * mean * day.sharesSquared;
  });
  const priorSquares = priorDispersionDays * level * level;
  if (!(squares + priorSquares > 0)) return prior;
  return Math.min(
    greatestDispersion,
    Math.max(0, (beyondPoisson + prior * priorSquares) / (squares + priorSquares)),
  );
}

/** Variance of the estimated level ÷ level². */
function relativeVariance(
  weightSquaredDays: number,
  at: { level: number; daily: number; evidenceDays: number; poolWeight: number },
): number {
  if (!(at.level > 0) || !(at.evidenceDays > 0)) return 0;
  const own = ((1 / at.level + at.daily) * weightSquaredDays) / (at.evidenceDays * at.evidenceDays);
  const units = at.level * at.evidenceDays;
  return own + at.poolWeight / (units * units);
}

function total(sums: HistorySums, of: (day: HistorySums["weekdays"][number]) => number): number {
  return sums.weekdays.reduce((sum, day) => sum + of(day), 0);
}

function factorAt(factors: readonly number[], weekday: number): number {
  return factors[weekday] ?? 1;
}
