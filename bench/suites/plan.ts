import { performance } from "node:perf_hooks";
import { decideRebalanceAll, defaultRebalancePolicy } from "@/lib/decisions/rebalance/decide";
import type { RebalanceProblem } from "@/lib/decisions/rebalance/types";
import type { BenchResult } from "../result";
import { seededRandom } from "../support/seeded-random";

const skus = 5_000;
const places = 4;

/** Plans of 5,000 SKUs over 4 places with a lane each way, as an ERP's replenishment run would make them. */
export async function* run(): AsyncGenerator<BenchResult> {
  const random = seededRandom("plan");
  const problems = Array.from({ length: skus }, (_, index) => problemOf(index, random));
  decideRebalanceAll(problems.slice(0, 200));
  const started = performance.now();
  const plans = decideRebalanceAll(problems);
  const seconds = (performance.now() - started) / 1_000;
  const moving = plans.filter((plan) => plan.moves.length > 0).length;
  const worstGap = Math.max(...plans.map((plan) => plan.optimalityGap));
  yield {
    name: "transfer plan, 5,000 SKUs × 4 places",
    value: seconds,
    unit: "s",
    budget: "≤ 0.5",
    against: `${moving} SKUs get a plan`,
  };
  yield {
    name: "largest gap to the proved bound",
    value: worstGap * 100,
    unit: "%",
    budget: null,
    against: null,
  };
}

function problemOf(id: number, random: () => number): RebalanceProblem {
  const between = (low: number, high: number) => low + random() * (high - low);
  const whole = (low: number, high: number) => Math.floor(between(low, high + 1));
  const ids = Array.from({ length: places }, (_, place) => place);
  return {
    sku: {
      id,
      marginMinorPerUnit: whole(200, 4_000),
      unitCostMinor: whole(300, 5_000),
      packSize: [1, 1, 6, 12][whole(0, 3)] ?? 1,
      weightGrams: null,
      volumeCm3: null,
      hazmat: false,
      coldChain: false,
    },
    locations: ids.map((place) => ({
      id: place,
      available: random() < 0.25 ? 0 : whole(0, 400),
      receipts: random() < 0.3 ? [{ days: whole(2, 40), quantity: whole(20, 200) }] : [],
      demand: { meanPerDay: between(0.05, 12), dispersion: between(0.1, 0.8) },
      safetyStockUnits: whole(0, 40),
      isProtected: false,
    })),
    lanes: ids.flatMap((from) =>
      ids
        .filter((to) => to !== from)
        .map((to) => ({
          id: from * places + to,
          from,
          to,
          leadTimeDays: whole(2, 25),
          freightMinorPerUnit: whole(20, 250),
          handlingMinorPerUnit: 15,
          fixedMinor: whole(500, 8_000),
          minQuantity: 1,
          maxQuantity: null,
          maxGrams: null,
          maxCm3: null,
          wholePacks: true,
          hazmatAllowed: true,
          coldChainAllowed: true,
        })),
    ),
    openTransfers: [],
    policy: defaultRebalancePolicy,
  };
}
