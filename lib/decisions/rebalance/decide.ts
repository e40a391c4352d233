import { describeFlow } from "./describe";
import { buildNetwork, type Network } from "./network";
import type { Solution } from "./objective";
import { solve } from "./solve";
import type { RebalancePlan, RebalancePolicy, RebalanceProblem } from "./types";

export const defaultRebalancePolicy: RebalancePolicy = {
  horizonDays: 28,
  donorFloorQuantile: 0.5,
  hurdleShareOfMargin: 0.1,
  holdingRatePerYear: 0.2,
  cooldownDays: 7,
};

/**
 * The plan of greatest expected value for one SKU: Σ margin of the sales that moved units make possible − margin of the
 * sales donors miss − freight − handling − holding − fixed cost of each lane in use, every unit earning at least
 * the hurdle. Whole packs, minimums and limits of lanes are kept, donors never go below their floor, no goods flow back
 * within the horizon. `optimalityGap` is 0 where the plan is proved best. Amounts in minor units of one currency.
 */
export function decideRebalance(problem: RebalanceProblem): RebalancePlan {
  const network = buildNetwork(problem);
  return decidedPlan(problem, network, solve(network));
}

/** A solution in the words of a plan. */
export function decidedPlan(problem: RebalanceProblem, network: Network, solution: Solution): RebalancePlan {
  const { moves, value } = describeFlow(problem, network, solution.flow);
  const slack = solution.upperBound - solution.objective;
  return {
    skuId: problem.sku.id,
    moves,
    value,
    objectiveMinor: solution.objective,
    upperBoundMinor: solution.upperBound,
    optimalityGap: slack > 1e-9 ? slack / solution.upperBound : 0,
    excluded: [
      ...network.excluded,
      ...network.arcs
        .filter((_, index) => solution.flow[index] === 0)
        .map(({ lane }) => ({ kind: "lane" as const, id: lane.id, why: "not_in_the_best_plan" as const })),
    ],
  };
}

/** The plans of many SKUs, each on its own: none shares a shipment with another (`joint/plan.ts` does that). */
export function decideRebalanceAll(problems: readonly RebalanceProblem[]): RebalancePlan[] {
  return problems.map(decideRebalance);
}
