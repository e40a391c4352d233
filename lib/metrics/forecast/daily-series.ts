import { daysBetween } from "@/lib/core/clock";

/** One past day of one SKU at one place. */
export interface ForecastDay {
  day: string;
  units: number;
  /** Part of the day it could be bought, 0 to 1; null: unknown, counts as 1 from the first sale or known day on. */
  availableShare: number | null;
}

/** A history by age in whole days (1 is yesterday); only days that say something are listed. */
export interface SparseHistory {
  /** Age of the first known or selling day, at most forecastHistoryDays; 0: none. */
  firstAge: number;
  demand: { ages: readonly number[]; units: readonly number[] };
  /** Days on which it could not be bought all day. */
  outages: { ages: readonly number[]; shares: readonly number[] };
}

/** A history without gaps, oldest day first; its last day is the one before the first that is forecast. */
export interface DailySeries {
  units: Float64Array;
  /** Part of the day it could be bought, 0 to 1. */
  shares: Float64Array;
  /** Weekday of the first day that is forecast, 0 for Monday. */
  asOfWeekday: number;
}

/** Days of history a forecast rests on: a whole year, so that every weekday and every season has been seen once. */
export const forecastHistoryDays = 365;

/** A day that sold was available for at least this share of it, whatever the stock readings say. */
const leastShareOfSellingDay = 0.1;

/** 0 Monday to 6 Sunday. */
export function weekdayOf(day: string): number {
  if (day !== lastDay) {
    lastWeekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
    lastDay = day;
  }
  return lastWeekday;
}
/** The day asked for last: forecasts of a hundred thousand series ask for the same one. */
let [lastDay, lastWeekday] = ["", 0];

/** Weekday of the day at place `index` of a series. */
export const weekdayAt = ({ units, asOfWeekday }: DailySeries, index: number): number =>
  (((asOfWeekday + index - units.length) % 7) + 7) % 7;

/**
 * The series of a history by age. Days on which the whole place was closed (`closedAges`) say nothing of demand, unless the
 * item sold on them all the same.
 */
export function seriesOf(
  history: SparseHistory,
  asOfWeekday: number,
  closedAges: readonly number[] = [],
): DailySeries {
  const length = Math.min(history.firstAge, forecastHistoryDays);
  const units = new Float64Array(length);
  const shares = new Float64Array(length).fill(1);
  for (const age of closedAges) if (age >= 1 && age <= length) shares[length - age] = 0;
  history.outages.ages.forEach((age, i) => {
    if (age >= 1 && age <= length)
      shares[length - age] = Math.min(shares[length - age] ?? 1, history.outages.shares[i] ?? 1);
  });
  history.demand.ages.forEach((age, i) => {
    const sold = history.demand.units[i] ?? 0;
    if (age < 1 || age > length || sold <= 0) return;
    units[length - age] = (units[length - age] ?? 0) + sold;
    shares[length - age] = closedAges.includes(age)
      ? 1
      : Math.max(shares[length - age] ?? 1, leastShareOfSellingDay);
  });
  return { units, shares, asOfWeekday };
}

/** The same of days as they are listed. Days before the first sale or the first known day, and from `asOfDay` on, take no part. */
export function seriesOfDays(
  history: readonly ForecastDay[],
  asOfDay: string,
  closedDays: readonly string[] = [],
): DailySeries {
  const aged = history
    .map(({ day, ...rest }) => ({ age: daysBetween(day, asOfDay), ...rest }))
    .filter(({ age }) => age >= 1);
  const sold = aged.filter(({ units }) => units > 0);
  const short = aged.flatMap(({ age, availableShare }) =>
    availableShare !== null && availableShare < 1 ? [{ age, share: availableShare }] : [],
  );
  const known = aged.filter(({ units, availableShare }) => units > 0 || availableShare !== null);
  return seriesOf(
    {
      firstAge: known.reduce((oldest, { age }) => Math.max(oldest, age), 0),
      demand: { ages: sold.map(({ age }) => age), units: sold.map(({ units }) => units) },
      outages: { ages: short.map(({ age }) => age), shares: short.map(({ share }) => share) },
    },
    weekdayOf(asOfDay),
    closedDays.map((day) => daysBetween(day, asOfDay)),
  );
}

/**
 * Days, by age, on which a SKU could not be bought all day, and the share of each on which it could. Spans come in days
 * before today began: `from[i]` ≥ `to[i]`; what lies in today is negative and takes no part, nor does a day older than
 * `firstAge`. Spans do not overlap.
 */
export function outagesByAge(
  from: readonly number[],
  to: readonly number[],
  firstAge: number,
): SparseHistory["outages"] {
  const outShare = new Map<number, number>();
  from.forEach((start, i) => {
    const end = Math.max(0, to[i] ?? 0);
    // The day of age n lies between n and n − 1 days before today.
    for (let age = Math.floor(end) + 1; age <= Math.min(firstAge, Math.ceil(start)); age++) {
      const out = Math.min(start, age) - Math.max(end, age - 1);
      if (out > 0) outShare.set(age, (outShare.get(age) ?? 0) + out);
    }
  });
  return { ages: [...outShare.keys()], shares: [...outShare.values()].map((out) => Math.max(0, 1 - out)) };
}
