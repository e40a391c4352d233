import fc from "fast-check";
import { expect, test } from "vitest";
import { type Promotion, promotionAdjustments, upliftOf, withoutPromotions } from "./promotion";

const none = { units: 0, usualUnits: 0 };
const promotion = (fromDay: string, toDay: string, sold: Partial<Promotion> = {}): Promotion => ({
  ...{ id: 1, skuId: 1, locationIds: [1], fromDay, toDay },
  ...{ own: { units: 380, usualUnits: 80 }, all: { units: 700, usualUnits: 300 }, ...sold },
});

test("an item's own promotions, drawn towards those of all", () => {
  // All: (700 + 100) ÷ (300 + 100) = 2. Own: (380 + 20 × 2) ÷ (80 + 20) = 4.2.
  expect(upliftOf({ units: 380, usualUnits: 80 }, { units: 700, usualUnits: 300 })).toBeCloseTo(4.2, 9);
  // Without any of its own it is theirs.
  expect(upliftOf(none, { units: 700, usualUnits: 300 })).toBeCloseTo(2, 9);
  expect(upliftOf(none, none)).toBe(1);
});

test("what is hardly more, or less, is no effect, and the greatest is bounded", () => {
  fc.assert(
    fc.property(
      fc.nat(1e6),
      fc.nat(1e4),
      fc.nat(1e6),
      fc.nat(1e4),
      (units, usualUnits, allUnits, allUsual) => {
        const uplift = upliftOf({ units, usualUnits }, { units: allUnits, usualUnits: allUsual });
        expect(uplift === 1 || (uplift >= 1.1 && uplift <= 5)).toBe(true);
      },
    ),
  );
});

test("days of a promotion that is over count as usual ones, others as they are", () => {
  const sold = { ages: [1, 2, 3, 4, 5], units: [10, 42, 42, 42, 10] };
  expect(withoutPromotions(sold, "2026-06-17", [promotion("2026-06-13", "2026-06-15")])).toEqual([
    10,
    expect.closeTo(10, 9),
    expect.closeTo(10, 9),
    expect.closeTo(10, 9),
    10,
  ]);
});

test("coming days are raised, save where a person spoke of them or a turn is seen", () => {
  const coming = promotion("2026-06-20", "2026-06-22");
  expect(promotionAdjustments("2026-06-17", [coming], [])).toEqual([
    {
      ...{ kind: "promotion", id: 1, fromDay: 3, toDay: 6, unitsPerDay: null },
      factor: expect.closeTo(4.2, 9),
    },
  ]);
  const said = { kind: "override" as const, id: 9, factor: 2, unitsPerDay: null };
  const adjusted = (fromDay: number, toDay: number) =>
    promotionAdjustments("2026-06-17", [coming], [{ ...said, fromDay, toDay }]);
  const days = (fromDay: number, toDay: number) =>
    adjusted(fromDay, toDay).map((one) => [one.fromDay, one.toDay]);
  expect(days(5, 9)).toEqual([[3, 5]]);
  expect(days(-3, 4)).toEqual([[4, 6]]);
  expect(days(4, 5)).toEqual([
    [3, 4],
    [5, 6],
  ]);
  expect(days(6, 9)).toEqual([[3, 6]]);
  expect(days(0, 9)).toEqual([]);
  // Over, or without any effect.
  expect(promotionAdjustments("2026-06-23", [coming], [])).toEqual([]);
  expect(promotionAdjustments("2026-06-17", [{ ...coming, own: none, all: none }], [])).toEqual([]);
});
