import { forecastHalfLifeDays, type HistorySums, leastShareOfSellingDay } from "./history-sums";

/** Days of history a forecast rests on; a sale that long ago weighs 1 %. */
export const forecastHistoryDays = 182;

/** A history by age in whole days (1 is yesterday); only days that say something are listed. */
export interface SparseHistory {
  /** Age of the first known or selling day, at most forecastHistoryDays; 0: none. */
  firstAge: number;
  demand: { ages: readonly number[]; units: readonly number[] };
  /** Days on which it could not be bought all day. */
  outages: { ages: readonly number[]; shares: readonly number[] };
}

interface Weights {
  /** 0.5^(age ÷ half-life), by age. */
  weight: Float64Array;
  /** Sum of the weights of ages 1..n that are ≡ r mod 7, at [r][n]. */
  sums: Float64Array[];
  /** Sum of squared weights of ages 1..n. */
  squares: Float64Array;
}

const weights = makeWeights();

/**
 * The same sums as historySums() over the last `forecastHistoryDays` days, without walking through the days on which
 * nothing was sold and all was available. `asOfWeekday` is 0 for Monday. Ages beyond `firstAge` take no part.
 */
export function sparseHistorySums(history: SparseHistory, asOfWeekday: number): HistorySums {
  const last = Math.min(history.firstAge, forecastHistoryDays);
  const weekdays = Array.from({ length: 7 }, (_, weekday) => {
    const days = weights.sums[(((asOfWeekday - weekday) % 7) + 7) % 7]?.[last] ?? 0;
    return { units: 0, days, unitsSquared: 0, unitsByShare: 0, sharesSquared: days };
  });
  const sums: HistorySums = { weekdays, weightSquaredDays: weights.squares[last] ?? 0 };
  const shareByAge = new Map(history.outages.ages.map((age, i) => [age, history.outages.shares[i] ?? 1]));
  const at = (age: number) => weekdays[(((asOfWeekday - age) % 7) + 7) % 7];

  history.demand.ages.forEach((age, i) => {
    const units = history.demand.units[i] ?? 0;
    const day = at(age);
    if (age < 1 || age > last || units <= 0 || !day) return;
    const weight = weights.weight[age] ?? 0;
    const share = Math.max(shareByAge.get(age) ?? 1, leastShareOfSellingDay);
    if (shareByAge.has(age)) shareByAge.set(age, share);
    day.units += weight * units;
    day.unitsSquared += weight * units * units;
    day.unitsByShare += weight * units * share;
  });
  for (const [age, share] of shareByAge) {
    const day = at(age);
    if (age < 1 || age > last || !day) continue;
    const weight = weights.weight[age] ?? 0;
    day.days -= weight * (1 - share);
    day.sharesSquared -= weight * (1 - share * share);
    sums.weightSquaredDays -= weight * weight * (1 - share);
  }
  return sums;
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

function makeWeights(): Weights {
  const length = forecastHistoryDays + 1;
  const made: Weights = {
    weight: new Float64Array(length),
    sums: Array.from({ length: 7 }, () => new Float64Array(length)),
    squares: new Float64Array(length),
  };
  for (let age = 1; age < length; age++) {
    const weight = 0.5 ** (age / forecastHalfLifeDays);
    made.weight[age] = weight;
    made.squares[age] = (made.squares[age - 1] ?? 0) + weight * weight;
    made.sums.forEach((sums, residue) => {
      sums[age] = (sums[age - 1] ?? 0) + (age % 7 === residue ? weight : 0);
    });
  }
  return made;
}
