import fc from "fast-check";
import { expect, test } from "vitest";
import { findTippingPoints } from "../what-if/tipping-points";
import { elasticityOf } from "./response";
import { spreadByConversions } from "./share";
import { decideShifts, marginalProfit, type ShiftCampaign, shiftBetween } from "./shift";
import { shiftDials, stillShifts } from "./shift-tipping";
import type { ProductAd } from "./types";

const policy = { shiftShare: 0.2, days: 14 };
const poor: ShiftCampaign = {
  id: "poor",
  spendMinorPerDay: 10_000,
  budgetMinorPerDay: 10_000,
  marginMinorPerDay: 8_000,
  unitsPerDay: 4,
  elasticity: 0.5,
  isUsedUp: true,
  spareUnits: 0,
};
const rich: ShiftCampaign = {
  ...poor,
  id: "rich",
  marginMinorPerDay: 40_000,
  unitsPerDay: 20,
  spareUnits: 10_000,
};

test("the last coin earns elasticity × margin ÷ spend", () => {
  expect(marginalProfit(rich)).toBe(2); // 0.5 × 40,000 ÷ 10,000
  expect(marginalProfit(poor)).toBe(0.4); // 0.5 × 8,000 ÷ 10,000
  expect(marginalProfit(rich, 4)).toBe(1); // a slope that falls with the root of the spend
});

test("a fifth of the smaller budget moves: 40,000 × (√1.2 − 1) − 8,000 × (1 − √0.8)", () => {
  // √1.2 = 1.0954451: + 3,817.8. √0.8 = 0.8944272: − 844.6. Together 2,973.2 a day.
  const [shift] = decideShifts([poor, rich], policy);
  expect(shift).toMatchObject({ from: "poor", to: "rich", minorPerDay: 2_000, limit: "share" });
  expect(shift?.gainMinorPerDay).toBeCloseTo(2_973.2, 1);
});

test("no more than can be sold of what is spare: 14 units in 14 days are 1 a day, so 21² ÷ 20² of the spend", () => {
  // 20 × share^0.5 = 21 → share = 1.1025 → 1,025 a day.
  const shift = shiftBetween(poor, { ...rich, spareUnits: 14 }, policy);
  expect(shift).toMatchObject({ minorPerDay: 1_025, limit: "stock" });
});

test("a budget that is not used up is lowered by the share of itself: of 11,000 to 8,800, so that 1,200 of 10,000 are saved", () => {
  expect(shiftBetween({ ...poor, budgetMinorPerDay: 11_000 }, rich, policy)?.minorPerDay).toBe(1_200);
  expect(shiftBetween({ ...poor, budgetMinorPerDay: 12_500 }, rich, policy)).toBeNull();
});

test("days that spent more than the budget allows now move no budget by more than its share: 2,000 of 10,000", () => {
  const over = { spendMinorPerDay: 15_000, marginMinorPerDay: 60_000 };
  expect(shiftBetween({ ...poor, spendMinorPerDay: 15_000 }, rich, policy)?.minorPerDay).toBe(2_000);
  const from = { ...poor, spendMinorPerDay: 15_000, budgetMinorPerDay: 15_000 };
  expect(shiftBetween(from, { ...rich, ...over }, policy)?.minorPerDay).toBe(2_000);
});

test("it ends where both earn the same", () => {
  // Slopes 2 ÷ √(1 + x) and 1.2 ÷ √(1 − x): 4 (1 − x) = 1.44 (1 + x), x = 2.56 ÷ 5.44 = 0.470588, of 10,000.
  // 40,000 × (√1.470588 − 1) − 24,000 × (1 − √0.529412) = 8,507.1 − 6,537.7 = 1,969.4.
  const shift = shiftBetween({ ...poor, marginMinorPerDay: 24_000 }, rich, { ...policy, shiftShare: 0.9 });
  expect(shift).toMatchObject({ minorPerDay: 4_705, limit: "even" });
  expect(shift?.gainMinorPerDay).toBeCloseTo(1_969.4, 0);
});

test("a shift that earns less than a tenth of what it moves is left", () => {
  // 60 ÷ √(10,000 + m) beside 50 ÷ √(10,000 − m): even at 1,803, where it earns 12,000 × 0.08640 − 10,000 × 0.09463 = 91.
  const to = { ...rich, marginMinorPerDay: 12_000 };
  expect(shiftBetween({ ...poor, marginMinorPerDay: 10_000 }, to, policy)).toBeNull();
});

test("it holds while a part p of the receiver's margin has p × 3,817.8 − 844.6 above a tenth of 2,000: down to 0.3", async () => {
  const found = await findTippingPoints(
    shiftDials({ from: poor, to: rich }, { from: "Poor", to: "Rich" }),
    "ad_shift",
    (pair) => (stillShifts(pair, policy) ? "ad_shift" : null),
  );
  expect(found.points).toEqual([
    {
      key: "earns",
      params: { campaign: "Rich" },
      now: 1,
      direction: "below",
      holdsUntil: 0.3,
      becomes: null,
    },
  ]);
  // 3,817.8 − 3 × 844.6 is still above it.
  expect(found.steady).toMatchObject([{ params: { campaign: "Poor" }, holdsUntil: 3 }]);
});

test("nothing moves to what is not overstocked or does not spend its budget, nor away from what is overstocked", () => {
  expect(decideShifts([poor, { ...rich, spareUnits: 0 }], policy)).toEqual([]);
  expect(decideShifts([poor, { ...rich, isUsedUp: false }], policy)).toEqual([]);
  expect(decideShifts([{ ...poor, spareUnits: 50 }, rich], policy)).toEqual([]);
});

test("no campaign takes part twice, moves more than its share, or moves for nothing", () => {
  const campaigns = fc.array(
    fc.record({
      id: fc.integer({ min: 1, max: 1_000 }),
      spendMinorPerDay: fc.integer({ min: 0, max: 1_000_000 }),
      budgetMinorPerDay: fc.integer({ min: 0, max: 1_000_000 }),
      marginMinorPerDay: fc.integer({ min: 0, max: 5_000_000 }),
      unitsPerDay: fc.double({ min: 0, max: 500, noNaN: true }),
      elasticity: fc.double({ min: 0.1, max: 0.95, noNaN: true }),
      isUsedUp: fc.boolean(),
      spareUnits: fc.integer({ min: 0, max: 5_000 }),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(campaigns, (given) => {
      const unique = [...new Map(given.map((one) => [one.id, one])).values()];
      const shifts = decideShifts(unique, policy);
      const ids = shifts.flatMap(({ from, to }) => [from, to]);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { from, to, minorPerDay, gainMinorPerDay } of shifts) {
        for (const { id, spendMinorPerDay, budgetMinorPerDay } of unique)
          if (id === from || id === to)
            expect(minorPerDay).toBeLessThanOrEqual(0.2 * Math.min(spendMinorPerDay, budgetMinorPerDay));
        expect(gainMinorPerDay).toBeGreaterThan(0);
        expect(Number.isInteger(minorPerDay)).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});

test("a response is fitted only where the spend changed, and drawn to the assumption by 28 days", () => {
  expect(elasticityOf({ slope: 0.3, days: 28, spread: 0.4 }, 0.7)).toEqual({ value: 0.5, isFitted: true });
  expect(elasticityOf({ slope: 0.3, days: 28, spread: 0.02 }, 0.7)).toEqual({ value: 0.7, isFitted: false });
  expect(elasticityOf({ slope: null, days: 0, spread: null }, 0.7)).toEqual({ value: 0.7, isFitted: false });
  expect(elasticityOf({ slope: 9, days: 1_000, spread: 1 }, 0.7).value).toBe(0.95);
});

test("spend booked on one SKU of a campaign is spread by conversions: 90 by 2 : 1 : 0", () => {
  const ad = (id: number, spend: number, units: number | null): ProductAd => ({
    id,
    sku: {
      id,
      available: 1,
      backorder: false,
      organicDemand: null,
      resupplyInDays: null,
      marginMinorPerUnit: 1,
      priceMinor: 1,
    },
    state: "enabled",
    pausedByPlimsoll: false,
    hoursSinceToggle: null,
    spendMinorPerDay: { low: spend, mid: spend, high: spend },
    adUnitsPerDay: units,
  });
  const mids = (ads: ProductAd[]) =>
    spreadByConversions(ads).map(({ spendMinorPerDay }) => spendMinorPerDay.mid);
  expect(mids([ad(1, 90, 2), ad(2, 0, 1), ad(3, 0, null)])).toEqual([60, 30, 0]);
  expect(mids([ad(1, 90, null), ad(2, 0, null)])).toEqual([45, 45]);
});
