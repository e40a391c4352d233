import type { PastForecast } from "./calibrate";
import type { StateSummary } from "./series-state";

/** The two lengths that a calibration looks at, in days. */
export const calibrationDays = { spread: 14, mean: 28 } as const;

/**
 * Puts what a series' past left behind beside the days that came after it: `units` and `shares` available of at least two
 * weeks, from weekday `firstWeekday` on. Days count as far as the item could be bought. Null: nothing was sold before, or it
 * could hardly be bought since.
 */
export function pastForecastOf(
  own: StateSummary,
  ahead: { units: Float64Array; shares: Float64Array; firstWeekday: number },
  about: { place: number; period: number; usualPerDay: number },
): PastForecast | null {
  if (!(own.dayChange > 0) || !(about.usualPerDay > 0)) return null;
  const found = { units14: 0, factors14: 0, units28: 0, factors28: 0 };
  let [factorSquares28, unitsTimesFactors28, unitSquares28] = [0, 0, 0];
  const days = Math.min(calibrationDays.mean, ahead.units.length);
  for (let day = 0; day < days; day++) {
    const units = ahead.units[day] as number;
    const factor = (own.weekdayFactors[(ahead.firstWeekday + day) % 7] ?? 1) * (ahead.shares[day] as number);
    found.units28 += units;
    found.factors28 += factor;
    factorSquares28 += factor * factor;
    unitsTimesFactors28 += units * factor;
    unitSquares28 += units * units;
    if (day === calibrationDays.spread - 1) {
      found.units14 = found.units28;
      found.factors14 = found.factors28;
    }
  }
  if (found.factors14 < calibrationDays.spread / 2) return null;
  const { level, chance, dayChange, windowDispersion, windows } = own;
  return {
    ...{ ...about, level, chance, dayChange, windowDispersion, windows, ...found },
    ...{ factorSquares28, unitsTimesFactors28, unitSquares28 },
  };
}
