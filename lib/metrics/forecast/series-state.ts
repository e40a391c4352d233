/**
 * What the past of one series leaves behind: a row of numbers that one more day moves on, so that a full refit and one day's
 * update are the same function. Rows of many series lie in one Float64Array, `stateSize` apart.
 */
export const stateSize = 72;

/** Places in a row. Weekday sums have seven places each, Monday first; the ring holds the last 14 days. */
const at = {
  slow: 0,
  quick: 1,
  chance: 2,
  size: 3,
  days: 4,
  sales: 5,
  previous: 6,
  changes: 7,
  windowUnits: 8,
  windowShare: 9,
  weight: 10,
  sum: 11,
  squares: 12,
  daySquares: 13,
  seen: 14,
  weekUnits: 16,
  weekDays: 23,
  factors: 30,
  ringUnits: 37,
  ringShares: 51,
} as const;

/** Shares by which a day moves the slow and the quick level, the chance to sell, and the size of a sale, once it has begun. */
const slowStep = 0.03;
const quickStep = 0.1;
const chanceStep = 0.07;
const sizeStep = 0.05;
const grownDays = 84;
/** From here on a plain mean moves more slowly than the slowest step, save that of what hardly sells, which is slower still. */
const startDays = 58;
/** The level is this much of the chance-and-size product, and for the rest the mean of the two levels. */
const chanceShare = 0.6;
/** A single sale moves the levels as if it were at most so many usual ones, once there were a few. */
const greatestSizes = 5;
const fewSales = 5;
export const windowDays = 14;
/** Weight of what was so many days ago is half: in the spread of two-week sums, and in the shares of the weekdays. */
const halfLifeDays = 60;
const dayDecay = 0.5 ** (1 / halfLifeDays);
const weekDecay = 0.5 ** (7 / halfLifeDays);
/** Sales that the place's week counts as; a sale has as many units as the days scatter by (variance ÷ mean). */
const priorSales = 60;

/**
 * Takes days `from` to `to` (not included) of a series into its row. Levels: exponential smoothing at two speeds, and TSB (the
 * chance that a day sells and the size of its sale, smoothed apart, so that what no longer sells fades); the first weeks count
 * as plain means. The error is taken against level × weekday × share available and not divided by them, so a day on which
 * little is expected moves little. `weekday` is that of day `from`, 0 Monday; `week` the place's factors, mean 1. Sources:
 * Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., ch. 8; Teunter, Syntetos & Babai, EJOR 214 (2011).
 */
export function advance(
  row: Float64Array,
  offset: number,
  days: { units: Float64Array; shares: Float64Array; from: number; to: number },
  weekday: number,
  week: Float64Array,
): void {
  const { units, shares, from, to } = days;
  // One by one: lists in brackets would be made anew each time.
  let slow = row[offset + at.slow] as number;
  let quick = row[offset + at.quick] as number;
  let chance = row[offset + at.chance] as number;
  let size = row[offset + at.size] as number;
  let open = row[offset + at.days] as number;
  let sales = row[offset + at.sales] as number;
  let previous = row[offset + at.previous] as number;
  let changes = row[offset + at.changes] as number;
  let windowUnits = row[offset + at.windowUnits] as number;
  let windowShare = row[offset + at.windowShare] as number;
  let weight = row[offset + at.weight] as number;
  let sum = row[offset + at.sum] as number;
  let squares = row[offset + at.squares] as number;
  let daySquares = row[offset + at.daySquares] as number;
  let seen = row[offset + at.seen] as number;
  const weekUnits = offset + at.weekUnits;
  const weekDays = offset + at.weekDays;
  const factors = offset + at.factors;
  const ringUnits = offset + at.ringUnits;
  const ringShares = offset + at.ringShares;
  if (seen === 0) for (let k = 0; k < 7; k++) row[factors + k] = week[k] as number;
  let today = weekday;
  let slot = seen % windowDays;
  for (let i = from; i < to; i++) {
    const sold = units[i] as number;
    const share = shares[i] as number;
    const expected = (row[factors + today] as number) * share;
    // What the window loses and gains.
    windowUnits += sold - (row[ringUnits + slot] as number);
    windowShare += expected - (row[ringShares + slot] as number);
    row[ringUnits + slot] = sold;
    row[ringShares + slot] = expected;
    slot = slot === windowDays - 1 ? 0 : slot + 1;
    const change = sold - previous;
    if (seen > 0) changes += change * change;
    previous = sold;
    seen++;
    row[weekDays + today] = (row[weekDays + today] as number) * weekDecay + share;
    row[weekUnits + today] = (row[weekUnits + today] as number) * weekDecay + sold;
    daySquares = daySquares * dayDecay + sold * sold;
    open += expected;
    let ofSlow: number = slowStep;
    let ofQuick: number = quickStep;
    // What sells seldom is followed more slowly, since months without a sale are usual for it.
    let ofChance = (chance + 0.02) / (chance + 0.08);
    let timesChance: number = chanceStep;
    if (open < startDays) {
      // The first weeks count as plain means.
      const start = 1 / Math.max(1, open);
      ofSlow = Math.max(start, slowStep);
      ofQuick = Math.max(start, quickStep);
      ofChance = Math.max(start, chanceStep * ofChance);
      timesChance = 1;
    }
    // What sells daily sells more on a strong weekday; what sells now and then, more often.
    const soldOften = chance * (expected + chance * (share - expected));
    if (sold > 0) {
      sales++;
      const counted = sales > fewSales && sold > greatestSizes * size ? greatestSizes * size : sold;
      slow += ofSlow * (counted - slow * expected);
      quick += ofQuick * (counted - quick * expected);
      size +=
        Math.max(sizeStep, 1 / sales) * (counted / Math.max(1 - chance + chance * expected, 0.1) - size);
      chance += ofChance * (timesChance * (1 - soldOften));
      if (chance > 1) chance = 1;
    } else if (expected > 0) {
      slow -= ofSlow * slow * expected;
      quick -= ofQuick * quick * expected;
      // In this order the next day waits for one product less.
      chance -= ofChance * (timesChance * soldOften);
    }
    if (seen >= windowDays && windowShare > windowDays / 2) {
      const total = (windowUnits * windowDays) / windowShare;
      weight = weight * dayDecay + 1;
      sum = sum * dayDecay + total;
      squares = squares * dayDecay + total * total;
    }
    today = today === 6 ? 0 : today + 1;
    // A grown series' week changes slowly: every other week will do.
    if (today === 0 && (seen < grownDays || seen % 14 < 7)) weekFactors(row, offset, daySquares, week);
  }
  row[offset + at.slow] = Math.max(0, slow);
  row[offset + at.quick] = Math.max(0, quick);
  row[offset + at.chance] = Math.max(0, chance);
  row[offset + at.size] = size;
  row[offset + at.days] = open;
  row[offset + at.sales] = sales;
  row[offset + at.previous] = previous;
  row[offset + at.changes] = changes;
  row[offset + at.windowUnits] = windowUnits;
  row[offset + at.windowShare] = windowShare;
  row[offset + at.weight] = weight;
  row[offset + at.sum] = sum;
  row[offset + at.squares] = squares;
  row[offset + at.daySquares] = daySquares;
  row[offset + at.seen] = seen;
}

/**
 * How the item's demand spreads over the week: its own shares drawn towards its place's while its sales are few. A weekday on
 * which the place never sells stays at nothing.
 */
function weekFactors(row: Float64Array, offset: number, daySquares: number, week: Float64Array): void {
  const weekUnits = offset + at.weekUnits;
  const weekDays = offset + at.weekDays;
  const factors = offset + at.factors;
  let total = 0;
  let expectedDays = 0;
  let days = 0;
  for (let k = 0; k < 7; k++) {
    total += row[weekUnits + k] as number;
    days += row[weekDays + k] as number;
    expectedDays += (row[weekDays + k] as number) * (week[k] as number);
  }
  if (!(total > 0 && expectedDays > 0)) return;
  const level = total / expectedDays;
  const scatter = (daySquares - (total * total) / days) / total;
  const priorUnits = (priorSales * Math.max(1, scatter)) / 7;
  let sum = 0;
  for (let k = 0; k < 7; k++) {
    const factor =
      ((row[weekUnits + k] as number) + priorUnits * (week[k] as number)) /
      ((row[weekDays + k] as number) * level + priorUnits);
    row[factors + k] = factor;
    sum += factor;
  }
  const scale = 7 / sum;
  for (let k = 0; k < 7; k++) row[factors + k] = (row[factors + k] as number) * scale;
}

/** What a row says of the days to come. */
export interface StateSummary {
  /** Units a day of an average weekday, available all day; 0: nothing was ever sold. */
  level: number;
  /** That a day sells, 0 to 1. */
  chance: number;
  /** Root of the mean squared change from one day to the next, in units: how large the item's sales are wont to be. */
  dayChange: number;
  /** Relative variance beyond Poisson of two weeks' demand, (variance − mean) ÷ mean²; null: no whole two weeks. */
  windowDispersion: number | null;
  /** How many whole two weeks, weighted by how recent they are, that rests on. */
  windows: number;
  /** Monday first, mean 1. */
  weekdayFactors: number[];
}

export function summaryOf(row: Float64Array, offset: number, week: Float64Array): StateSummary {
  const get = (place: number) => row[offset + place] as number;
  weekFactors(row, offset, get(at.daySquares), week);
  const weight = get(at.weight);
  const mean = weight > 0 ? get(at.sum) / weight : 0;
  const variance = weight > 0 ? Math.max(0, get(at.squares) / weight - mean * mean) : 0;
  const level =
    chanceShare * get(at.chance) * get(at.size) + ((1 - chanceShare) * (get(at.slow) + get(at.quick))) / 2;
  const hasSeen = get(at.seen) > 0;
  const weekdayFactors = new Array<number>(7);
  for (let k = 0; k < 7; k++)
    weekdayFactors[k] = (hasSeen ? row[offset + at.factors + k] : week[k]) as number;
  return {
    level,
    chance: get(at.chance),
    dayChange: Math.sqrt(get(at.changes) / Math.max(1, get(at.seen) - 1)),
    windowDispersion: mean > 0 ? Math.max(0, (variance - mean) / (mean * mean)) : null,
    windows: weight / windowDays,
    weekdayFactors,
  };
}
