import type { Network } from "./network";
import type { Flow, Solution } from "./objective";
import { objectiveOf, receiverGain } from "./objective";

/** Work of `solveStages` in elementary steps. */
export function stagesWork(network: Network): number {
  const states = network.donors.reduce((product, donor) => product * (donor.spareSteps + 1), 1);
  let work = 0;
  for (const receiver of network.receivers) {
    work += states * receiver.arcs.reduce((product, index) => product * choicesOf(network, index), 1);
  }
  return work;
}

function choicesOf(network: Network, index: number): number {
  const arc = network.arcs[index];
  return arc ? (arc.maxSteps - arc.minSteps) / arc.stride + 2 : 1;
}

/** One way to serve a receiver: its flow, what that is worth to it, and what it takes from the donors. */
interface Serving {
  flow: Flow;
  value: number;
  given: number[];
}

/**
 * Exact plan of a small network: dynamic programming over the receivers, on how much every donor has given so far. Nothing
 * is assumed of the curves.
 */
export function solveStages(network: Network): Solution {
  const sizes = network.donors.map((donor) => donor.spareSteps + 1);
  const states = sizes.reduce((product, size) => product * size, 1);
  let best = new Float64Array(states).fill(Number.NEGATIVE_INFINITY);
  best[0] = 0;
  const stages = network.receivers.map((_, receiver) => {
    const servings = servingsOf(network, receiver);
    const next = new Float64Array(states).fill(Number.NEGATIVE_INFINITY);
    const choice = new Int32Array(states);
    for (const [index, serving] of servings.entries()) {
      const offset = encode(serving.given, sizes);
      for (let state = 0; state + offset < states; state++) {
        const value = (best[state] as number) + serving.value;
        if (value <= (next[state + offset] as number) || !fits(state, serving.given, sizes)) continue;
        next[state + offset] = value;
        choice[state + offset] = index;
      }
    }
    best = next;
    return { servings, choice };
  });
  return traceBack(network, sizes, best, stages);
}

function traceBack(
  network: Network,
  sizes: readonly number[],
  best: Float64Array,
  stages: readonly { servings: Serving[]; choice: Int32Array }[],
): Solution {
  let last = 0;
  let highest = Number.NEGATIVE_INFINITY;
  best.forEach((value, state) => {
    const net = value - lossOf(network, state, sizes);
    if (net > highest) [highest, last] = [net, state];
  });
  const flow = new Int32Array(network.arcs.length);
  for (const { servings, choice } of [...stages].reverse()) {
    const serving = servings[choice[last] as number];
    if (!serving) continue;
    for (let i = 0; i < flow.length; i++) flow[i] = (flow[i] as number) + (serving.flow[i] as number);
    last -= encode(serving.given, sizes);
  }
  const objective = objectiveOf(network, flow);
  return { flow, objective, upperBound: objective };
}

function servingsOf(network: Network, receiver: number): Serving[] {
  let servings: Serving[] = [
    { flow: new Int32Array(network.arcs.length), value: 0, given: network.donors.map(() => 0) },
  ];
  for (const index of network.receivers[receiver]?.arcs ?? []) {
    const arc = network.arcs[index];
    if (!arc) continue;
    servings = servings.flatMap((serving) => {
      const grown = [serving];
      for (let moved = arc.minSteps; moved <= arc.maxSteps; moved += arc.stride) {
        const flow = serving.flow.slice();
        flow[index] = moved;
        const given = serving.given.slice();
        given[arc.donor] = (given[arc.donor] ?? 0) + moved;
        if ((given[arc.donor] ?? 0) > (network.donors[arc.donor]?.spareSteps ?? 0)) break;
        grown.push({ flow, given, value: serving.value - arc.costPerStep * moved - arc.lane.fixedMinor });
      }
      return grown;
    });
  }
  for (const serving of servings) serving.value += receiverGain(network, receiver, serving.flow);
  return servings;
}

function encode(given: readonly number[], sizes: readonly number[]): number {
  return given.reduceRight((code, steps, donor) => code * (sizes[donor] ?? 1) + steps, 0);
}

function fits(state: number, given: readonly number[], sizes: readonly number[]): boolean {
  let rest = state;
  for (const [donor, size] of sizes.entries()) {
    if ((rest % size) + (given[donor] ?? 0) >= size) return false;
    rest = Math.floor(rest / size);
  }
  return true;
}

function lossOf(network: Network, state: number, sizes: readonly number[]): number {
  let rest = state;
  let loss = 0;
  for (const [donor, size] of sizes.entries()) {
    loss += network.donors[donor]?.loss[rest % size] ?? 0;
    rest = Math.floor(rest / size);
  }
  return loss;
}
