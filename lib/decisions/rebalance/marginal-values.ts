import type { DemandRate, TailTable, WindowDemand } from "@/lib/metrics/demand-distribution/compute";
import { tailAt, tailTable, windowDemand } from "@/lib/metrics/demand-distribution/compute";
import type { RebalanceLocation } from "./types";

/** A place whose stock and demand are both known. */
export interface KnownLocation extends RebalanceLocation {
  available: number;
  demand: DemandRate;
}

/** A moment before which stock may have run out: just before a receipt, or the end of the horizon. */
interface Epoch {
  days: number;
  /** Units received after the start of the curve and before this moment. */
  received: number;
}

/** Receipts beyond these are so few, and so late, that they are taken as one with the end of the horizon. */
const mostEpochs = 4;
/** Cells of the grid over what may be left on the shelf at arrival; finer ones moved no plan in the tests. */
const leftoverCells = 32;
/** Demand before arrival that is less likely than this takes no part. */
const negligible = 1e-6;

/** P(a k-th unit is sold), one by one, or for k = 1 … count at once: `upTo(count)[k]`. */
export interface ReceiverChance {
  (k: number): number;
  upTo: (count: number) => Float64Array;
}

/**
 * P(the k-th unit that arrives after `leadTimeDays` is sold within the horizon and would be missed without it), for
 * k = 1, 2, …; it never grows with k. A unit added on day L serves the first sale missed after L, so this is
 * P(sales missed without it between L and the horizon ≥ k). Of several moments at which stock may run short, the one of the
 * greatest probability counts, which is a lower bound.
 */
export function receiverChance(
  location: KnownLocation,
  leadTimeDays: number,
  horizonDays: number,
): ReceiverChance {
  const { demand } = location;
  const leftover = leftoverAt(location, leadTimeDays);
  const epochs = epochsAfter(location, leadTimeDays, horizonDays).map(({ days, received }) => ({
    received,
    table: tailTable(windowDemand(demand, days - leadTimeDays)),
  }));
  const one = (k: number): number => {
    let best = 0;
    for (const { received, table } of epochs) {
      const { first, tail } = table;
      const shift = received + k - first;
      let chance = 0;
      for (let i = 0; i < leftover.units.length; i++) {
        const index = (leftover.units[i] as number) + shift;
        if (index < tail.length)
          chance += (leftover.weights[i] as number) * (index <= 0 ? 1 : (tail[index] as number));
      }
      if (chance > best) best = chance;
    }
    return best;
  };
  const upTo = (count: number): Float64Array => {
    const most = new Float64Array(count + 1);
    const [only] = epochs;
    if (only && epochs.length === 1) addChances(most, leftover, only);
    else for (const epoch of epochs) raiseTo(most, leftover, epoch);
    return most;
  };
  return Object.assign(one, { upTo });
}

/** Raises each chance to that of running short before one epoch's end, where that is greater. */
function raiseTo(most: Float64Array, leftover: Shelf, epoch: EpochTable): void {
  const chances = new Float64Array(most.length);
  addChances(chances, leftover, epoch);
  for (let k = 1; k < most.length; k++)
    if ((chances[k] as number) > (most[k] as number)) most[k] = chances[k] as number;
}

interface EpochTable {
  received: number;
  table: TailTable;
}

function addChances(chances: Float64Array, leftover: Shelf, { received, table }: EpochTable): void {
  const { first, tail } = table;
  for (let i = 0; i < leftover.units.length; i++) {
    const shift = (leftover.units[i] as number) + received - first;
    const weight = leftover.weights[i] as number;
    const last = Math.min(chances.length - 1, Math.ceil(tail.length - shift) - 1);
    const sure = Math.min(last, Math.floor(-shift));
    let k = 1;
    for (; k <= sure; k++) chances[k] = (chances[k] as number) + weight;
    for (; k <= last; k++) chances[k] = (chances[k] as number) + weight * (tail[shift + k] as number);
  }
}

/**
 * P(the donor misses a sale within the horizon because it gave a k-th unit today), for k = 1, 2, …; it never falls with k.
 * `atHorizon` is the table of its demand over the whole horizon.
 */
export function donorLossChance(
  location: KnownLocation,
  horizonDays: number,
  atHorizon: TailTable,
): (k: number) => number {
  const epochs = epochsAfter(location, 0, horizonDays).map(({ days, received }) => ({
    received,
    table: days === horizonDays ? atHorizon : tailTable(windowDemand(location.demand, days)),
  }));
  return (k) => {
    let worst = 0;
    for (const { received, table } of epochs) {
      const chance = tailAt(table, location.available - k + 1 + received);
      if (chance > worst) worst = chance;
    }
    return worst;
  };
}

function epochsAfter(location: KnownLocation, startDays: number, horizonDays: number): Epoch[] {
  const epochs: Epoch[] = [];
  let received = 0;
  for (const receipt of sortedReceipts(location)) {
    if (receipt.days <= startDays || receipt.days >= horizonDays) continue;
    if (epochs.length < mostEpochs - 1) epochs.push({ days: receipt.days, received });
    received += receipt.quantity;
  }
  epochs.push({ days: horizonDays, received });
  return epochs;
}

/** Whole units that may lie on a shelf, with their probabilities; units owed are negative. */
interface Shelf {
  units: number[];
  weights: number[];
}

/** What lies on the shelf when goods arrive: sold down from one receipt to the next, whose units come on top. */
function leftoverAt(location: KnownLocation, leadTimeDays: number): Shelf {
  let shelf: Shelf = { units: [Math.round(location.available)], weights: [1] };
  let days = 0;
  for (const receipt of sortedReceipts(location)) {
    if (receipt.days > leadTimeDays) break;
    shelf = soldDown(shelf, windowDemand(location.demand, receipt.days - days));
    shelf.units = shelf.units.map((units) => units + Math.round(receipt.quantity));
    days = receipt.days;
  }
  return soldDown(shelf, windowDemand(location.demand, leadTimeDays - days));
}

/** A shelf after some demand. What finds it empty is gone: it does not eat into the next receipt. */
function soldDown(shelf: Shelf, demand: WindowDemand): Shelf {
  // What is empty or owed stays so, whatever is asked for.
  if (!(demand.mean > 0) || shelf.units.every((units) => units <= 0)) return shelf;
  const sales = salesOf(tailTable(demand));
  const [only] = shelf.units;
  if (shelf.units.length === 1 && only !== undefined) return soldFrom(only, sales);
  const all: Shelf = { units: [], weights: [] };
  for (let at = 0; at < shelf.units.length; at++) {
    const { units, weights } = soldFrom(shelf.units[at] as number, sales);
    for (let i = 0; i < units.length; i++) {
      all.units.push(units[i] as number);
      all.weights.push((weights[i] as number) * (shelf.weights[at] as number));
    }
  }
  return gathered(all);
}

/** A table of demand with what every shelf asks of it. */
interface Sales {
  table: TailTable;
  /** Demand below the first and above the last of these is too unlikely to count. */
  low: number;
  high: number;
  /** Sums of the tail: `sums[i]` of the first i entries. */
  sums: Float64Array;
}

/** Used for one table at a time. */
let sumsOfTail = new Float64Array(4_096);

function salesOf(table: TailTable): Sales {
  const { first, tail } = table;
  if (sumsOfTail.length <= tail.length) sumsOfTail = new Float64Array(tail.length * 2);
  const sums = sumsOfTail;
  for (let i = 0; i < tail.length; i++) sums[i + 1] = (sums[i] as number) + (tail[i] as number);
  let low = 0;
  while (low + 1 < tail.length && (tail[low + 1] as number) > 1 - negligible) low++;
  let high = tail.length - 1;
  while (high > 0 && (tail[high] as number) < negligible) high--;
  return { table, low: first + low, high: first + high, sums };
}

function soldFrom(stock: number, { table, low, high, sums }: Sales): Shelf {
  if (stock <= 0) return { units: [stock], weights: [1] };
  const end = Math.min(stock - 1, table.first + table.tail.length - 1);
  const first = Math.min(Math.max(low, table.first), Math.max(end, table.first));
  const last = Math.max(first, Math.min(end, high));
  const units = [0];
  const weights = [tailAt(table, stock)];
  if (end < first) return { units, weights };
  const width = Math.max(1, Math.ceil((last - first + 1) / leftoverCells));
  for (let cell = first; cell <= last; cell += width) {
    const next = Math.min(last + 1, cell + width);
    const [before, after] = [tailAt(table, cell), tailAt(table, next)];
    const weight = before - after;
    // Σ d × P(demand = d) from cell to next − 1, by parts.
    const between = (sums[next - table.first] as number) - (sums[cell + 1 - table.first] as number);
    const sold = cell * before + between - (next - 1) * after;
    units.push(stock - Math.round(sold / weight));
    weights.push(weight);
  }
  return { units, weights };
}

/** The same in as few cells as one shelf has, each at the mean of what it gathers. */
function gathered({ units, weights }: Shelf): Shelf {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < units.length; i++) {
    if (!((weights[i] as number) > 0)) continue;
    least = Math.min(least, units[i] as number);
    most = Math.max(most, units[i] as number);
  }
  if (least > most) return { units: [], weights: [] };
  const width = Math.max(1, Math.ceil((most - least + 1) / leftoverCells));
  const cells = Math.floor((most - least) / width) + 1;
  const [sums, total] = [new Float64Array(cells), new Float64Array(cells)];
  for (let i = 0; i < units.length; i++) {
    const weight = weights[i] as number;
    if (!(weight > 0)) continue;
    const cell = Math.floor(((units[i] as number) - least) / width);
    sums[cell] = (sums[cell] as number) + (units[i] as number) * weight;
    total[cell] = (total[cell] as number) + weight;
  }
  const used = [...total.keys()].filter((cell) => (total[cell] as number) > 0);
  return {
    units: used.map((cell) => Math.round((sums[cell] as number) / (total[cell] as number))),
    weights: used.map((cell) => total[cell] as number),
  };
}

function sortedReceipts(location: RebalanceLocation): readonly { days: number; quantity: number }[] {
  return location.receipts.length < 2
    ? location.receipts
    : [...location.receipts].sort((a, b) => a.days - b.days);
}
