import fc from "fast-check";
import { expect, test } from "vitest";
import { availableToSell } from "./compute";

const open = { promotionReserveUnits: 0, share: 1, bufferUnits: 0, maxUnits: null };

test.each([
  ["sums the serving locations", [10, 5], open, 15],
  [
    "takes the reserve, then the share, rounds down, then the buffer",
    [105, 0],
    { promotionReserveUnits: 5, share: 0.33, bufferUnits: 3, maxUnits: null },
    30,
  ],
  ["never shows more than the limit", [500], { ...open, maxUnits: 50 }, 50],
  ["never goes below zero", [3], { ...open, bufferUnits: 10 }, 0],
  ["counts what is owed elsewhere", [10, -4], open, 6],
  ["has nothing to sell without a location", [], open, 0],
  ["keeps a product that is whole whole", [100], { ...open, share: 0.29 }, 29],
])("available to sell %s", (_, available, rule, expected) => {
  expect(availableToSell(available, rule)).toBe(expected);
});

test("one unknown location makes the sum unknown", () => {
  expect(availableToSell([10, null], open)).toBeNull();
});

test("it lies between zero and the stock, and grows with it", () => {
  const rules = fc.record({
    promotionReserveUnits: fc.nat(50),
    share: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
    bufferUnits: fc.nat(50),
    maxUnits: fc.option(fc.nat(500)),
  });
  fc.assert(
    fc.property(fc.nat(1_000), rules, (units, rule) => {
      const shown = availableToSell([units], rule) ?? -1;
      expect(shown).toBeGreaterThanOrEqual(0);
      expect(shown).toBeLessThanOrEqual(units);
      expect(availableToSell([units + 1], rule)).toBeGreaterThanOrEqual(shown);
    }),
  );
});
