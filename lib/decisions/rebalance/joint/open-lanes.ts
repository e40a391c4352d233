import type { Cell, Joint } from "./cells";
import { roomRent } from "./cells";
import { solveCell, worthOf } from "./solve-cell";
import type { ShipmentTerms } from "./types";

/** Smallest gain of a change that counts, minor units. */
const least = 1e-6;
/** Times that closed lanes are tried again after the others have been thinned out. */
const mostRounds = 3;

/**
 * Closes the lanes whose moves cannot earn their fixed cost even if each SKU had nothing else: no plan uses them, so nothing
 * is lost. Returns what all SKUs would earn on each lane alone.
 */
export function closeHopeless(joint: Joint): Float64Array {
  const alone = new Float64Array(joint.lanes.length);
  for (const [index, { terms, arcs }] of joint.lanes.entries()) {
    let sum = 0;
    let units = 0;
    for (const { cell, arc } of arcs) {
      const own = joint.cells[cell];
      sum += own ? aloneMinor(own, arc) : 0;
      units += own ? (own.network.arcs[arc]?.maxSteps ?? 0) * own.step.units : 0;
    }
    alone[index] = sum;
    if (sum <= terms.fixedMinor || units < terms.minUnits || clashes(terms)) joint.isOpen[index] = false;
  }
  return alone;
}

/** Whether a shipment that keeps the minimum is more than the lane can carry. */
export function clashes({ minUnits, capacityUnits }: ShipmentTerms): boolean {
  return capacityUnits !== null && minUnits > capacityUnits;
}

function aloneMinor({ network }: Cell, index: number): number {
  const arc = network.arcs[index];
  if (!arc) return 0;
  const loss = network.donors[arc.donor]?.loss;
  let best = 0;
  for (let s = arc.stride; s <= arc.maxSteps; s += arc.stride) {
    const lost = loss?.[Math.min(s, loss.length - 1)] ?? 0;
    const net = (arc.gain[Math.min(s, arc.gain.length - 1)] as number) - arc.costPerStep * s - lost;
    if (net < best) break;
    best = net;
  }
  return best;
}

/**
 * Chooses the lanes in use at the standing prices of room: all that might pay are open at first, the one that earns least
 * beside its fixed cost is closed until each earns it, then closed ones are tried again. Cells carry the flows. Returns whether
 * any lane was closed or opened.
 */
export function chooseLanes(joint: Joint, hopeful: readonly boolean[]): boolean {
  let changed = dropLanes(joint) > 0;
  for (let round = 0; round < mostRounds && addLanes(joint, hopeful); round++) {
    changed = true;
    if (dropLanes(joint) === 0) break;
  }
  return changed;
}

/** What closing each open lane would lose before its fixed cost is saved, kept per SKU and lane. */
function dropLanes(joint: Joint): number {
  const losses = joint.cells.map((cell) => lossesOf(joint, cell));
  const sums = new Float64Array(joint.lanes.length);
  for (const own of losses) for (const [lane, minor] of own) sums[lane] = (sums[lane] as number) + minor;
  let dropped = 0;
  for (;;) {
    const worst = worstLane(joint, sums);
    if (worst < 0) return dropped;
    joint.isOpen[worst] = false;
    dropped++;
    for (const { cell, arc } of joint.lanes[worst]?.arcs ?? []) {
      const own = joint.cells[cell];
      if (!own || (own.flow[arc] as number) === 0) continue;
      own.flow = solveCell(joint, own, own.flow);
      for (const [lane, minor] of losses[cell] ?? []) sums[lane] = (sums[lane] as number) - minor;
      losses[cell] = lossesOf(joint, own);
      for (const [lane, minor] of losses[cell]) sums[lane] = (sums[lane] as number) + minor;
    }
  }
}

function worstLane(joint: Joint, sums: Float64Array): number {
  let worst = -1;
  let lowest = -least;
  for (const [index, { terms }] of joint.lanes.entries()) {
    if (!joint.isOpen[index]) continue;
    const net = (sums[index] as number) + roomRent(joint, index) - terms.fixedMinor;
    if (net < lowest) [lowest, worst] = [net, index];
  }
  return worst;
}

/** What the SKU would lose, at the standing prices, by each lane that it uses. */
function lossesOf(joint: Joint, cell: Cell): [lane: number, minor: number][] {
  const losses: [number, number][] = [];
  let now: number | null = null;
  for (let index = 0; index < cell.flow.length; index++) {
    if (cell.flow[index] === 0) continue;
    const lane = cell.laneOf[index] as number;
    const without = solveCell(joint, cell, cell.flow, { shut: lane });
    now ??= worthOf(cell, cell.flow, true);
    losses.push([lane, Math.max(0, now - worthOf(cell, without, true))]);
  }
  return losses;
}

/** Opens closed lanes that earn more than their fixed cost beside those in use, the best first. False: none does. */
function addLanes(joint: Joint, hopeful: readonly boolean[]): boolean {
  let added = false;
  for (const [index, { terms, arcs }] of joint.lanes.entries()) {
    if (joint.isOpen[index] || !hopeful[index]) continue;
    const fresh = new Map<number, Cell["flow"]>();
    let gain = roomRent(joint, index) - terms.fixedMinor;
    for (const { cell } of arcs) {
      const own = joint.cells[cell];
      if (!own) continue;
      const flow = solveCell(joint, own, own.flow, { tried: index });
      gain += worthOf(own, flow, true) - worthOf(own, own.flow, true);
      fresh.set(cell, flow);
    }
    if (gain <= least) continue;
    joint.isOpen[index] = true;
    added = true;
    for (const [cell, flow] of fresh) {
      const own = joint.cells[cell];
      if (own) own.flow = flow;
    }
  }
  return added;
}
