import fc from "fast-check";
import { expect, test } from "vitest";
import { shelfOf, walkSpan } from "./shelf-walk";

const poisson = (meanPerDay: number) => ({ meanPerDay, dispersion: 0 });

test("one unit against a Poisson demand sells 1 − e^−λ, worked out by hand", () => {
  // λ = 2: 1 − e^−2 = 0.864665; the shelf keeps the unit with e^−2 = 0.135335.
  const { soldUnits, left } = walkSpan(shelfOf(1), { days: 1, demand: poisson(2), receivedUnits: 0 });
  expect(soldUnits).toBeCloseTo(0.864665, 5);
  expect(left.units.reduce((sum, unit, i) => sum + unit * (left.weights[i] ?? 0), 0)).toBeCloseTo(
    0.135335,
    5,
  );
});

test("two units over two spans: what the first leaves the second can sell", () => {
  // Span 1, λ = 1: P(D = 0) = 0.367879, P(1) = 0.367879, P(≥ 2) = 0.264241. Sold 0.367879 + 2 × 0.264241 = 0.896362.
  // Left 2 with 0.367879, 1 with 0.367879. Span 2, λ = 1: from 2 again 0.896362, from 1 0.632121; together 0.562297.
  const first = walkSpan(shelfOf(2), { days: 1, demand: poisson(1), receivedUnits: 0 });
  expect(first.soldUnits).toBeCloseTo(0.896362, 5);
  const second = walkSpan(first.left, { days: 1, demand: poisson(1), receivedUnits: 0 });
  expect(second.soldUnits).toBeCloseTo(0.562297, 5);
});

test("units owed are served from what arrives, before anything is sold", () => {
  const empty = walkSpan(shelfOf(-3), { days: 2, demand: poisson(5), receivedUnits: 0 });
  expect(empty.soldUnits).toBe(0);
  const { soldUnits } = walkSpan(empty.left, { days: 50, demand: poisson(5), receivedUnits: 10 });
  expect(soldUnits).toBeCloseTo(7, 6);
});

test("sold and left add up to what was there, never less than nothing", () => {
  const spans = fc.record({
    available: fc.integer({ min: 0, max: 3_000 }),
    mean: fc.double({ min: 0, max: 60, noNaN: true }),
    dispersion: fc.double({ min: 0, max: 3, noNaN: true }),
    days: fc.double({ min: 0, max: 40, noNaN: true }),
    received: fc.integer({ min: 0, max: 500 }),
  });
  fc.assert(
    fc.property(spans, ({ available, mean, dispersion, days, received }) => {
      const first = walkSpan(shelfOf(available), {
        days,
        demand: { meanPerDay: mean, dispersion },
        receivedUnits: received,
      });
      const left = first.left.units.reduce((sum, unit, i) => sum + unit * (first.left.weights[i] ?? 0), 0);
      expect(first.soldUnits).toBeGreaterThanOrEqual(0);
      expect(first.soldUnits + left).toBeCloseTo(available + received, 3);
      expect(first.left.units.every((unit) => unit >= 0)).toBe(true);
    }),
    { numRuns: 60 },
  );
});
