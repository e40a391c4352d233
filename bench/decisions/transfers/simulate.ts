import type { RebalanceProblem } from "@/lib/decisions/rebalance/types";
import { seededRandom } from "../../support/seeded-random";

/** Units sent on one lane, of one SKU. */
export interface Sent {
  laneId: unknown;
  quantity: number;
}

/** Demand of each place and day of a SKU, drawn once and used for every plan. */
export type Draws = Int32Array[];

/** Daily demand of a SKU's places as its true rates say, negative binomial; the same seed gives the same days. */
export function drawDemand(problem: RebalanceProblem, days: number, seed: string): Draws {
  const random = seededRandom(seed);
  return problem.locations.map(({ demand }) =>
    Int32Array.from({ length: days }, () => (demand ? negativeBinomial(demand, random) : 0)),
  );
}

/**
 * What a SKU earns over the horizon with some transfers, before fixed costs: margin of what is sold, less freight, handling,
 * holding on the way and of what lies on a receiving shelf at the end, at most what was sent there. Stock lies where it is, receipts and transfers arrive at the start of their day, what is not in
 * stock is not sold.
 */
export function earnedMinor(problem: RebalanceProblem, sent: readonly Sent[], draws: Draws): number {
  const { sku, policy } = problem;
  let minor = 0;
  const moves = sent.flatMap(({ laneId, quantity }) => {
    const lane = problem.lanes.find(({ id }) => id === laneId);
    if (!lane || quantity === 0) return [];
    const transit = (sku.unitCostMinor * policy.holdingRatePerYear * lane.leadTimeDays) / 365;
    minor -= quantity * (lane.freightMinorPerUnit + lane.handlingMinorPerUnit + transit);
    return [{ lane, quantity }];
  });
  problem.locations.forEach((place, at) => {
    let stock = place.available ?? 0;
    for (const { lane, quantity } of moves) if (lane.from === place.id) stock -= quantity;
    const demand = draws[at] ?? new Int32Array();
    for (let day = 0; day < policy.horizonDays; day++) {
      for (const receipt of place.receipts) if (Math.floor(receipt.days) === day) stock += receipt.quantity;
      for (const { lane, quantity } of moves)
        if (lane.to === place.id && Math.floor(lane.leadTimeDays) === day) stock += quantity;
      const sold = Math.max(0, Math.min(stock, demand[day] ?? 0));
      stock -= sold;
      minor += sold * sku.marginMinorPerUnit;
    }
    let left = stock;
    for (const { lane, quantity } of moves) {
      if (lane.to !== place.id) continue;
      const held = Math.max(0, Math.min(left, quantity));
      const days = Math.max(0, policy.horizonDays - lane.leadTimeDays);
      minor -= (held * sku.unitCostMinor * policy.holdingRatePerYear * days) / 365;
      left -= held;
    }
  });
  return minor;
}

/** The problem as a planner sees it who has only watched `days` of demand: rate and dispersion by their moments. */
export function asWatched(problem: RebalanceProblem, days: number, seed: string): RebalanceProblem {
  const draws = drawDemand(problem, days, seed);
  return {
    ...problem,
    locations: problem.locations.map((place, at) => {
      const seen = draws[at] ?? new Int32Array();
      const mean = seen.reduce((sum, units) => sum + units, 0) / days;
      const variance = seen.reduce((sum, units) => sum + (units - mean) ** 2, 0) / (days - 1);
      const dispersion = mean > 0 ? Math.min(4, Math.max(0, (variance - mean) / mean ** 2)) : 0;
      return { ...place, demand: { meanPerDay: mean, dispersion } };
    }),
  };
}

function negativeBinomial(
  { meanPerDay, dispersion }: { meanPerDay: number; dispersion: number },
  random: () => number,
): number {
  const rate = dispersion > 0 ? gamma(1 / dispersion, random) * dispersion * meanPerDay : meanPerDay;
  const limit = Math.exp(-rate);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}

/** Gamma of scale 1 (Marsaglia and Tsang 2000). */
function gamma(shape: number, random: () => number): number {
  if (shape < 1) return gamma(shape + 1, random) * random() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
