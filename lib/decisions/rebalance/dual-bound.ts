import type { Arc, Network, Receiver } from "./network";
import type { Flow } from "./objective";
import { givenSteps, receiverGain } from "./objective";

/** One price a step for each donor. */
export type Prices = Float64Array;

/**
 * A value that no flow exceeds: at given prices a step, every step at a receiver goes to the arc that earns most on it, and
 * every donor sells for as long as its price beats its loss (Lagrangian dual of the donors' balance; valid for any prices
 * ≥ 0). The least over several prices is returned, or the first that is at most `enough`. With `open`, exactly those arcs are
 * in use and their fixed costs are paid; without, a receiver pays for one lane, or at least for the two cheapest.
 */
export function dualBound(
  network: Network,
  open: readonly boolean[] | null,
  candidates: readonly Prices[],
  enough = Number.NEGATIVE_INFINITY,
): number {
  let least = Number.POSITIVE_INFINITY;
  for (const prices of candidates) {
    let bound = 0;
    for (const receiver of network.receivers) bound += receiverBound(network, receiver, open, prices);
    for (const [index, donor] of network.donors.entries())
      bound += donorBound(donor.loss, prices[index] as number);
    least = Math.min(least, bound);
    if (least <= enough) break;
  }
  return least;
}

function receiverBound(
  network: Network,
  receiver: Receiver,
  open: readonly boolean[] | null,
  prices: Prices,
): number {
  const arcs: Arc[] = [];
  for (const index of receiver.arcs) {
    const arc = network.arcs[index];
    if (arc && (open === null || open[index])) arcs.push(arc);
  }
  const [only] = arcs;
  if (only && arcs.length === 1) {
    const earned = mostEarned(only.gain, only.costPerStep + (prices[only.donor] as number), 1);
    return open === null ? Math.max(0, earned - only.lane.fixedMinor) : earned - only.lane.fixedMinor;
  }
  const alone = open === null ? new Float64Array(arcs.length) : null;
  let together = 0;
  for (let s = 1; ; s++) {
    let best = 0;
    for (let i = 0; i < arcs.length; i++) {
      const { gain, costPerStep, donor } = arcs[i] as Arc;
      if (s >= gain.length) continue;
      const net = (gain[s] as number) - (gain[s - 1] as number) - costPerStep - (prices[donor] as number);
      if (net <= 0) continue;
      if (alone) alone[i] = (alone[i] as number) + net;
      if (net > best) best = net;
    }
    if (best === 0) break;
    together += best;
  }
  if (!alone) {
    let fixed = 0;
    for (const arc of arcs) fixed += arc.lane.fixedMinor;
    return together - fixed;
  }
  const fixed = arcs.map((arc) => arc.lane.fixedMinor);
  let bound = 0;
  for (let i = 0; i < arcs.length; i++) bound = Math.max(bound, (alone[i] as number) - (fixed[i] as number));
  if (arcs.length < 2) return bound;
  const [cheapest = 0, next = 0] = fixed.sort((a, b) => a - b);
  return Math.max(bound, together - cheapest - next);
}

/** What a donor earns at most by selling steps at a price. */
export function donorBound(loss: Float64Array, price: number): number {
  return mostEarned(loss, price, -1);
}

/** The most of sign × (curve[s] − price × s). It grows by less and less, so halving finds where it stops. */
function mostEarned(curve: Float64Array, price: number, sign: 1 | -1): number {
  let low = 0;
  let high = curve.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sign * ((curve[middle] as number) - (curve[middle - 1] as number) - price) > 0) low = middle;
    else high = middle - 1;
  }
  return sign * ((curve[low] as number) - price * low);
}

/**
 * Prices at which the donors would give what they give in `flow`: the least, the greatest, and between. At an optimal flow
 * little or nothing is lost by them.
 */
export function pricesAround(network: Network, flow: Flow): Prices[] {
  const given = givenSteps(network, flow);
  const low = new Float64Array(network.donors.length);
  const high = new Float64Array(network.donors.length).fill(Number.POSITIVE_INFINITY);
  for (const [index, { loss, spareSteps }] of network.donors.entries()) {
    const steps = given[index] as number;
    if (steps > 0) low[index] = (loss[steps] as number) - (loss[steps - 1] as number);
    if (steps < spareSteps) high[index] = (loss[steps + 1] as number) - (loss[steps] as number);
  }
  for (const [index, arc] of network.arcs.entries()) {
    const steps = flow[index] as number;
    // A closed lane only tells its donor's price if it could earn its fixed cost as well.
    const fixed = steps === 0 ? arc.lane.fixedMinor / arc.maxSteps : 0;
    low[arc.donor] = Math.max(low[arc.donor] as number, earning(network, flow, index, 1) - fixed);
    if (steps > 0) high[arc.donor] = Math.min(high[arc.donor] as number, -earning(network, flow, index, -1));
  }
  const top = high.map((value, index) =>
    Number.isFinite(value) ? Math.max(0, value) : (low[index] as number),
  );
  return [low, low.map((value, index) => (value + (top[index] as number)) / 2), top];
}

/** What one step more (or less) on an arc earns before the donor's loss. */
function earning(network: Network, flow: Flow, index: number, change: 1 | -1): number {
  const arc = network.arcs[index];
  if (!arc) return 0;
  const before = receiverGain(network, arc.receiver, flow);
  flow[index] = (flow[index] as number) + change;
  const after = receiverGain(network, arc.receiver, flow);
  flow[index] = (flow[index] as number) - change;
  return after - before - change * arc.costPerStep;
}
