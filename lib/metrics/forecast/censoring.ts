import { probabilityAtLeast } from "../demand-distribution/compute";
import { type DailySeries, weekdayAt } from "./daily-series";
import { advance, stateSize, summaryOf } from "./series-state";

/** At most; it ends when the level has come to rest. */
const rounds = 12;
const restingShare = 0.002;
const row = new Float64Array(stateSize);
/** Of a day's demand; beyond it a tail without end would be read into one sale. */
const greatestDispersion = 60;

/** Fewer days on which it sold out change too little. */
const manySoldOut = 3;

/** Whether it sold and sold out on the day: what was wanted is at least what was sold. */
function isSoldOut({ units, shares }: DailySeries, day: number): boolean {
  if ((shares[day] as number) === 1 || (units[day] as number) === 0) return false;
  return day + 1 === shares.length || (shares[day + 1] as number) < 1;
}

/** What sold out time and again says too little of what was wanted. */
export function sellsOutOften(series: DailySeries): boolean {
  const { shares } = series;
  let found = 0;
  for (let day = 0; day < shares.length; day++)
    if ((shares[day] as number) < 1 && isSoldOut(series, day) && ++found === manySoldOut) return true;
  return false;
}

/**
 * The series with what was wanted on days that sold out instead of what was sold: the mean of the demand that is at least as much, by
 * the level and scatter that follow from it, found in turns (EM). Days without stock from the morning on stay unknown. The
 * same series where none sold out. Source: Dempster, Laird & Rubin, JRSS B 39 (1977), 1–38; the conditional mean of a
 * negative binomial with size r is its mean × P(of size r + 1 ≥ s − 1) ÷ P(of size r ≥ s).
 */
export function withWanted(series: DailySeries, week: Float64Array): DailySeries {
  const days = Array.from(series.units.keys()).filter((day) => isSoldOut(series, day));
  if (days.length === 0) return series;
  const wanted: DailySeries = {
    ...series,
    units: Float64Array.from(series.units),
    shares: Float64Array.from(series.shares),
  };
  let [spread, before] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    const { perDay, dispersion, weekdayFactors } = usual(wanted, week, spread);
    if (Math.abs(perDay - before) < restingShare * perDay) break;
    before = perDay;
    spread = 0;
    for (const day of days) {
      const mean = perDay * (weekdayFactors[weekdayAt(series, day)] ?? 1);
      const { expected, variance } = atLeast(mean, dispersion, series.units[day] as number);
      wanted.units[day] = expected;
      wanted.shares[day] = 1;
      spread += variance;
    }
  }
  return wanted;
}

/** Level, and scatter of a day around it over the whole past; `spread` is what days not wholly known scatter by themselves. */
function usual(series: DailySeries, week: Float64Array, spread: number) {
  const { units, shares } = series;
  row.fill(0);
  advance(row, 0, { units, shares, from: 0, to: units.length }, weekdayAt(series, 0), week);
  const { weekdayFactors } = summaryOf(row, 0, week);
  let [sum, open] = [0, 0];
  for (let day = 0; day < units.length; day++) {
    sum += units[day] as number;
    open += (shares[day] as number) * (weekdayFactors[weekdayAt(series, day)] ?? 1);
  }
  const perDay = open > 0 ? sum / open : 0;
  let [squares, expected] = [spread, 0];
  for (let day = 0; day < units.length; day++) {
    const mean = perDay * (shares[day] as number) * (weekdayFactors[weekdayAt(series, day)] ?? 1);
    squares += ((units[day] as number) - mean) ** 2 - mean;
    expected += mean * mean;
  }
  const dispersion = expected > 0 ? Math.min(greatestDispersion, Math.max(0.01, squares / expected)) : 0.01;
  return { perDay, dispersion, weekdayFactors };
}

/** Mean and variance of a negative binomial demand that is at least what was sold. */
function atLeast(mean: number, dispersion: number, sold: number): { expected: number; variance: number } {
  const size = 1 / dispersion;
  const chance = mean > 0 ? tail(mean, size, sold) : 0;
  if (chance < 1e-9) return { expected: sold, variance: 0 };
  const above = (more: number) => tail((mean * (size + more)) / size, size + more, sold - more) / chance;
  const expected = Math.max(sold, mean * above(1));
  const product = mean * mean * (1 + dispersion) * above(2);
  return { expected, variance: Math.max(0, product + expected - expected * expected) };
}

/** P(demand ≥ k) of a negative binomial, by its terms below k: sums of a day's size are short. */
function tail(mean: number, size: number, k: number): number {
  const fails = mean / (size + mean);
  let term = Math.exp(size * Math.log1p(-fails));
  if (!(term > 1e-290)) return probabilityAtLeast({ mean, variance: mean + (mean * mean) / size }, k);
  let below = 0;
  for (let i = 0; i < k; i++) {
    below += term;
    term *= (fails * (size + i)) / (i + 1);
  }
  return Math.max(0, 1 - below);
}
