import type { Adjustment } from "./adjust";

/** Weeks ahead that a profile speaks of: a forecast's 90 days, from any day of its week. */
export const seasonWeeks = 14;
const yearWeeks = 52;
/** A season is believed once it was seen so many times. */
const passes = 2;
/** What is near: these weeks, each counting for so much of the one after it, about as far back as a level reaches. */
const nearWeeks = 6;
const nearDecay = 0.8;
/** Weekly units that every ratio is drawn towards 1 by. */
const priorUnits = 10;
/** Weeks scatter by so many times what chance alone says. */
const scatter = 3;
/** Less than this is no season; more than these is not believed. */
const leastChange = 0.1;
const bounds = [0.4, 2.5] as const;
/** Near units that all products' profile counts as beside a category's own. */
const poolUnits = 500;
export const seasonHistoryWeeks = passes * yearWeeks + nearWeeks;

/** Logarithms of the coming weeks' factors, with the units they rest on. */
export interface SeasonProfile {
  logFactors: number[];
  units: number;
}

/**
 * How many times the near weeks the coming ones sell, by the same weeks of the two years before: the mean of both logarithms, taken as
 * far as the two agree (James & Stein's estimator, positive part), so that what happened once is no season. `weekly`: units of whole
 * weeks, the newest last. Null: it was not seen twice.
 */
export function seasonOf(weekly: ArrayLike<number>): SeasonProfile | null {
  if (weekly.length < seasonHistoryWeeks) return null;
  const ends = Array.from({ length: passes }, (_, pass) => weekly.length - (pass + 1) * yearWeeks);
  const near = ends.map((end) => {
    let [sum, weights] = [0, 0];
    for (let back = 0, weight = 1; back < nearWeeks; back++, weight *= nearDecay) {
      sum += weight * (weekly[end - 1 - back] ?? 0);
      weights += weight;
    }
    return sum / weights;
  });
  const logFactors = Array.from({ length: seasonWeeks }, (_, week) => {
    // Three weeks together: holidays move within a month.
    const ahead = ends.map((end) =>
      [-1, 0, 1].reduce((sum, beside) => sum + (weekly[end + week + beside] ?? 0) / 3, 0),
    );
    const logs = ahead.map((units, i) => Math.log((units + priorUnits) / ((near[i] ?? 0) + priorUnits)));
    const mean = logs.reduce((sum, log) => sum + log, 0) / passes;
    const between = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / passes;
    const chance =
      ahead.reduce(
        (sum, units, i) => sum + 1 / (3 * units + priorUnits) + 1 / (3 * (near[i] ?? 0) + priorUnits),
        0,
      ) /
      passes ** 2;
    return mean === 0 ? 0 : mean * Math.max(0, 1 - (between + scatter * chance) / (mean * mean));
  });
  return { logFactors, units: near.reduce((sum, units) => sum + units, 0) / passes };
}

/** Factors of the coming weeks of a category, drawn towards those of all products while its own units are few; 1 where there is no season. */
export function seasonFactors(own: SeasonProfile | null, all: SeasonProfile | null): number[] {
  const weight = own ? own.units / (own.units + poolUnits) : 0;
  return Array.from({ length: seasonWeeks }, (_, week) => {
    const log = weight * (own?.logFactors[week] ?? 0) + (1 - weight) * (all?.logFactors[week] ?? 0);
    return Math.abs(log) < leastChange ? 1 : Math.min(bounds[1], Math.max(bounds[0], Math.exp(log)));
  });
}

/** The same as adjustments of a forecast that begins `daysSince` days (0 to 13) after the first of those weeks. */
export function seasonAdjustments(factors: readonly number[], daysSince: number): Adjustment[] {
  return factors.flatMap((factor, week) => {
    const fromDay = week * 7 - daysSince;
    // The last week's holds until the end of what is foretold.
    const toDay = week === factors.length - 1 ? Math.max(91, fromDay + 7) : fromDay + 7;
    if (factor === 1 || toDay <= 0) return [];
    return { kind: "season" as const, id: 0, fromDay, toDay, factor, unitsPerDay: null };
  });
}
