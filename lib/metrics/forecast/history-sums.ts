import { daysBetween } from "@/lib/core/clock";

/** One past day of one SKU at one place. */
export interface ForecastDay {
  day: string;
  units: number;
  /** Part of the day it could be bought, 0 to 1; null: unknown, counts as 1 from the first sale or known day on. */
  availableShare: number | null;
}

/** Weighted sums over the past days of one weekday; w = 0.5^(age ÷ half-life), s = share available, u = units. */
export interface WeekdaySums {
  /** Σ w u */
  units: number;
  /** Σ w s */
  days: number;
  /** Σ w u² */
  unitsSquared: number;
  /** Σ w u s */
  unitsByShare: number;
  /** Σ w s² */
  sharesSquared: number;
}

/** All the forecast needs of a history, so that SQL can make it in one grouped statement. */
export interface HistorySums {
  /** Seven, Monday first. */
  weekdays: WeekdaySums[];
  /** Σ w² s over all days. */
  weightSquaredDays: number;
}

/** A sale four weeks ago counts half as much as one today. */
export const forecastHalfLifeDays = 28;

/** A day that sold was available for at least this share of it, whatever the stock readings say. */
export const leastShareOfSellingDay = 0.1;

/**
 * Sums of the days before `asOfDay`. Days before the first sale or the first known day take no part. A day whose share is
 * unknown counts as available; one that sold counts with at least a tenth. Age is whole days, 1 for the day before.
 */
export function historySums(history: readonly ForecastDay[], asOfDay: string): HistorySums {
  const weekdays = Array.from({ length: 7 }, () => ({
    units: 0,
    days: 0,
    unitsSquared: 0,
    unitsByShare: 0,
    sharesSquared: 0,
  }));
  let weightSquaredDays = 0;
  let firstDay: string | null = null;
  for (const { day, units, availableShare } of history) {
    if ((units > 0 || availableShare !== null) && (firstDay === null || day < firstDay)) firstDay = day;
  }
  const asOfWeekday = (new Date(`${asOfDay}T00:00:00Z`).getUTCDay() + 6) % 7;
  for (const { day, units, availableShare } of history) {
    const ageDays = daysBetween(day, asOfDay);
    const sums = weekdays[(((asOfWeekday - ageDays) % 7) + 7) % 7];
    if (ageDays < 1 || firstDay === null || day < firstDay || !sums) continue;
    const weight = 0.5 ** (ageDays / forecastHalfLifeDays);
    const share = Math.max(availableShare ?? 1, units > 0 ? leastShareOfSellingDay : 0);
    sums.units += weight * units;
    sums.days += weight * share;
    sums.unitsSquared += weight * units * units;
    sums.unitsByShare += weight * units * share;
    sums.sharesSquared += weight * share * share;
    weightSquaredDays += weight * weight * share;
  }
  return { weekdays, weightSquaredDays };
}
