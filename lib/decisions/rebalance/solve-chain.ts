import type { Network } from "./network";
import type { Solution } from "./objective";
import { gainAt, objectiveOf } from "./objective";

/** Work of `solveChain` in elementary steps; Infinity where it does not apply. */
export function chainWork(network: Network): number {
  const donors = new Set(network.arcs.map((arc) => arc.donor));
  if (network.receivers.length !== 1 || donors.size !== network.arcs.length) return Number.POSITIVE_INFINITY;
  let reach = 0;
  let work = 0;
  for (const arc of network.arcs) {
    work += (reach + 1) * (arc.maxSteps / arc.stride + 1);
    reach += arc.maxSteps;
  }
  return work;
}

/**
 * Exact plan for one receiver with one lane from each donor: dynamic programming over the lanes, the latest first, on the
 * steps that have arrived so far. Fixed costs, minimums and lanes of different lead times are met exactly.
 */
export function solveChain(network: Network): Solution {
  const order = network.receivers[0]?.arcs ?? [];
  let best = new Float64Array(1);
  const choices: Int32Array[] = [];
  for (const index of order) {
    const arc = network.arcs[index];
    if (!arc) continue;
    const loss = network.donors[arc.donor]?.loss ?? best;
    const next = new Float64Array(best.length + arc.maxSteps).fill(Number.NEGATIVE_INFINITY);
    const choice = new Int32Array(next.length);
    next.set(best);
    for (let moved = arc.minSteps; moved <= arc.maxSteps; moved += arc.stride) {
      const cost = (loss[moved] as number) + arc.costPerStep * moved + arc.lane.fixedMinor;
      for (let before = 0; before < best.length; before++) {
        const value =
          (best[before] as number) + gainAt(arc.gain, before + moved) - gainAt(arc.gain, before) - cost;
        if (value <= (next[before + moved] as number)) continue;
        next[before + moved] = value;
        choice[before + moved] = moved;
      }
    }
    best = next;
    choices.push(choice);
  }
  const flow = new Int32Array(network.arcs.length);
  let steps = 0;
  for (let s = 1; s < best.length; s++) if ((best[s] as number) > (best[steps] as number)) steps = s;
  for (let i = order.length - 1; i >= 0; i--) {
    const moved = choices[i]?.[steps] ?? 0;
    flow[order[i] as number] = moved;
    steps -= moved;
  }
  const objective = objectiveOf(network, flow);
  return { flow, objective, upperBound: objective };
}
