import type { DemandRate, TailTable } from "@/lib/metrics/demand-distribution/compute";
import {
  expectedShortfall,
  tailAt,
  tailTable,
  windowDemand,
} from "@/lib/metrics/demand-distribution/compute";
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

/** What lies on the shelf when goods arrive, as whole units with their probabilities; units owed are negative. */
function leftoverAt(location: KnownLocation, leadTimeDays: number): { units: number[]; weights: number[] } {
  let stock = location.available;
  for (const receipt of sortedReceipts(location)) {
    if (receipt.days > leadTimeDays) break;
    // Demand that found the shelf empty before the receipt is gone: it does not eat into the receipt.
    stock +=
      receipt.quantity + expectedShortfall(windowDemand(location.demand, receipt.days), Math.max(0, stock));
  }
  stock = Math.round(stock);
  const before = windowDemand(location.demand, leadTimeDays);
  if (stock <= 0 || !(before.mean > 0)) return { units: [stock], weights: [1] };

  const table = tailTable(before);
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

function sortedReceipts(location: RebalanceLocation): readonly { days: number; quantity: number }[] {
  return location.receipts.length < 2
    ? location.receipts
    : [...location.receipts].sort((a, b) => a.days - b.days);
}
