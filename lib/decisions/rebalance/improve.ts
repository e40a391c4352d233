import type { Arc, Network, Receiver } from "./network";
import type { Flow } from "./objective";
import { givenSteps, receiverGain } from "./objective";

/** A flow with the sums that every change needs. */
interface State {
  network: Network;
  flow: Flow;
  given: Int32Array;
  gains: Float64Array;
  /** The arcs that share an end with each. */
  partners: number[][];
}

/** Smallest gain of a change that counts, minor units: below it lies only rounding. */
const least = 1e-9;
/** No flow needs as many changes; a bound on time, not on quality. */
const mostChanges = 4_000;

/**
 * Best flow found from `start` over the open arcs, their fixed costs taken as paid: steps go where they earn most, then they
 * move between lanes that share an end, until no change gains. Coarse steps first, then finer ones that correct them: a
 * thousand units take some forty changes, not a thousand.
 */
export function improve(network: Network, open: readonly boolean[], start?: Flow): Flow {
  const flow = start ? start.slice() : new Int32Array(network.arcs.length);
  const gains = new Float64Array(network.receivers.length);
  for (let at = 0; at < gains.length; at++) gains[at] = receiverGain(network, at, flow);
  const state: State = {
    network,
    flow,
    given: givenSteps(network, flow),
    gains,
    partners: partnersOf(network),
  };
  let longest = 1;
  for (const arc of network.arcs) longest = Math.max(longest, arc.maxSteps / arc.stride);
  for (let scale = 4 ** Math.max(0, Math.floor(Math.log2(longest / 8) / 2)); scale >= 1; scale /= 4) {
    for (let count = 0; count < mostChanges; count++) {
      if (!grow(state, open, scale) && !exchange(state, open, scale)) break;
    }
  }
  return flow;
}

/** Makes the growth of one arc that earns most a step; false when none earns. */
function grow(state: State, open: readonly boolean[], scale: number): boolean {
  const { arcs } = state.network;
  let best = -1;
  let highest = least;
  for (let index = 0; index < arcs.length; index++) {
    const arc = arcs[index] as Arc;
    const more = open[index] ? up(arc, state.flow[index] as number, scale) : 0;
    if (more === 0) continue;
    const change = changeOf(state, index, more, -1, 0) / more;
    if (change > highest) [highest, best] = [change, index];
  }
  if (best < 0) return false;
  apply(state, best, up(arcs[best] as Arc, state.flow[best] as number, scale));
  return true;
}

/** Makes the shrinking of one arc, alone or for the growth of one with the same donor or receiver, that gains most. */
function exchange(state: State, open: readonly boolean[], scale: number): boolean {
  const { arcs } = state.network;
  const { partners } = state;
  let [from, to] = [-1, -1];
  let highest = least;
  for (let index = 0; index < arcs.length; index++) {
    const less = down(arcs[index] as Arc, state.flow[index] as number, scale);
    if (less === 0) continue;
    const alone = changeOf(state, index, -less, -1, 0);
    if (alone > highest) [highest, from, to] = [alone, index, -1];
    for (const other of partners[index] ?? []) {
      const more = open[other] ? up(arcs[other] as Arc, state.flow[other] as number, scale) : 0;
      if (more === 0) continue;
      const change = changeOf(state, index, -less, other, more);
      if (change > highest) [highest, from, to] = [change, index, other];
    }
  }
  if (from < 0) return false;
  const more = to < 0 ? 0 : up(arcs[to] as Arc, state.flow[to] as number, scale);
  apply(state, from, -down(arcs[from] as Arc, state.flow[from] as number, scale));
  if (to >= 0) apply(state, to, more);
  return true;
}

/** By the receivers, which a network shares with its copies at other costs. */
const knownPartners = new WeakMap<readonly Receiver[], number[][]>();

/** The arcs that share an end with each: changes of the others do not touch it, so those are found one by one. */
function partnersOf({ arcs, receivers }: Network): number[][] {
  const known = knownPartners.get(receivers);
  if (known) return known;
  const partners = arcs.map((one, index) => {
    const sharing: number[] = [];
    for (let other = 0; other < arcs.length; other++) {
      const two = arcs[other] as Arc;
      if (other !== index && (one.donor === two.donor || one.receiver === two.receiver)) sharing.push(other);
    }
    return sharing;
  });
  knownPartners.set(receivers, partners);
  return partners;
}

/** Steps by which an arc grows next, 0: it is full. */
function up(arc: Arc, steps: number, scale: number): number {
  const change = steps === 0 ? Math.max(arc.minSteps, arc.stride * scale) : arc.stride * scale;
  return steps + change <= arc.maxSteps ? change : 0;
}

/** Steps by which an arc shrinks next, 0: it is empty. */
function down(arc: Arc, steps: number, scale: number): number {
  const change = arc.stride * scale;
  return steps - change >= arc.minSteps ? change : steps;
}

/** Change of the objective without fixed costs when one arc, or two, change; −∞ when a donor cannot give that much. */
function changeOf(state: State, one: number, oneSteps: number, two: number, twoSteps: number): number {
  const { network, flow, given } = state;
  const first = network.arcs[one] as Arc;
  const second = two < 0 ? null : (network.arcs[two] as Arc);
  const sameDonor = second !== null && second.donor === first.donor;
  const fromFirst = oneSteps + (sameDonor ? twoSteps : 0);
  let change = -first.costPerStep * oneSteps - lossChange(network, first.donor, given, fromFirst);
  if (second) change -= second.costPerStep * twoSteps;
  if (second && !sameDonor) change -= lossChange(network, second.donor, given, twoSteps);
  if (change === Number.NEGATIVE_INFINITY) return change;

  flow[one] = (flow[one] as number) + oneSteps;
  if (second) flow[two] = (flow[two] as number) + twoSteps;
  change += receiverGain(network, first.receiver, flow) - (state.gains[first.receiver] as number);
  if (second && second.receiver !== first.receiver) {
    change += receiverGain(network, second.receiver, flow) - (state.gains[second.receiver] as number);
  }
  flow[one] = (flow[one] as number) - oneSteps;
  if (second) flow[two] = (flow[two] as number) - twoSteps;
  return change;
}

function lossChange(network: Network, donor: number, given: Int32Array, steps: number): number {
  const loss = network.donors[donor]?.loss;
  const before = given[donor] as number;
  if (!loss || before + steps >= loss.length) return Number.POSITIVE_INFINITY;
  return (loss[before + steps] as number) - (loss[before] as number);
}

function apply(state: State, index: number, steps: number): void {
  const arc = state.network.arcs[index] as Arc;
  state.flow[index] = (state.flow[index] as number) + steps;
  state.given[arc.donor] = (state.given[arc.donor] as number) + steps;
  state.gains[arc.receiver] = receiverGain(state.network, arc.receiver, state.flow);
}
