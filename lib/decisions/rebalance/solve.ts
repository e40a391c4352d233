import type { Network } from "./network";
import type { Solution } from "./objective";
import { chainWork, solveChain } from "./solve-chain";
import { isProved, solveGreedy } from "./solve-greedy";
import { solveStages, stagesWork } from "./solve-stages";

/** Elementary steps (a few nanoseconds each) up to which an exact plan is quicker than a greedy one. */
const quickWork = 500;
/** And up to which it is worth its time where the greedy plan is not proved best. */
const mostExactWork = 100_000;

/** The best flow of a network: exact, or greedy and proved best by its bound, or, where both fail, greedy with its bound. */
export function solve(network: Network): Solution {
  if (network.arcs.length === 0) return { flow: new Int32Array(0), objective: 0, upperBound: 0 };
  const chain = chainWork(network);
  if (chain <= quickWork) return solveChain(network);
  const stages = stagesWork(network);
  if (stages <= quickWork) return solveStages(network);
  const greedy = solveGreedy(network);
  if (isProved(greedy) || Math.min(chain, stages) > mostExactWork) return greedy;
  return chain <= stages ? solveChain(network) : solveStages(network);
}
