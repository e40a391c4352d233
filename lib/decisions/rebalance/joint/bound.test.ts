import { expect, test } from "vitest";
import { defaultRebalancePolicy } from "../decide";
import { planJointly } from "./plan";

/** One place in need, and so many full ones beside it, each with a lane of its own that is a little dearer than the one before. */
function planOf(donors: number) {
  const place = (id: string, available: number, meanPerDay: number) => ({
    ...{ id, available, receipts: [], demand: { meanPerDay, dispersion: 0.1 } },
    ...{ safetyStockUnits: 0, isProtected: false },
  });
  const each = Array.from({ length: donors }, (_, n) => n);
  return planJointly({
    problems: [
      {
        sku: {
          ...{ id: "S", marginMinorPerUnit: 1_500, unitCostMinor: 500, packSize: 1 },
          ...{ weightGrams: null, volumeCm3: null, hazmat: false, coldChain: false },
        },
        locations: [place("need", 0, 3), ...each.map((n) => place(`full-${n}`, 300, 0.1))],
        lanes: each.map((n) => ({
          ...{ id: n, from: `full-${n}`, to: "need", leadTimeDays: 2, freightMinorPerUnit: 50 + n },
          ...{
            handlingMinorPerUnit: 0,
            fixedMinor: 1,
            minQuantity: 1,
            maxQuantity: 5,
            maxGrams: null,
            maxCm3: null,
          },
          ...{ wholePacks: true, hazmatAllowed: true, coldChainAllowed: true },
        })),
        openTransfers: [],
        policy: defaultRebalancePolicy,
      },
    ],
  });
}

test("more lanes into one place than a number has bits prove no more than they do", () => {
  const [some, many] = [planOf(31), planOf(40)];
  expect(many.objectiveMinor).toBeCloseTo(some.objectiveMinor, 6);
  expect(some.optimalityGap).toBeGreaterThan(0.000_1);
  expect(many.optimalityGap).toBeCloseTo(some.optimalityGap, 9);
});
