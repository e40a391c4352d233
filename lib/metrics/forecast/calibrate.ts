import { demandQuantile } from "../demand-distribution/compute";
import {
  type Calibration,
  classEdges,
  classOf,
  type FrequencyClass,
  frequencyEdges,
  frequencyOf,
  type LevelClass,
  priorWindowsOfClass,
  spreadOfChange,
} from "./calibration";
import { shownQuantiles } from "./quantiles";

/** What a forecast of the past said, and what came. Sums are over the days ahead; a factor is that of the day's weekday. */
export interface PastForecast {
  /** Place of the series, for the growth of each. */
  place: number;
  /** 0 for the newest period whose four weeks are known, 1 two weeks before it, …; −1: only its first two weeks are known. */
  period: number;
  level: number;
  /** That a day sells. */
  chance: number;
  dayChange: number;
  windowDispersion: number | null;
  windows: number;
  /** Units a day over its whole past, > 0: what its losses are measured in. */
  usualPerDay: number;
  /** Two weeks ahead. */
  units14: number;
  factors14: number;
  /** Four weeks ahead. */
  units28: number;
  factors28: number;
  factorSquares28: number;
  unitsTimesFactors28: number;
  unitSquares28: number;
}

/** Share of a class's units that its mean comes to at least, however much less squared error by item rewards for what hardly sells. */
const leastShares = [0.3, 0.35, 0.5, 0.8] as const;
/** What those leave out is made up for where much is sold, by at most so much. */
const greatestShare = 1.1;
/** From this class on the mean is a multiple of the level; below, how large an item's sales are takes part. */
const firstPlainClass = 4;
const changeShare = 0.1;
/** With fewer past forecasts a class stays as it is. */
const fewest = 150;
const growthBounds = [0.6, 1.8] as const;
/** Units that the growth of all places counts as in that of one. */
const growthPriorUnits = 500;
const levelFactors = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.35, 1.5, 1.7, 1.9];
const spreadFactors = [0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.6];

/**
 * What to make of levels and spreads, from forecasts of the recent past and what came of them. By class of level: the mean from the
 * scaled squared error and the units that came (28 days); by how often an item sells: the quantiles from the pinball loss of two
 * weeks' units; and how much more or less than that the newest four weeks sold, by place. Null: too little is known.
 */
export function fitCalibration(past: readonly PastForecast[]): Calibration | null {
  const byClass = Array.from({ length: classEdges.length + 1 }, (): PastForecast[] => []);
  for (const one of past) byClass[classOf(one.level)]?.push(one);
  let [missing, above] = [0, 0];
  const shares = byClass.map(() => 1);
  const knownOf = (rows: readonly PastForecast[]) => rows.filter(({ period }) => period >= 0);
  byClass.forEach((rows, k) => {
    const known = knownOf(rows);
    const units = known.reduce((sum, { units28 }) => sum + units28, 0);
    if (k > firstPlainClass) above += units;
    if (k >= firstPlainClass || known.length < fewest) return;
    const share = bestShare(known, leastShares[k] ?? 1);
    shares[k] = share;
    missing += (1 - share) * units;
  });
  for (let k = firstPlainClass + 1; k < shares.length; k++)
    shares[k] = above > 0 ? Math.min(greatestShare, 1 + missing / above) : 1;
  const classes = byClass.map((rows, k): LevelClass => {
    const known = knownOf(rows);
    if (known.length < fewest) return { meanOfLevel: 1, meanOfChange: 0, forecasts: known.length };
    const { error: _, ...mean } = fitMean(known, shares[k] ?? 1, k < firstPlainClass);
    return { ...mean, forecasts: known.length };
  });
  if (classes.every(({ forecasts }) => forecasts < fewest)) return null;
  const frequencies = spreadsOf(past);
  return { classes, frequencies, ...growthOf(past, classes, shares) };
}

function spreadsOf(past: readonly PastForecast[]): FrequencyClass[] {
  const byFrequency = Array.from({ length: frequencyEdges.length + 1 }, (): PastForecast[] => []);
  for (const one of past) byFrequency[frequencyOf(one.chance)]?.push(one);
  return byFrequency.map((rows) => {
    const found = { levelFactor: 1, spreadFactor: 1, priorDispersion: 0, forecasts: rows.length };
    return rows.length < fewest ? { ...found, lossRatio: null } : { ...found, ...fitSpread(rows) };
  });
}

/** The share of the level with the least scaled error among those that, with as much of the day's change as needed, come to the wanted units. */
function fitMean(rows: readonly PastForecast[], share: number, usesChange: boolean) {
  let [units, ofLevel, ofChange] = [0, 0, 0];
  for (const row of rows) {
    units += row.units28;
    ofLevel += row.level * row.factors28;
    ofChange += changeShare * row.dayChange * row.factors28;
  }
  const wanted = share * units;
  if (!usesChange || !(ofChange > 0))
    return { error: 0, meanOfLevel: ofLevel > 0 ? wanted / ofLevel : 1, meanOfChange: 0 };
  let best = { error: Number.POSITIVE_INFINITY, meanOfLevel: 0, meanOfChange: 0 };
  for (let step = 0; step <= 20; step++) {
    const meanOfLevel = step / 10;
    const meanOfChange = (changeShare * (wanted - meanOfLevel * ofLevel)) / ofChange;
    if (meanOfChange < 0 && step > 0) break;
    let error = 0;
    for (const row of rows)
      error += scaledError(row, meanOfLevel * row.level + Math.max(0, meanOfChange) * row.dayChange);
    if (error < best.error) best = { error, meanOfLevel, meanOfChange: Math.max(0, meanOfChange) };
  }
  return best;
}

/** The share of its units, from the least to all, at which a class errs least. */
function bestShare(rows: readonly PastForecast[], least: number): number {
  let best = { error: Number.POSITIVE_INFINITY, share: 1 };
  for (let step = 0; step <= 5; step++) {
    const share = least + ((1 - least) * step) / 5;
    const { error } = fitMean(rows, share, true);
    if (error < best.error) best = { error, share };
  }
  return best.share;
}

const scaledError = (row: PastForecast, level: number): number =>
  row.dayChange > 0
    ? Math.sqrt(
        Math.max(
          0,
          row.unitSquares28 - 2 * level * row.unitsTimesFactors28 + level * level * row.factorSquares28,
        ) / 28,
      ) / row.dayChange
    : 0;

/** Factors of level and spread with the least pinball loss, over the shown quantiles of two weeks. */
function fitSpread(rows: readonly PastForecast[]) {
  const seen = rows.flatMap(({ windowDispersion, windows }) =>
    windowDispersion !== null && windows > 2 ? [windowDispersion] : [],
  );
  const priorDispersion = seen.toSorted((a, b) => a - b)[seen.length >> 1] ?? 1;
  let best = { loss: Number.POSITIVE_INFINITY, levelFactor: 1, spreadFactor: 1 };
  let plain = 0;
  for (const levelFactor of levelFactors)
    for (const spreadFactor of spreadFactors) {
      let loss = 0;
      for (const row of rows) {
        const mean = levelFactor * (row.level + spreadOfChange * row.dayChange) * row.factors14;
        const own = row.windowDispersion === null ? 0 : row.windows;
        const dispersion =
          (spreadFactor * (own * (row.windowDispersion ?? 0) + priorWindowsOfClass * priorDispersion)) /
          (own + priorWindowsOfClass);
        loss += pinball(quantilesNear(mean, dispersion), row.units14) / row.usualPerDay;
      }
      if (loss < best.loss) best = { loss, levelFactor, spreadFactor };
      if (levelFactor === 1 && spreadFactor === 1) plain = loss;
    }
  const { loss, ...factors } = best;
  return { ...factors, priorDispersion, lossRatio: plain > 0 ? loss / plain : 1 };
}

function pinball(quantiles: Float64Array, units: number): number {
  let loss = 0;
  for (let i = 0; i < shownQuantiles.length; i++) {
    const [q, miss] = [shownQuantiles[i] as number, units - (quantiles[i] as number)];
    loss += Math.max(q * miss, (q - 1) * miss);
  }
  return loss;
}

/** Quantiles at the next of a grid of means (2.5 % apart) and dispersions (5 %), remembered: a fit asks for the same ones again and again. */
const nearby = new Map<number, Float64Array>();
const none = new Float64Array(shownQuantiles.length);
function quantilesNear(mean: number, dispersion: number): Float64Array {
  if (!(mean > 1e-6)) return none;
  const [m, d] = [Math.round(Math.log(mean) * 40), Math.round(Math.log(Math.max(dispersion, 0.005)) * 20)];
  const key = m * 1_000 + d;
  const found = nearby.get(key);
  if (found) return found;
  const [middle, spread] = [Math.exp(m / 40), Math.exp(d / 20)];
  const window = { mean: middle, variance: middle + spread * middle * middle };
  const made = Float64Array.from(shownQuantiles, (q) => demandQuantile(window, q));
  nearby.set(key, made);
  return made;
}

/** How many times what the classes say the newest four weeks sold, as a whole and by place. */
function growthOf(past: readonly PastForecast[], classes: readonly LevelClass[], shares: readonly number[]) {
  const sums = new Map<number, { units: number; said: number }>();
  const all = { units: 0, said: 0 };
  for (const row of past) {
    if (row.period !== 0) continue;
    const index = classOf(row.level);
    const one = classes[index];
    if (!one) continue;
    const share = one.forecasts < fewest ? 1 : (shares[index] ?? 1);
    const said = ((one.meanOfLevel * row.level + one.meanOfChange * row.dayChange) * row.factors28) / share;
    const sum = sums.get(row.place) ?? { units: 0, said: 0 };
    sums.set(row.place, sum);
    for (const each of [sum, all]) {
      each.units += row.units28;
      each.said += said;
    }
  }
  const bound = (growth: number) => Math.min(growthBounds[1], Math.max(growthBounds[0], growth));
  const growth = all.said > 0 ? bound(all.units / all.said) : 1;
  const growthByPlace = Object.fromEntries(
    [...sums].map(([place, { units, said }]) => [
      place,
      bound((units + growthPriorUnits * growth) / (said + growthPriorUnits)),
    ]),
  );
  return { growth, growthByPlace };
}
