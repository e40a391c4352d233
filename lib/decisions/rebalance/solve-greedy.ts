import { dualBound, pricesAround } from "./dual-bound";
import { improve } from "./improve";
import type { Network } from "./network";
import type { Flow, Solution } from "./objective";
import { objectiveOf } from "./objective";

/** Of so many lanes with a fixed cost or a minimum every subset is tried where the first plan is not proved best. */
const mostToggled = 4;
const mostRounds = 6;

/**
 * A very good plan of a network of any size, with a bound. Fixed costs are spread over what a lane could carry, the best
 * flow is found, and lanes are closed or opened one by one for as long as that gains; where that is not proved best and lanes
 * are few, every subset of open lanes is tried. With concave curves and one lead time a receiver the flow is optimal.
 */
export function solveGreedy(network: Network): Solution {
  const toggled = [...network.arcs.keys()].filter((index) => {
    const arc = network.arcs[index];
    return arc !== undefined && (arc.lane.fixedMinor > 0 || arc.minSteps > arc.stride);
  });
  const first = toggleOneByOne(network, toggled);
  if (isProved(first) || toggled.length > mostToggled) return first;
  const second = trySubsets(network, toggled, first);
  return { ...second, upperBound: Math.max(second.objective, Math.min(first.upperBound, second.upperBound)) };
}

/** Whether nothing worth mentioning can be better. */
export function isProved(solution: Solution): boolean {
  return solution.upperBound - solution.objective <= 1e-9 * solution.upperBound;
}

function toggleOneByOne(network: Network, toggled: readonly number[]): Solution {
  const spread: Network = {
    ...network,
    arcs: network.arcs.map((arc) => ({
      ...arc,
      costPerStep: arc.costPerStep + arc.lane.fixedMinor / arc.maxSteps,
    })),
  };
  const isToggled = network.arcs.map((_, index) => toggled.includes(index));
  let flow = improve(
    spread,
    network.arcs.map(() => true),
  );
  let objective = objectiveOf(network, flow);
  for (let round = 0; round < mostRounds; round++) {
    const before = objective;
    for (const index of toggled) {
      const isUsed = (flow[index] as number) > 0;
      const open = network.arcs.map((_, other) =>
        other === index ? !isUsed : (flow[other] as number) > 0 || !isToggled[other],
      );
      const start = flow.slice();
      start[index] = 0;
      const tried = improve(network, open, start);
      const value = objectiveOf(network, tried);
      if (value > objective + 1e-9) [flow, objective] = [tried, value];
    }
    if (objective === before) break;
  }
  const upperBound = dualBound(network, null, pricesAround(network, flow));
  if (objective > 0) return { flow, objective, upperBound: Math.max(objective, upperBound) };
  return { flow: new Int32Array(network.arcs.length), objective: 0, upperBound: Math.max(0, upperBound) };
}

function trySubsets(network: Network, toggled: readonly number[], first: Solution): Solution {
  let best: Solution = { ...first, upperBound: 0 };
  const prices = pricesAround(network, first.flow);
  for (let subset = (1 << toggled.length) - 1; subset >= 0; subset--) {
    const open = network.arcs.map(() => true);
    for (const [bit, index] of toggled.entries()) open[index] = (subset & (1 << bit)) !== 0;
    const quickBound = dualBound(network, open, prices, best.objective);
    if (quickBound <= best.objective) continue;
    const flow: Flow = improve(network, open);
    const objective = objectiveOf(network, flow);
    const bound = Math.min(quickBound, dualBound(network, open, pricesAround(network, flow)));
    const upperBound = Math.max(best.upperBound, bound);
    best = objective > best.objective ? { flow, objective, upperBound } : { ...best, upperBound };
  }
  return best;
}
