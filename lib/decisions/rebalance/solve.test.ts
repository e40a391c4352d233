import fc from "fast-check";
import loadHighs from "highs";
import { expect, test } from "vitest";
import { decideRebalance, defaultRebalancePolicy } from "./decide";
import { carriageMinorPerUnit, holdingMinorPerUnit, hurdleMinorPerUnit } from "./lanes";
import { donorLossChance, receiverChance } from "./marginal-values";
import type { Network } from "./network";
import { buildNetwork } from "./network";
import type { Flow } from "./objective";
import { givenSteps, objectiveOf } from "./objective";
import { sortPlaces } from "./places";
import { solve } from "./solve";
import { chainWork, solveChain } from "./solve-chain";
import { solveGreedy } from "./solve-greedy";
import { solveStages } from "./solve-stages";
import { programOf } from "./testing/program";
import type { RebalanceLane, RebalanceProblem } from "./types";

const within = (flowValue: number) => 1e-6 * (1 + Math.abs(flowValue));

const place = fc.record({
  available: fc.integer({ min: 0, max: 24 }),
  perDay: fc.constantFrom(0.02, 0.05, 0.1, 0.3),
  dispersion: fc.constantFrom(0, 0.5, 4),
  receipt: fc.option(
    fc.record({ days: fc.integer({ min: 1, max: 26 }), quantity: fc.integer({ min: 1, max: 6 }) }),
    { nil: null },
  ),
});

const lane = fc.record({
  leadTimeDays: fc.constantFrom(2, 6, 15),
  freightMinorPerUnit: fc.constantFrom(0, 60, 300),
  fixedMinor: fc.constantFrom(0, 150, 900),
  minQuantity: fc.constantFrom(1, 1, 3),
  maxQuantity: fc.constantFrom(null, 4),
});

/** Two to four places, all ways between them, few units: small enough to try everything. */
const smallProblem = fc
  .record({
    places: fc.array(place, { minLength: 2, maxLength: 4 }),
    lanes: fc.array(lane, { minLength: 12, maxLength: 12 }),
    packSize: fc.constantFrom(1, 1, 2, 3),
    margin: fc.constantFrom(400, 1_000),
  })
  .map(
    ({ places, lanes, packSize, margin }): RebalanceProblem => ({
      sku: {
        id: 1,
        marginMinorPerUnit: margin,
        unitCostMinor: 500,
        packSize,
        weightGrams: null,
        volumeCm3: null,
        hazmat: false,
        coldChain: false,
      },
      locations: places.map((one, id) => ({
        id,
        available: one.available,
        receipts: one.receipt ? [one.receipt] : [],
        demand: { meanPerDay: one.perDay, dispersion: one.dispersion },
        safetyStockUnits: 1,
        isProtected: false,
      })),
      lanes: places.flatMap((_, from) =>
        places.flatMap((__, to) => (from === to ? [] : [laneBetween(from, to, places.length, lanes)])),
      ),
      openTransfers: [],
      policy: defaultRebalancePolicy,
    }),
  );

type LaneTerms = Pick<
  RebalanceLane,
  "leadTimeDays" | "freightMinorPerUnit" | "fixedMinor" | "minQuantity" | "maxQuantity"
>;

function laneBetween(from: number, to: number, places: number, terms: LaneTerms[]): RebalanceLane {
  const index = from * (places - 1) + (to > from ? to - 1 : to);
  return {
    id: `${from}>${to}`,
    from,
    to,
    handlingMinorPerUnit: 10,
    maxGrams: null,
    maxCm3: null,
    wholePacks: true,
    hazmatAllowed: true,
    coldChainAllowed: true,
    ...(terms[index] ?? {
      leadTimeDays: 3,
      freightMinorPerUnit: 50,
      fixedMinor: 0,
      minQuantity: 1,
      maxQuantity: null,
    }),
  };
}

/** Every allowed flow, by counting up. */
function* allFlows(network: Network): Generator<Flow> {
  const flow = new Int32Array(network.arcs.length);
  for (;;) {
    const given = givenSteps(network, flow);
    if (network.donors.every((donor, index) => (given[index] ?? 0) <= donor.spareSteps)) yield flow;
    let index = 0;
    for (; index < flow.length; index++) {
      const arc = network.arcs[index];
      const steps = flow[index] ?? 0;
      const next = steps === 0 ? (arc?.minSteps ?? 1) : steps + (arc?.stride ?? 1);
      if (next <= (arc?.maxSteps ?? 0)) {
        flow[index] = next;
        break;
      }
      flow[index] = 0;
    }
    if (index === flow.length) return;
  }
}

function countFlows(network: Network): number {
  return network.arcs.reduce((product, arc) => product * ((arc.maxSteps - arc.minSteps) / arc.stride + 2), 1);
}

/** The objective worked out unit by unit from the chances, without the network's sums. */
function naiveObjective(problem: RebalanceProblem, network: Network, flow: Flow): number {
  const { policy, sku } = problem;
  const places = sortPlaces(problem);
  let sum = 0;
  for (const receiver of network.receivers) {
    let k = 0;
    for (const index of receiver.arcs) {
      const arc = network.arcs[index];
      const units = (flow[index] ?? 0) * network.stepUnits;
      if (!arc || units === 0) continue;
      const chance = receiverChance(receiver.location, arc.lane.leadTimeDays, policy.horizonDays);
      const held = holdingMinorPerUnit(problem, arc.lane);
      for (let unit = 0; unit < units; unit++) {
        const sold = chance(++k);
        sum += sold * sku.marginMinorPerUnit - (1 - sold) * held;
      }
      sum -=
        units * (carriageMinorPerUnit(problem, arc.lane) + hurdleMinorPerUnit(problem)) + arc.lane.fixedMinor;
    }
  }
  givenSteps(network, flow).forEach((steps, index) => {
    const spare = places.spare.get(network.donors[index]?.location.id ?? -1);
    if (!spare) return;
    const chance = donorLossChance(spare.location, policy.horizonDays, spare.atHorizon);
    for (let k = 1; k <= steps * network.stepUnits; k++) sum -= chance(k) * sku.marginMinorPerUnit;
  });
  return sum;
}

test("a plan is as good as the best of all plans", () => {
  let compared = 0;
  fc.assert(
    fc.property(smallProblem, (problem) => {
      const network = buildNetwork(problem);
      fc.pre(countFlows(network) <= 20_000);
      let best = 0;
      for (const flow of allFlows(network)) best = Math.max(best, objectiveOf(network, flow));
      const { flow, objective, upperBound } = solve(network);
      expect(Math.abs(objective - best)).toBeLessThan(within(best));
      expect(upperBound).toBeGreaterThan(best - within(best));
      expect(Math.abs(naiveObjective(problem, network, flow) - objective)).toBeLessThan(within(best));
      if (best > 0) compared++;
    }),
    { numRuns: 600 },
  );
  expect(compared).toBeGreaterThan(100);
});

test("each way of solving stays between the truth and its bound", () => {
  fc.assert(
    fc.property(smallProblem, (problem) => {
      const network = buildNetwork(problem);
      fc.pre(network.arcs.length > 0 && countFlows(network) <= 5_000);
      let best = 0;
      for (const flow of allFlows(network)) best = Math.max(best, objectiveOf(network, flow));
      expect(Math.abs(solveStages(network).objective - best)).toBeLessThan(within(best));
      if (chainWork(network) < Number.POSITIVE_INFINITY) {
        expect(Math.abs(solveChain(network).objective - best)).toBeLessThan(within(best));
      }
      const greedy = solveGreedy(network);
      expect(greedy.objective).toBeLessThan(best + within(best));
      expect(greedy.upperBound).toBeGreaterThan(best - within(best));
    }),
    { numRuns: 300 },
  );
});

test("every plan keeps packs, minimums, limits and floors, and never sends both ways", () => {
  fc.assert(
    fc.property(smallProblem, (problem) => {
      const { moves, optimalityGap } = decideRebalance(problem);
      const spare = sortPlaces(problem).spare;
      const senders = new Set(moves.map((move) => move.from));
      for (const move of moves) {
        const used = problem.lanes.find((one) => one.id === move.laneId);
        expect(move.quantity % problem.sku.packSize).toBe(0);
        expect(move.quantity).toBeGreaterThanOrEqual(used?.minQuantity ?? 0);
        expect(move.quantity).toBeLessThanOrEqual(used?.maxQuantity ?? Number.POSITIVE_INFINITY);
        expect(senders.has(move.to)).toBe(false);
      }
      for (const from of senders) {
        const sent = moves.filter((move) => move.from === from).reduce((sum, move) => sum + move.quantity, 0);
        expect(sent).toBeLessThanOrEqual(spare.get(from)?.units ?? 0);
      }
      expect(optimalityGap).toBeGreaterThanOrEqual(0);
      expect(optimalityGap).toBeLessThanOrEqual(1);
    }),
  );
});

test("a solver of mixed-integer programs finds nothing better in networks too large to try everything", async () => {
  const highs = await loadHighs();
  for (const scale of [1, 1.7, 3]) {
    const problem: RebalanceProblem = {
      sku: {
        id: 1,
        marginMinorPerUnit: 900,
        unitCostMinor: 500,
        packSize: 4,
        weightGrams: null,
        volumeCm3: null,
        hazmat: false,
        coldChain: false,
      },
      locations: [300, 220, 180, 0, 12, 20].map((available, id) => ({
        id,
        available: Math.round(available * scale),
        receipts: [],
        demand: { meanPerDay: scale * (1 + (id % 3)), dispersion: 0.3 },
        safetyStockUnits: 6,
        isProtected: false,
      })),
      lanes: [0, 1, 2].flatMap((from) =>
        [3, 4, 5].map((to) => ({
          ...laneBetween(from, to, 6, []),
          // One lead time: then the program below is the same problem.
          leadTimeDays: 5,
          freightMinorPerUnit: 40 + 30 * ((from * 2 + to) % 4),
          fixedMinor: 1_500 + 500 * ((from + to) % 3),
          minQuantity: 12,
        })),
      ),
      openTransfers: [],
      policy: defaultRebalancePolicy,
    };
    const network = buildNetwork(problem);
    const ours = solve(network);
    const theirs = highs.solve(programOf([network]), { mip_rel_gap: 0, mip_abs_gap: 0 });
    expect(theirs.Status).toBe("Optimal");
    expect(network.receivers.length).toBeGreaterThan(1);
    expect(ours.upperBound).toBeGreaterThan(theirs.ObjectiveValue - 1e-3);
    expect(ours.objective / theirs.ObjectiveValue).toBeGreaterThan(0.995);
    expect(ours.objective).toBeLessThan(theirs.ObjectiveValue + 1e-3);
  }
});
