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
): (k: number) => number {
  const { demand } = location;
  const leftover = leftoverAt(location, leadTimeDays);
  const epochs = epochsAfter(location, leadTimeDays, horizonDays).map(({ days, received }) => ({
    received,
    table: tailTable(windowDemand(demand, days - leadTimeDays)),
  }));
  return (k) => {
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
  if (!(demand.mean > 0)) return shelf;
  const table = tailTable(demand);
  const [only] = shelf.units;
  if (shelf.units.length === 1 && only !== undefined) return soldFrom(only, table);
  const parts = shelf.units.map((units) => soldFrom(units, table));
  return gathered(
    parts.flatMap(({ units, weights }, at) =>
      units.map((left, i) => ({ left, weight: (weights[i] as number) * (shelf.weights[at] as number) })),
    ),
  );
}

function soldFrom(stock: number, table: TailTable): Shelf {
  if (stock <= 0) return { units: [stock], weights: [1] };
  let first = table.first;
  let last = Math.min(stock - 1, table.first + table.tail.length - 1);
  while (first < last && tailAt(table, first + 1) > 1 - negligible) first++;
  while (last > first && tailAt(table, last) < negligible) last--;
  const units = [0];
  const weights = [tailAt(table, stock)];
  const width = Math.max(1, Math.ceil((last - first + 1) / leftoverCells));
  for (let cell = first; cell <= last; cell += width) {
    const end = Math.min(last + 1, cell + width);
    const weight = tailAt(table, cell) - tailAt(table, end);
    let sold = 0;
    for (let d = cell; d < end; d++) sold += d * (tailAt(table, d) - tailAt(table, d + 1));
    units.push(stock - Math.round(sold / weight));
    weights.push(weight);
  }
  return { units, weights };
}

/** The same in as few cells as one shelf has, each at the mean of what it gathers. */
function gathered(parts: { left: number; weight: number }[]): Shelf {
  const likely = parts.filter(({ weight }) => weight > 0).sort((a, b) => a.left - b.left);
  const least = likely[0]?.left ?? 0;
  const width = Math.max(1, Math.ceil(((likely.at(-1)?.left ?? 0) - least + 1) / leftoverCells));
  const sums: { units: number; weight: number }[] = [];
  for (const { left, weight } of likely) {
    const cell = Math.floor((left - least) / width);
    const sum = sums[cell] ?? { units: 0, weight: 0 };
    sums[cell] = { units: sum.units + left * weight, weight: sum.weight + weight };
  }
  const cells = sums.filter((sum) => sum !== undefined);
  return {
    units: cells.map(({ units, weight }) => Math.round(units / weight)),
    weights: cells.map(({ weight }) => weight),
  };
}

function sortedReceipts(location: RebalanceLocation): readonly { days: number; quantity: number }[] {
  return location.receipts.length < 2
    ? location.receipts
    : [...location.receipts].sort((a, b) => a.days - b.days);
}
