import { type DailySeries, weekdayAt } from "./daily-series";

/** What smoothing leaves of a history. */
export interface Smoothed {
  /** Units a day of an average weekday, available all day; 0: nothing was ever sold. */
  level: number;
  /** Relative variance beyond Poisson of the demand of two weeks, (variance − mean) ÷ mean²; null: no whole two weeks. */
  windowDispersion: number | null;
  /** How many whole two weeks, weighted by how recent they are, that rests on. */
  windows: number;
}

/** Days whose mean the smoothing begins with. */
const startDays = 28;
/** Shares by which a day moves the slow and the quick level, the chance to sell, and the size of a sale. */
const slow = 0.03;
const quick = 0.1;
const chanceStep = 0.07;
const sizeStep = 0.05;
/** The level is this much of the chance-and-size product, and for the rest the mean of the two levels. */
const chanceShare = 0.6;
/** Weight of what was so many days ago is half, in the spread of two-week sums. */
const spreadHalfLifeDays = 60;
export const windowDays = 14;

/**
 * Level by combining exponential smoothing at two speeds with TSB (the chance that a day sells and the size of its sale,
 * smoothed apart, so that what no longer sells fades). The error is taken against level × weekday × share available and not
 * divided by them, so a day on which little is expected moves little. The spread is that of rolling two-week sums, each
 * scaled up by what was closed or out of stock. Weekday factors: Monday first, mean 1. Sources: Hyndman & Athanasopoulos,
 * Forecasting: Principles and Practice, 3rd ed., ch. 8; Teunter, Syntetos & Babai, EJOR 214 (2011), 606–615.
 */
export function smooth(series: DailySeries, weekdayFactors: readonly number[]): Smoothed {
  const { units, shares } = series;
  const length = units.length;
  const first = length === 0 ? 0 : weekdayAt(series, 0);
  const start = startOf(series, weekdayFactors);
  if (start === null) return { level: 0, windowDispersion: null, windows: 0 };
  let { slowLevel, quickLevel, chance, size } = start;
  const decay = 0.5 ** (1 / spreadHalfLifeDays);
  let [windowUnits, windowShare, weight, sum, squares] = [0, 0, 0, 0, 0];
  const factors = Float64Array.from(weekdayFactors);
  let weekday = first;
  for (let i = 0; i < length; i++) {
    const share = shares[i] as number;
    const factor = factors[weekday] as number;
    const expected = factor * share;
    const sold = units[i] as number;
    slowLevel += slow * (sold - slowLevel * expected);
    quickLevel += quick * (sold - quickLevel * expected);
    if (expected > 0 || sold > 0) {
      // What sells daily sells more on a strong weekday; what sells now and then, more often.
      const chanceToday = chance * ((1 - chance) * expected + chance * share);
      if (sold > 0) {
        size += sizeStep * (sold / Math.max(1 - chance + chance * expected, 0.1) - size);
        chance = Math.min(1, chance + stepOf(chance) * (1 - chanceToday));
      } else chance -= stepOf(chance) * chanceToday;
    }
    windowUnits += sold;
    windowShare += expected;
    if (i >= windowDays - 1) {
      if (windowShare > windowDays / 2) {
        const total = (windowUnits * windowDays) / windowShare;
        weight = weight * decay + 1;
        sum = sum * decay + total;
        squares = squares * decay + total * total;
      }
      // Two weeks ago it was the weekday of tomorrow.
      const oldest = i - windowDays + 1;
      windowUnits -= units[oldest] as number;
      windowShare -= (factors[weekday === 6 ? 0 : weekday + 1] as number) * (shares[oldest] as number);
    }
    weekday = weekday === 6 ? 0 : weekday + 1;
  }
  const level = chanceShare * chance * size + ((1 - chanceShare) * (slowLevel + quickLevel)) / 2;
  const mean = weight > 0 ? sum / weight : 0;
  const variance = weight > 0 ? Math.max(0, squares / weight - mean * mean) : 0;
  return {
    level: Math.max(0, level),
    windowDispersion: mean > 0 ? Math.max(0, (variance - mean) / (mean * mean)) : null,
    windows: weight / windowDays,
  };
}

/** What sells seldom is followed more slowly, since months without a sale are usual for it. */
const stepOf = (chance: number): number => (chanceStep * (chance + 0.02)) / (chance + 0.08);

/** The means of the first four weeks; of longer where nothing sold in them. Null: nothing was ever sold. */
function startOf(series: DailySeries, weekdayFactors: readonly number[]) {
  const { units, shares } = series;
  const first = weekdayAt(series, 0);
  let [total, days, sales] = [0, 0, 0];
  for (let i = 0; i < units.length && (i < startDays || sales === 0); i++) {
    total += units[i] as number;
    days += (weekdayFactors[(first + i) % 7] ?? 1) * (shares[i] as number);
    if ((units[i] as number) > 0) sales++;
  }
  if (sales === 0 || !(days > 0)) return null;
  const mean = total / days;
  return {
    slowLevel: mean,
    quickLevel: mean,
    chance: Math.min(1, sales / days),
    size: mean / Math.min(1, sales / days),
  };
}
