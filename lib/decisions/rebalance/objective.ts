import type { Arc, Network } from "./network";

/** Steps on each arc, in the order of `Network.arcs`. */
export type Flow = Int32Array;

/** A flow, what it is worth, and what no flow can exceed. */
export interface Solution {
  flow: Flow;
  objective: number;
  upperBound: number;
}

/** gain[s], flat beyond its end. */
export function gainAt(gain: Float64Array, steps: number): number {
  return gain[Math.min(steps, gain.length - 1)] as number;
}

/** Margin of the sales that all goods for a receiver make possible. */
export function receiverGain(network: Network, receiver: number, flow: Flow): number {
  let sum = 0;
  let steps = 0;
  for (const index of network.receivers[receiver]?.arcs ?? []) {
    const moved = flow[index] as number;
    if (moved === 0) continue;
    const gain = network.arcs[index]?.gain ?? zero;
    sum += gainAt(gain, steps + moved) - gainAt(gain, steps);
    steps += moved;
  }
  return sum;
}

const zero = new Float64Array(1);

/** Steps each donor gives. */
export function givenSteps(network: Network, flow: Flow): Int32Array {
  const given = new Int32Array(network.donors.length);
  for (let index = 0; index < network.arcs.length; index++) {
    const steps = flow[index] as number;
    if (steps === 0) continue;
    const { donor } = network.arcs[index] as Arc;
    given[donor] = (given[donor] as number) + steps;
  }
  return given;
}

/** Σ receivers' gain − donors' loss − cost a step − fixed cost of every arc in use. */
export function objectiveOf(network: Network, flow: Flow): number {
  let sum = 0;
  for (let receiver = 0; receiver < network.receivers.length; receiver++)
    sum += receiverGain(network, receiver, flow);
  const given = givenSteps(network, flow);
  for (let donor = 0; donor < given.length; donor++)
    sum -= network.donors[donor]?.loss[given[donor] as number] ?? 0;
  for (let index = 0; index < flow.length; index++) {
    const steps = flow[index] as number;
    if (steps === 0) continue;
    const arc = network.arcs[index] as Arc;
    sum -= arc.costPerStep * steps + arc.lane.fixedMinor;
  }
  return sum;
}
