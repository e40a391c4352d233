/**
 * The textbook methods that a forecast is held against, each with its constants chosen for each series by the squared error
 * of its own past. All give units a day, the same for every day ahead unless said.
 */

const steps = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3];

/** Simple exponential smoothing. Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., ch. 8.1. */
export function simpleSmoothing(history: Float64Array): number {
  const head = Math.min(history.length, 14);
  const start = head > 0 ? sumOf(history, 0, head) / head : 0;
  return best(steps, (step) => {
    let [level, error] = [start, 0];
    for (const sold of history) {
      const miss = sold - level;
      error += miss * miss;
      level += step * miss;
    }
    return { error, forecast: level };
  });
}

/** The last week again. */
export const seasonalNaive = (history: Float64Array, daysAhead: number): Float64Array =>
  Float64Array.from({ length: daysAhead }, (_, day) => history[history.length - 7 + (day % 7)] ?? 0);

/** Croston's method as corrected by Syntetos and Boylan, IJF 21 (2005), 303–314, with the usual constant of 0.1. */
export function syntetosBoylan(history: Float64Array): number {
  const step = 0.1;
  const sales = history.filter((sold) => sold > 0).length;
  if (sales === 0) return 0;
  let [size, gap, since] = [-1, history.length / sales, 1];
  for (const sold of history) {
    if (sold > 0) {
      if (size < 0) size = sold;
      else {
        size += step * (sold - size);
        gap += step * (since - gap);
      }
      since = 1;
    } else since++;
  }
  return ((1 - step / 2) * size) / gap;
}

/** TSB: the chance of a sale and its size, smoothed apart. Source: Teunter, Syntetos & Babai, EJOR 214 (2011), 606–615. */
export function chanceAndSize(history: Float64Array): number {
  const head = history.subarray(0, 28);
  const sold = head.filter((units) => units > 0);
  const [firstSize, firstChance] =
    sold.length > 0 ? [sumOf(sold, 0, sold.length) / sold.length, sold.length / head.length] : [1, 0.02];
  const pairs = [0.02, 0.05, 0.1].flatMap((chance) => [0.05, 0.1, 0.2].map((size) => ({ chance, size })));
  return best(pairs, (step) => {
    let [size, chance, error] = [firstSize, firstChance, 0];
    for (const units of history) {
      const miss = units - chance * size;
      error += miss * miss;
      if (units > 0) size += step.size * (units - size);
      chance += step.chance * ((units > 0 ? 1 : 0) - chance);
    }
    return { error, forecast: chance * size };
  });
}

/** iMAPA: the mean of smoothing sums over 1, 2, 7, 14 and 28 days. Source: Petropoulos & Kourentzes, JORS 66 (2015), 914–924. */
export function aggregated(history: Float64Array): number {
  const levels = [1, 2, 7, 14, 28].flatMap((days) => {
    const count = Math.floor(history.length / days);
    if (count < 2) return [];
    const from = history.length - count * days;
    const sums = Float64Array.from({ length: count }, (_, i) =>
      sumOf(history, from + i * days, from + (i + 1) * days),
    );
    return [simpleSmoothing(sums) / days];
  });
  return levels.reduce((sum, level) => sum + level, 0) / Math.max(1, levels.length);
}

/** Mean and standard deviation a day over the whole past: quantile = mean × L + z × σ × √L. */
export function meanAndDeviation(history: Float64Array): { mean: number; deviation: number } {
  const mean = sumOf(history, 0, history.length) / Math.max(1, history.length);
  const squares = history.reduce((sum, sold) => sum + (sold - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / Math.max(1, history.length)) };
}

function best<T>(options: readonly T[], run: (option: T) => { error: number; forecast: number }): number {
  let found = { error: Number.POSITIVE_INFINITY, forecast: 0 };
  for (const option of options) {
    const one = run(option);
    if (one.error < found.error) found = one;
  }
  return found.forecast;
}

function sumOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i] as number;
  return sum;
}
