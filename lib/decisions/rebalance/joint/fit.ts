import { givenSteps, receiverGain } from "../objective";
import type { Cell, Joint, Load } from "./cells";
import { addLoad, loadsOf } from "./cells";
import { overload } from "./room";
import type { ShipmentTerms } from "./types";

/** What one stride more (1) or less (−1) on an arc earns before fixed costs; −∞: it cannot change so. */
function strideEarns({ network, flow }: Cell, index: number, change: 1 | -1): number {
  const arc = network.arcs[index];
  if (!arc) return Number.NEGATIVE_INFINITY;
  const steps = change * arc.stride;
  const after = (flow[index] as number) + steps;
  if (after < 0 || after > arc.maxSteps) return Number.NEGATIVE_INFINITY;
  const given = givenSteps(network, flow)[arc.donor] as number;
  const loss = network.donors[arc.donor]?.loss;
  if (!loss || given + steps >= loss.length) return Number.NEGATIVE_INFINITY;
  const before = receiverGain(network, arc.receiver, flow);
  flow[index] = after;
  const gain = receiverGain(network, arc.receiver, flow) - before;
  flow[index] = after - steps;
  return gain - arc.costPerStep * steps - ((loss[given + steps] as number) - (loss[given] as number));
}

interface Candidate {
  cell: Cell;
  arc: number;
  earns: number;
  /** Part of the lane's scarcest room that a stride takes. */
  takes: number;
}

/** Takes the strides that earn least for the room they take off overfull lanes, until every lane can carry its load. */
export function dropOverload(joint: Joint): void {
  const loads = loadsOf(joint);
  for (const [index, load] of loads.entries()) {
    const terms = joint.lanes[index]?.terms;
    if (!terms || overload(load, terms) === 0) continue;
    const used = candidatesOf(joint, index, terms, -1);
    while (overload(load, terms) > 0) {
      const least = pick(used, (one) => (one.takes > 0 ? one.earns / one.takes : Number.NEGATIVE_INFINITY));
      if (!least) break;
      change(least, -1, load);
    }
  }
}

/** Fills what room is left on priced lanes with the strides that still earn, the most for their room first. */
export function fillRoom(joint: Joint): void {
  const loads = loadsOf(joint);
  for (const [index, load] of loads.entries()) {
    const terms = joint.lanes[index]?.terms;
    const prices = joint.prices[index];
    if (!terms || !prices || !joint.isOpen[index]) continue;
    if (prices.perUnit + prices.perGram + prices.perCm3 === 0) continue;
    const open = candidatesOf(joint, index, terms, 1);
    for (;;) {
      const best = pick(open, (one) =>
        one.earns > 1e-9 && fits(load, one, terms)
          ? one.earns / Math.max(one.takes, 1e-12)
          : Number.NEGATIVE_INFINITY,
      );
      if (!best) break;
      change(best, 1, load);
    }
  }
}

/**
 * Raises what a lane carries to its least quantity and value by the strides that cost least. False: it cannot be reached;
 * the flows are then as they were.
 */
export function fillToMinimum(joint: Joint, index: number): boolean {
  const terms = joint.lanes[index]?.terms;
  const load = loadsOf(joint)[index];
  if (!terms || !load) return false;
  const before = joint.cells.map(({ flow }) => flow);
  const members = candidatesOf(joint, index, terms, 1);
  for (const { cell } of members) cell.flow = cell.flow.slice();
  for (const one of members) one.earns = strideEarns(one.cell, one.arc, 1);
  while (!meetsMinimum(load, terms)) {
    const best = pick(members, (one) =>
      fits(load, one, terms) ? one.earns / contribution(one, load, terms) : Number.NEGATIVE_INFINITY,
    );
    if (!best) {
      for (const [at, flow] of before.entries()) {
        const cell = joint.cells[at];
        if (cell) cell.flow = flow;
      }
      return false;
    }
    change(best, 1, load);
  }
  return true;
}

/** Whether a load is nothing, or enough for a shipment. */
export function meetsMinimum(load: Load, { minUnits, minValueMinor }: ShipmentTerms): boolean {
  return load.units === 0 || (load.units >= minUnits && load.goodsMinor >= minValueMinor - 1e-6);
}

function contribution({ cell, arc }: Candidate, load: Load, terms: ShipmentTerms): number {
  const strides = cell.network.arcs[arc]?.stride ?? 1;
  return load.units < terms.minUnits
    ? strides * cell.step.units
    : Math.max(1e-9, strides * cell.step.goodsMinor);
}

function candidatesOf(joint: Joint, index: number, terms: ShipmentTerms, change: 1 | -1): Candidate[] {
  return (joint.lanes[index]?.arcs ?? []).flatMap(({ cell: at, arc }) => {
    const cell = joint.cells[at];
    if (!cell || (change < 0 && cell.flow[arc] === 0)) return [];
    const stride = cell.network.arcs[arc]?.stride ?? 1;
    const share = (size: number, room: number | null) =>
      room === null ? 0 : (size * stride) / Math.max(room, 1);
    const takes = Math.max(
      share(cell.step.units, terms.capacityUnits),
      share(cell.step.grams, terms.capacityGrams),
      share(cell.step.cm3, terms.capacityCm3),
    );
    return [{ cell, arc, takes, earns: strideEarns(cell, arc, change) }];
  });
}

/** The candidate of the highest rank; one that cannot change ranks −∞ and is never taken. */
function pick(candidates: readonly Candidate[], rank: (one: Candidate) => number): Candidate | null {
  let best: Candidate | null = null;
  let highest = Number.NEGATIVE_INFINITY;
  for (const one of candidates) {
    if (one.earns === Number.NEGATIVE_INFINITY) continue;
    const value = rank(one);
    if (value > highest) [highest, best] = [value, one];
  }
  return best;
}

function change(one: Candidate, direction: 1 | -1, load: Load): void {
  const { cell, arc } = one;
  const steps = direction * (cell.network.arcs[arc]?.stride ?? 1);
  cell.flow[arc] = (cell.flow[arc] as number) + steps;
  addLoad(load, cell.step, steps);
  one.earns = strideEarns(cell, arc, direction);
}

function fits(load: Load, { cell, arc }: Candidate, terms: ShipmentTerms): boolean {
  const next = { ...load };
  addLoad(next, cell.step, cell.network.arcs[arc]?.stride ?? 1);
  return overload(next, terms) === 0;
}
