import { addDays, daysBetween } from "@/lib/core/clock";

/** One day of one SKU at one place. */
export interface DemandDay {
  /** YYYY-MM-DD in the location's zone. */
  day: string;
  /** Ordered minus cancelled, ≥ 0. */
  units: number;
  /** Part of the day it could be bought, 0 to 1; null: stock was unknown. */
  availableShare: number | null;
}

/** From this second of the day on, that many units were available; null: unknown. */
export interface AvailabilityChange {
  second: number;
  available: number | null;
}

/**
 * The series without holes from `fromDay` to `toDay` (inclusive): a day without orders has 0 units, and the share it was
 * given in `availableShares`, 1 when none is given there and the day lies on or after `knownSinceDay`, else null.
 */
export function demandSeries(
  units: ReadonlyMap<string, number>,
  availableShares: ReadonlyMap<string, number>,
  range: { fromDay: string; toDay: string; knownSinceDay: string | null },
): DemandDay[] {
  const series: DemandDay[] = [];
  const length = daysBetween(range.fromDay, range.toDay) + 1;
  for (let i = 0; i < length; i++) {
    const day = addDays(range.fromDay, i);
    const known = range.knownSinceDay !== null && day >= range.knownSinceDay;
    series.push({
      day,
      units: units.get(day) ?? 0,
      availableShare: availableShares.get(day) ?? (known ? 1 : null),
    });
  }
  return series;
}

/**
 * Part of a day with available > 0, from the level at its start and the changes in it (ascending seconds).
 * Spans of unknown stock are left out; null when the whole day is unknown. `daySeconds` is 86,400 but for clock changes.
 */
export function availableShareOfDay(
  opening: number | null,
  changes: readonly AvailabilityChange[],
  daySeconds = 86_400,
): number | null {
  let known = 0;
  let available = 0;
  let level = opening;
  let since = 0;
  const count = (until: number) => {
    const seconds = Math.max(0, Math.min(until, daySeconds) - since);
    if (level !== null) known += seconds;
    if (level !== null && level > 0) available += seconds;
    since += seconds;
  };
  for (const change of changes) {
    count(change.second);
    level = change.available;
  }
  count(daySeconds);
  return known > 0 ? available / known : null;
}

/** Units, days available (sum of shares) and days with known stock: what velocity and the forecast rest on. */
export function demandTotals(series: readonly DemandDay[]): {
  units: number;
  availableDays: number;
  knownDays: number;
} {
  let units = 0;
  let availableDays = 0;
  let knownDays = 0;
  for (const day of series) {
    units += day.units;
    if (day.availableShare === null) continue;
    availableDays += day.availableShare;
    knownDays += 1;
  }
  return { units, availableDays, knownDays };
}
