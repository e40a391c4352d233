import { expect, test } from "vitest";
import { decideRebalance, defaultRebalancePolicy } from "../decide";
import type { RebalanceLane, RebalanceProblem } from "../types";
import { planJointly } from "./plan";

/**
 * LAX holds units of each product that nobody there asks for, SZX is out and sells a hundred a day: every unit that arrives
 * is sold, so a unit earns its margin − 200 freight, and in the plan's objective a tenth of the margin less (the hurdle).
 * A: 1,000 − 200 − 100 = 700. B: 600 − 200 − 60 = 340.
 */
function product(id: string, margin: number, units: number, lane: Partial<RebalanceLane>): RebalanceProblem {
  const place = { receipts: [], safetyStockUnits: 0, isProtected: false };
  return {
    sku: {
      id,
      marginMinorPerUnit: margin,
      unitCostMinor: 0,
      packSize: 1,
      weightGrams: id === "A" ? 2_000 : 500,
      volumeCm3: null,
      hazmat: false,
      coldChain: false,
    },
    locations: [
      { ...place, id: "LAX", available: units, demand: { meanPerDay: 0, dispersion: 0 } },
      { ...place, id: "SZX", available: 0, demand: { meanPerDay: 100, dispersion: 0 } },
    ],
    lanes: [
      {
        id: "LAX>SZX",
        from: "LAX",
        to: "SZX",
        leadTimeDays: 6,
        freightMinorPerUnit: 200,
        handlingMinorPerUnit: 0,
        fixedMinor: 0,
        minQuantity: 1,
        maxQuantity: null,
        maxGrams: null,
        maxCm3: null,
        wholePacks: true,
        hazmatAllowed: true,
        coldChainAllowed: true,
        ...lane,
      },
    ],
    openTransfers: [],
    policy: defaultRebalancePolicy,
  };
}

const both = (lane: Partial<RebalanceLane>) => [product("A", 1_000, 10, lane), product("B", 600, 10, lane)];
const unitsOf = (plan: ReturnType<typeof planJointly>) =>
  plan.plans.map(({ moves }) => moves.reduce((sum, move) => sum + move.quantity, 0));

test("two products share a shipment that neither could pay: 10 × 700 + 10 × 340 − 8,000 = 2,400", () => {
  const problems = both({ fixedMinor: 8_000 });
  expect(problems.map((problem) => decideRebalance(problem).moves)).toEqual([[], []]);
  const plan = planJointly({ problems });
  expect(unitsOf(plan)).toEqual([10, 10]);
  expect(plan.objectiveMinor).toBeCloseTo(2_400, 3);
  expect(plan.optimalityGap).toBe(0);
  // Before the fixed cost A earns 10 × 800 and B 10 × 400: they pay two thirds and one third of it.
  expect(plan.plans.map(({ moves }) => moves[0]?.fixedMinor)).toEqual([5_333, 2_667]);
  expect(plan.plans.map(({ moves }) => moves[0]?.valueMinor)).toEqual([2_667, 1_333]);
});

test("a shipment dearer than all its goods earn does not go: 10 × 700 + 10 × 340 = 10,400 < 11,000", () => {
  const plan = planJointly({ problems: both({ fixedMinor: 11_000 }) });
  expect(unitsOf(plan)).toEqual([0, 0]);
  expect(plan.closed).toEqual([
    { laneId: "LAX>SZX", why: "fixed_cost_not_earned", earnsMinor: expect.closeTo(10_400, 3), units: 20 },
  ]);
});

test("room for 15 units goes to what earns most: 10 × 700 + 5 × 340 = 8,700, one more unit would earn 340", () => {
  const plan = planJointly({ problems: both({ maxQuantity: 15 }) });
  expect(unitsOf(plan)).toEqual([10, 5]);
  expect(plan.objectiveMinor).toBeCloseTo(8_700, 3);
  expect(plan.optimalityGap).toBeLessThan(0.002);
});

test("room for 12 kg goes by what earns most a gram: B 340 ÷ 500 before A 700 ÷ 2,000", () => {
  // 10 × 500 g of B leave 7,000 g: 3 of A. 10 × 340 + 3 × 700 = 5,500.
  const plan = planJointly({ problems: both({ maxGrams: 12_000 }) });
  expect(unitsOf(plan)).toEqual([3, 10]);
  expect(plan.objectiveMinor).toBeCloseTo(5_500, 3);
});

test("a least shipment beyond all goods is named, and one beyond the lane's own room as a clash", () => {
  const short = planJointly({ problems: both({ minQuantity: 25 }) });
  expect(unitsOf(short)).toEqual([0, 0]);
  expect(short.closed).toEqual([expect.objectContaining({ why: "minimum_not_reached", units: 20 })]);
  const clash = planJointly({ problems: both({ minQuantity: 18, maxQuantity: 15 }) });
  expect(unitsOf(clash)).toEqual([0, 0]);
  expect(clash.closed).toEqual([expect.objectContaining({ why: "minimum_above_capacity" })]);
});

test("what a shipment that goes anyway has paid is not asked again, and its room is what is left", () => {
  const terms = {
    laneId: "LAX>SZX",
    fixedMinor: 0,
    minUnits: 0,
    minValueMinor: 0,
    capacityUnits: 4,
    capacityGrams: null,
    capacityCm3: null,
  };
  const plan = planJointly({ problems: both({ fixedMinor: 50_000 }), terms: [terms] });
  expect(unitsOf(plan)).toEqual([4, 0]);
  expect(plan.objectiveMinor).toBeCloseTo(2_800, 3);
  const full = planJointly({ problems: both({}), terms: [{ ...terms, capacityUnits: 0 }] });
  expect(unitsOf(full)).toEqual([0, 0]);
});
