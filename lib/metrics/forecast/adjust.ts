import { daysBetween } from "@/lib/core/clock";
import { type Forecast, spanQuantile, weekdayOf } from "./compute";

/** Something known of days to come that their past does not say. */
export interface Adjustment {
  kind: "override" | "surge" | "season" | "promotion";
  id: number;
  /** Days from the first that is forecast, negative where it began before: included, not included. */
  fromDay: number;
  toDay: number;
  /** Of what the forecast says, ≥ 0; null: units are said. */
  factor: number | null;
  /** It comes back to 1 over its days. */
  fades?: boolean;
  /** Instead of it. */
  unitsPerDay: number | null;
}

/** The level that decisions use is the mean of so many days: they look about as far ahead as a transfer takes. */
const blendedDays = 14;

/**
 * The forecast with what is known of its days, in the order given. Its level becomes the mean of the coming two weeks, so that a
 * rise that ends soon counts for as many of them as it lasts, and each new day has less of it.
 */
export function adjustForecast(forecast: Forecast, adjustments: readonly Adjustment[]): Forecast {
  if (adjustments.length === 0) return forecast;
  const levelPerDay = adjustedDays(forecast.levelPerDay, forecast.level, adjustments);
  const meanLevel = forecast.meanPerDay[0] === undefined ? 0 : forecast.mean;
  const meanPerDay = adjustedDays(forecast.meanPerDay, meanLevel, adjustments);
  return {
    ...forecast,
    ...{ levelPerDay, meanPerDay },
    level: blended(levelPerDay, forecast.levelPerDay, forecast.level),
    mean: blended(meanPerDay, forecast.meanPerDay, forecast.mean),
    quantile: (q, fromDay, toDay) => spanQuantile(levelPerDay, forecast.dispersion, q, fromDay, toDay),
  };
}

function adjustedDays(days: readonly number[], level: number, adjustments: readonly Adjustment[]): number[] {
  const found = [...days];
  for (const one of adjustments) {
    const to = Math.min(found.length, one.toDay);
    for (let day = Math.max(0, one.fromDay); day < to; day++) {
      const weekday = level > 0 ? (days[day] as number) / level : 1;
      if (one.unitsPerDay !== null) found[day] = one.unitsPerDay * weekday;
      else found[day] = (found[day] as number) * factorOn(one, day);
    }
  }
  return found;
}

/** A forecast as it is stored. */
export interface StoredForecast {
  /** Variance of a day = mean + dispersion × mean². */
  dispersion: number;
  /** Level of the quantiles before adjustments, units a day. */
  plainLevelPerDay: number;
  /** Monday first, mean 1. */
  weekdayFactors: readonly number[];
  adjustments: readonly Adjustment[];
  /** First day that it foretold; adjustments count from it. */
  forecastAsOf: string;
}

/** The forecast of a place as a page reads it; null: there is none yet. */
export function storedForecast(
  row: {
    [K in keyof StoredForecast]: StoredForecast[K] | null;
  },
): StoredForecast | null {
  const { dispersion, plainLevelPerDay, weekdayFactors, adjustments, forecastAsOf } = row;
  return dispersion === null || plainLevelPerDay === null || weekdayFactors === null || forecastAsOf === null
    ? null
    : { dispersion, plainLevelPerDay, weekdayFactors, adjustments: adjustments ?? [], forecastAsOf };
}

/** Units of each of `horizonDays` days from `fromDay` (YYYY-MM-DD) on: what the stored quantiles rest on, day by day. */
export function levelsAhead(
  { plainLevelPerDay, weekdayFactors, adjustments, forecastAsOf }: StoredForecast,
  fromDay: string,
  horizonDays: number,
): number[] {
  const skipped = Math.max(0, daysBetween(forecastAsOf, fromDay));
  const firstWeekday = weekdayOf(forecastAsOf);
  const days = Array.from(
    { length: skipped + horizonDays },
    (_, day) => plainLevelPerDay * (weekdayFactors[(firstWeekday + day) % 7] ?? 1),
  );
  return adjustedDays(days, plainLevelPerDay, adjustments).slice(skipped);
}

function factorOn({ factor, fades, fromDay, toDay }: Adjustment, day: number): number {
  if (factor === null) return 1;
  return fades ? 1 + (factor - 1) * ((toDay - day) / Math.max(1, toDay - fromDay)) : factor;
}

function blended(changed: readonly number[], before: readonly number[], level: number): number {
  const sum = (days: readonly number[]) =>
    days.slice(0, blendedDays).reduce((total, units) => total + units, 0);
  const was = sum(before);
  return was > 0
    ? (level * sum(changed)) / was
    : sum(changed) / Math.max(1, Math.min(blendedDays, changed.length));
}
