import { expect, test } from "vitest";
import { defaultRules } from "../policy/default-rules";
import { excessCandidates } from "./excess-candidates";
import type { Inputs, ShelfInput, SkuInput } from "./load-inputs";
import { rebalanceProblem } from "./problem";

const now = new Date("2026-11-22T09:00:00Z");
const rules = defaultRules("USD");

const shelf = (own: Pick<ShelfInput, "locationId" | "state" | "available" | "meanPerDay">): ShelfInput => ({
  ...{ skuId: 1, incoming: 0, dispersion: 0, coverDays: null, gapDays: 0, nextArrivalAt: null },
  ...{ safetyStockUnits: 0, stockoutProbability: 0, excessUnits: 0, excessMinor: 0, lostMinorPerDay: 0 },
  ...{ marginMinor: 1_000, unitCostMinor: 3_650, asOf: now, forecastAt: now, computedAt: now },
  ...own,
});
/** 50 lie at A, which sells one in 100 days: 90 days of it are 0.9, so 49.1 are too many. B sells one in 20 days and has none. */
const sku: SkuInput = {
  ...{ id: 1, code: "PLM-1", title: "Lamp", category: null, packSize: 1, currency: "USD" },
  ...{ hasCost: true, hasPrice: true, priceMinor: 4_650, weightGrams: null, volumeCm3: null },
  ...{ hazmat: false, coldChain: false, receipts: new Map(), openTransfers: [], plannedUnits: new Map() },
  shelves: [
    {
      ...shelf({ locationId: 1, state: "excess", available: 50, meanPerDay: 0.01 }),
      ...{ coverDays: 5_000, excessUnits: 49.1, excessMinor: 179_215 },
    },
    // No shortage of its own: a card of one would have dealt with it.
    shelf({ locationId: 2, state: "healthy", available: 0, meanPerDay: 0.05 }),
  ],
};
const inputs = (freightMinorPerUnit: number): Inputs => ({
  ...{ now, currency: "USD", channels: new Map(), policyAt: now, demandChannels: new Map() },
  skus: new Map([[1, sku]]),
  locations: new Map([
    [1, { id: 1, code: "AAA", name: "Alpha", source: "warehouse" }],
    [2, { id: 2, code: "BBB", name: "Beta", source: "warehouse" }],
  ]),
  lanes: [
    {
      ...{ id: 7, from: 1, to: 2, leadTimeDays: 8, freightMinorPerUnit, handlingMinorPerUnit: 0 },
      ...{ fixedMinor: 0, minQuantity: 1, maxQuantity: null, maxGrams: null, maxCm3: null, wholePacks: true },
      ...{
        hazmatAllowed: true,
        coldChainAllowed: true,
        departsOn: null,
        minValueMinor: 0,
        cooldownDays: null,
      },
      ...{ leaving: { units: 0, grams: 0, cm3: 0, goodsMinor: 0, fixedMinor: 0 }, standing: null },
    },
  ],
});
const candidates = (freightMinorPerUnit: number, taken: number[] = []) => {
  const given = inputs(freightMinorPerUnit);
  const problem = rebalanceProblem(given, sku, rules);
  return problem ? excessCandidates(given, sku, problem, new Set(taken), rules) : null;
};

test("what lies too much at A is worth 700 at B: two units, worked out by hand", () => {
  // After 8 days on the way B sells a Poisson of mean 20 × 0.05 = 1 until the horizon of 28 days: at least one with
  // P = 1 − e⁻¹ = 0.6321, at least two with 0.2642, at least three with 0.0803. The margin is 1,000; freight 60; holding is
  // 3,650 × 20 % ÷ 365 = 2 a day: 16 on the way, and 40 there unless it is sold; the hurdle is 100.
  //   first  632.1 − 60 − 16 − 0.3679 × 40 = 541.4   second 264.2 − 60 − 16 − 0.7358 × 40 = 158.8   third 80.3 − 76 − 36.8 < 0
  // A gives them up for nothing: it would sell 0.28 of its 50. Together 541.4 + 158.8 = 700, over 28 days 25 a day.
  const [card, ...others] = candidates(60) ?? [];
  expect(others).toEqual([]);
  expect(card).toMatchObject({
    kind: "excess",
    team: "supply",
    subjectKey: "excess:1:1",
    lossMinorPerDay: 25,
    valueMinor: 700,
    problem: {
      key: "excess",
      params: { locationCode: "AAA", excessUnits: 49.1, excessMinor: 179_215, coverDays: 5_000 },
      locationIds: [1, 2],
    },
    blockedReasons: [],
  });
  expect(card?.options).toMatchObject([
    {
      key: "transfer:7",
      quantityUnits: 2,
      valueMinor: 700,
      // 120 freight, 32 on the way, 44 there: 0.3679 × 40 + 0.7358 × 40.
      costMinor: 196,
      steps: [
        { kind: "transfer", laneId: 7, originId: 1, destinationId: 2, quantityUnits: 2, freightMinor: 120 },
      ],
    },
    { key: "do_nothing", valueMinor: -700 },
  ]);
});

test("where it earns less than the hurdle, or a shortage's card deals with it, there is no card", () => {
  // Freight of 520: the first unit earns 632.1 − 520 − 16 − 14.7 = 81.4, below 0.1 × 1,000.
  expect(candidates(520)).toEqual([]);
  // At 500 it earns 101.4.
  expect(candidates(500)).toMatchObject([{ valueMinor: 101, options: [{ quantityUnits: 1 }, {}] }]);
  expect(candidates(60, [2])).toEqual([]);
});
