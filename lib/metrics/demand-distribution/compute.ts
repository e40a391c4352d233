/**
 * Demand of one SKU at one place as independent days, each negative binomial (a Poisson whose rate varies by a gamma
 * distribution): variance of a day = mean + dispersion × mean². Source: Hilbe, Negative Binomial Regression, 2011, NB2.
 */
export interface DemandRate {
  /** Units, ≥ 0. */
  meanPerDay: number;
  /** ≥ 0; 0 is a Poisson. */
  dispersion: number;
}

/** Demand over a span of days. Negative binomial by its first two moments; variance ≥ mean. */
export interface WindowDemand {
  mean: number;
  variance: number;
}

/** P(demand ≥ k) for every k: 1 below `first`, `tail[k − first]` from there on, 0 beyond the end. */
export interface TailTable {
  first: number;
  tail: Float64Array;
}

/** What is left out at the far end of a table, as a share of its greatest term. */
const negligible = 1e-12;
/** Terms are worked out here and copied once their number is known. */
let scratch = new Float64Array(4_096);

/** Total demand of `days` ≥ 0 days (fractions allowed). Equal days keep the shape: mean and variance both grow with days. */
export function windowDemand(rate: DemandRate, days: number): WindowDemand {
  const mean = Math.max(0, rate.meanPerDay * days);
  return { mean, variance: mean * (1 + rate.dispersion * rate.meanPerDay) };
}

/** Tail probabilities of a window's demand, exact to about 1e-11. Cost grows with the standard deviation. */
export function tailTable({ mean, variance }: WindowDemand): TailTable {
  if (!(mean > 0)) return { first: 0, tail: new Float64Array([1]) };
  const deviation = Math.sqrt(Math.max(variance, mean));
  const first = Math.max(0, Math.floor(mean - 7.5 * deviation));
  // size and share of failures of the negative binomial; an infinite size is the Poisson. The term of k + 1 is that of k
  // times (lead + k × fails) / (k + 1).
  const isPoisson = variance <= mean * (1 + 1e-9);
  const size = (mean * mean) / (variance - mean);
  const fails = isPoisson ? 0 : mean / (size + mean);
  const lead = isPoisson ? mean : size * fails;
  // Only ratios matter: the terms are divided by their sum below, so the first may be any small number.
  let term = 1e-250;
  let least = 0;
  let length = 0;
  let terms = scratch;
  for (let k = first; k <= mean || term >= least; k++) {
    if (length === terms.length) terms = scratch = grown(terms);
    terms[length++] = term;
    const ratio = (lead + k * fails) / (k + 1);
    // Terms grow up to the most frequent demand and fall from there on.
    if (ratio < 1 && least === 0) least = term * negligible;
    term *= ratio;
  }
  let sum = 0;
  for (let i = length - 1; i >= 0; i--) {
    sum += terms[i] as number;
    terms[i] = sum;
  }
  const tail = takeRoom(length);
  const share = 1 / sum;
  for (let i = 0; i < length; i++) tail[i] = (terms[i] as number) * share;
  return { first, tail };
}

/** Tables live as long as one decision, so many share a piece of memory: one each took longer to allocate than to fill. */
const roomAtOnce = 16_384;
let room = new Float64Array(roomAtOnce);
let taken = 0;

function takeRoom(length: number): Float64Array {
  if (length > roomAtOnce / 8) return new Float64Array(length);
  if (taken + length > roomAtOnce) [room, taken] = [new Float64Array(roomAtOnce), 0];
  taken += length;
  return room.subarray(taken - length, taken);
}

function grown(terms: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(terms.length * 2);
  larger.set(terms);
  return larger;
}

/** P(demand ≥ k) from a table; k may be any number, a fraction counts as the next whole unit. */
export function tailAt(table: TailTable, k: number): number {
  const index = Math.ceil(k) - table.first;
  if (index <= 0) return 1;
  return index < table.tail.length ? (table.tail[index] as number) : 0;
}

/** P(demand of the window ≥ k), 0 to 1. k ≤ 0 is certain. */
export function probabilityAtLeast(window: WindowDemand, k: number): number {
  return k <= 0 ? 1 : tailAt(tailTable(window), k);
}

/** Smallest whole k with P(demand ≤ k) ≥ q, for 0 < q < 1. */
export function demandQuantile(window: WindowDemand, q: number): number {
  return quantileOf(tailTable(window), q);
}

/** The same from a table that is there already. */
export function quantileOf(table: TailTable, q: number): number {
  const { first, tail } = table;
  let low = 0;
  let high = tail.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    // P(demand ≤ first + middle) = 1 − P(demand ≥ first + middle + 1)
    const beyond = middle + 1 < tail.length ? (tail[middle + 1] as number) : 0;
    if (1 - beyond >= q - 1e-12) high = middle;
    else low = middle + 1;
  }
  return first + Math.min(low, tail.length - 1);
}

/** E[(demand − stock)⁺] in units: what is expected to go unserved from a stock ≥ 0 without receipts. */
export function expectedShortfall(window: WindowDemand, stock: number): number {
  if (stock <= 0) return window.mean - stock;
  const { first, tail } = tailTable(window);
  const from = Math.ceil(stock) + 1;
  let sum = (from - 1 - stock) * tailAt({ first, tail }, from - 1);
  for (let k = Math.max(from, first); k < first + tail.length; k++) sum += tail[k - first] as number;
  return sum + Math.max(0, first - from);
}
