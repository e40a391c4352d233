import loadHighs from "highs";
import { decideRebalance } from "@/lib/decisions/rebalance/decide";
import { planJointly } from "@/lib/decisions/rebalance/joint/plan";
import { buildNetwork } from "@/lib/decisions/rebalance/network";
import { solve } from "@/lib/decisions/rebalance/solve";
import { programOf } from "@/lib/decisions/rebalance/testing/program";
import type { RebalanceProblem } from "@/lib/decisions/rebalance/types";
import type { BenchResult } from "../result";
import { pairedRatio } from "./paired";
import { averageStock, equaliseCover, minMax } from "./transfers/rules";
import { asWatched, type Draws, drawDemand, earnedMinor, type Sent } from "./transfers/simulate";
import { transferWorld, type WorldTerms } from "./transfers/world";

const world = { seed: "transfers", places: 4, fixedMinorMost: 0, capacityUnitsMost: null };
const judgedSkus = 300;
const simulatedSkus = 400;
const watchedDays = 90;
const replications = 40;

/** Plans of transfers beside a solver, their proved bounds, and rules of thumb on the same drawn demand. */
export async function* run(): AsyncGenerator<BenchResult> {
  yield* besideSolver();
  yield* sharedLanes();
  yield* fewBesideSolver();
  yield* simulated();
}

async function* besideSolver(): AsyncGenerator<BenchResult> {
  const highs = await loadHighs();
  const problems = transferWorld({ ...world, skus: judgedSkus, fixedMinorMost: 8_000, leadTimeDays: 6 });
  const networks = problems.map((problem) => buildNetwork(problem)).filter(({ arcs }) => arcs.length > 0);
  let [ours, theirs, worst, below] = [0, 0, 0, 0];
  for (const network of networks) {
    const started = cpuSeconds();
    const plan = solve(network);
    ours += cpuSeconds() - started;
    const program = programOf([network]);
    const asked = cpuSeconds();
    const judged = highs.solve(program, { mip_rel_gap: 0, mip_abs_gap: 0 });
    theirs += cpuSeconds() - asked;
    if (judged.Status !== "Optimal") continue;
    const short = (judged.ObjectiveValue - plan.objective) / Math.max(1, judged.ObjectiveValue);
    worst = Math.max(worst, short);
    if (short > 1e-6) below++;
  }
  const against = `${networks.length} SKUs × 4 places; ${below} of them below the solver`;
  yield {
    name: "a SKU's plan below HiGHS, most",
    value: worst,
    unit: "of it",
    budget: "≤ 0.000001",
    against,
  };
  yield {
    name: "CPU time of HiGHS beside ours",
    value: theirs / ours,
    unit: "times",
    budget: "≥ 10",
    against: `${((ours / networks.length) * 1e6).toFixed(0)} µs a SKU`,
  };
}

const cases: { name: string; terms: Omit<WorldTerms, "seed">; gap: string }[] = [
  {
    name: "lanes with room for 1,000 units",
    terms: { skus: 1_000, places: 4, fixedMinorMost: 0, capacityUnitsMost: 1_000 },
    gap: "≤ 0.5",
  },
  {
    name: "shipments up to 4,000.00",
    terms: { skus: 1_000, places: 4, fixedMinorMost: 400_000, capacityUnitsMost: null },
    gap: "≤ 2",
  },
  {
    name: "12 places, lanes with room for 400 units",
    terms: { skus: 1_000, places: 12, fixedMinorMost: 0, capacityUnitsMost: 400 },
    gap: "≤ 0.5",
  },
  {
    name: "12 places, shipments up to 4,000.00",
    terms: { skus: 1_000, places: 12, fixedMinorMost: 400_000, capacityUnitsMost: null },
    gap: "≤ 2",
  },
];

async function* sharedLanes(): AsyncGenerator<BenchResult> {
  planJointly({ problems: transferWorld({ ...world, seed: "warm", skus: 200 }) });
  for (const { name, terms, gap } of cases) {
    const problems = transferWorld({ ...terms, seed: "transfers" });
    const started = cpuSeconds();
    const plan = planJointly({ problems });
    const seconds = cpuSeconds() - started;
    const apart = problems.reduce((sum, problem) => sum + decideRebalance(problem).objectiveMinor, 0);
    const beside =
      terms.capacityUnitsMost === null
        ? `, ${(plan.objectiveMinor / Math.max(1, apart)).toFixed(2)} × each SKU alone`
        : "";
    yield {
      name: `gap to the bound: ${name}`,
      value: plan.optimalityGap * 100,
      unit: "%",
      budget: gap,
      against: `${plan.shipments.length} shipments, ${plan.closed.length} lanes closed${beside}`,
    };
    if (terms.skus < 1_000) continue;
    yield {
      name: `CPU time for 1,000 SKUs: ${name}`,
      value: (seconds * 1_000) / terms.skus,
      unit: "s",
      budget: "≤ 1",
      against: null,
    };
  }
}

/** Few SKUs whose shipments cost about what they earn: the hard case for which lanes to use, small enough for a solver. */
async function* fewBesideSolver(): AsyncGenerator<BenchResult> {
  const highs = await loadHighs();
  let [worst, widest, solved] = [0, 0, 0];
  for (const [skus, places, capacityUnitsMost] of fewCases) {
    const terms = { skus, places, capacityUnitsMost, fixedMinorMost: 400_000, leadTimeDays: 6 };
    const problems = transferWorld({ ...terms, seed: `few ${skus} ${places}` });
    const plan = planJointly({ problems });
    const lanes = (problems[0]?.lanes ?? []).map((lane) => ({
      laneId: lane.id,
      fixedMinor: lane.fixedMinor,
      minUnits: 0,
      capacityUnits: lane.maxQuantity,
    }));
    const networks = problems.map((problem) => buildNetwork(problem, undefined, "shipment"));
    const judged = highs.solve(programOf(networks, lanes), { time_limit: 60, mip_rel_gap: 1e-4 });
    if (!(judged.ObjectiveValue > 0)) continue;
    solved++;
    worst = Math.max(worst, (1 - plan.objectiveMinor / judged.ObjectiveValue) * 100);
    widest = Math.max(widest, plan.optimalityGap * 100);
  }
  yield {
    name: "few SKUs, dear shipments: below HiGHS at most",
    value: worst,
    unit: "%",
    budget: "≤ 2",
    against: `${solved} problems; the bound alone proves ${widest.toFixed(1)} %`,
  };
}

const fewCases: [skus: number, places: number, capacityUnits: number | null][] = [
  [30, 4, null],
  [30, 4, 200],
  [60, 4, null],
  [20, 8, null],
  [20, 8, 150],
];

async function* simulated(): AsyncGenerator<BenchResult> {
  const truth = transferWorld({ ...world, seed: "simulated", skus: simulatedSkus, fixedMinorMost: 100_000 });
  const seen = truth.map((problem, at) => asWatched(problem, watchedDays, `watched ${at}`));
  const days = truth[0]?.policy.horizonDays ?? 0;
  const draws = Array.from({ length: replications }, (_, replication) =>
    truth.map((problem, at) => drawDemand(problem, days, `drawn ${at} ${replication}`)),
  );
  const nothing = gainsOf(
    truth,
    draws,
    truth.map(() => []),
  );
  const gains = (sent: Sent[][]) =>
    gainsOf(truth, draws, sent).map((minor, replication) => minor - (nothing[replication] ?? 0));
  const planned = (problems: RebalanceProblem[]) => planJointly({ problems }).plans.map((plan) => plan.moves);
  const ours = gains(planned(seen));
  const compared = (name: string, theirs: number[], budget: string): BenchResult => {
    const { ratio, low, high } = pairedRatio({ ours, theirs });
    return {
      name: `simulated gain beside ${name}`,
      value: ratio,
      unit: "times",
      budget,
      against: `${low.toFixed(3)} to ${high.toFixed(3)}; ${replications} times ${days} days of ${simulatedSkus} SKUs`,
    };
  };
  yield compared("a plan that knows the true demand", gains(planned(truth)), "≥ 0.95");
  for (const [name, rule] of [
    ["equal days of cover", equaliseCover],
    ["min/max", minMax],
    ["average stock", averageStock],
  ] as const) {
    const theirs = gains(seen.map(rule));
    const sum = theirs.reduce((all, minor) => all + minor, 0);
    if (sum > 0) yield compared(name, theirs, "≥ 1");
    else {
      const own = ours.reduce((all, minor) => all + minor, 0);
      yield {
        name: `simulated gain above ${name}, which loses`,
        value: (own - sum) / replications / 1e5,
        unit: "k",
        budget: "≥ 0",
        against: `ours ${(own / replications / 1e5).toFixed(0)} k, theirs ${(sum / replications / 1e5).toFixed(0)} k a time`,
      };
    }
  }
}

/** What all SKUs earn in each replication, fixed costs of the lanes in use paid once. */
function gainsOf(
  problems: readonly RebalanceProblem[],
  draws: readonly Draws[][],
  sent: readonly Sent[][],
): number[] {
  const lanes = new Map(problems[0]?.lanes.map((lane) => [lane.id, lane.fixedMinor]));
  const used = new Set(sent.flat().map(({ laneId }) => laneId));
  const fixed = [...lanes].reduce((sum, [id, minor]) => sum + (used.has(id) ? minor : 0), 0);
  return draws.map((drawn) =>
    problems.reduce(
      (sum, problem, at) => sum + earnedMinor(problem, sent[at] ?? [], drawn[at] ?? []),
      -fixed,
    ),
  );
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
