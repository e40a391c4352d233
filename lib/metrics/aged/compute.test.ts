import fc from "fast-check";
import { expect, test } from "vitest";
import { agedBand, agedStock } from "./compute";

const receipts = [
  { day: "2025-01-01", quantity: 100 },
  { day: "2026-05-01", quantity: 30 },
  { day: "2026-01-15", quantity: 50 },
];

test("what lies there is what came last", () => {
  expect(agedStock(70, receipts, "2026-06-01")).toEqual({ units: [30, 40, 0, 0, 0], unknownAgeUnits: 0 });
  expect(agedStock(100, receipts, "2026-06-01")).toEqual({ units: [30, 50, 0, 0, 20], unknownAgeUnits: 0 });
});

test("stock that no receipt explains has an unknown age", () => {
  expect(agedStock(200, receipts, "2026-06-01").unknownAgeUnits).toBe(20);
  expect(agedStock(5, [], "2026-06-01")).toEqual({ units: [0, 0, 0, 0, 0], unknownAgeUnits: 5 });
});

test("the bands end at 90, 180, 270 and 365 days", () => {
  expect([0, 90, 91, 180, 181, 270, 271, 365, 366].map(agedBand)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4]);
});

test("bands and unknown sum to what is on hand", () => {
  const layers = fc.array(
    fc.record({ day: fc.constantFrom("2024-01-01", "2025-12-01", "2026-03-03"), quantity: fc.nat(80) }),
  );
  fc.assert(
    fc.property(fc.integer({ min: -5, max: 300 }), layers, (onHand, rows) => {
      const { units, unknownAgeUnits } = agedStock(onHand, rows, "2026-06-01");
      expect(units.reduce((sum, band) => sum + band, unknownAgeUnits)).toBe(Math.max(0, onHand));
    }),
  );
});
