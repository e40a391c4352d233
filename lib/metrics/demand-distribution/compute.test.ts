import fc from "fast-check";
import { expect, test } from "vitest";
import {
  demandQuantile,
  expectedShortfall,
  probabilityAtLeast,
  quantileOf,
  tailAt,
  tailTable,
  windowDemand,
} from "./compute";

test("without dispersion it is a Poisson", () => {
  const week = windowDemand({ meanPerDay: 0.5, dispersion: 0 }, 4);
  expect(probabilityAtLeast(week, 1)).toBeCloseTo(1 - Math.exp(-2), 10);
  expect(probabilityAtLeast(week, 3)).toBeCloseTo(1 - Math.exp(-2) * (1 + 2 + 2), 10);
});

test("a size of one is geometric", () => {
  // mean 3, variance 3 + 3² = 12: P(D ≥ k) = (3/4)^k
  const window = { mean: 3, variance: 12 };
  expect(probabilityAtLeast(window, 1)).toBeCloseTo(0.75, 9);
  expect(probabilityAtLeast(window, 10)).toBeCloseTo(0.75 ** 10, 9);
  expect(demandQuantile(window, 0.5)).toBe(2);
});

test("equal days keep their shape", () => {
  expect(windowDemand({ meanPerDay: 2, dispersion: 0.5 }, 10)).toEqual({ mean: 20, variance: 40 });
});

test("no demand: nothing is missed, and only zero units are asked for", () => {
  const none = windowDemand({ meanPerDay: 0, dispersion: 1 }, 28);
  expect(probabilityAtLeast(none, 1)).toBe(0);
  expect(probabilityAtLeast(none, 0)).toBe(1);
  expect(demandQuantile(none, 0.99)).toBe(0);
  expect(expectedShortfall(none, 3)).toBe(0);
});

test("an empty shelf misses all demand, units owed on top", () => {
  const window = windowDemand({ meanPerDay: 2, dispersion: 0.3 }, 5);
  expect(expectedShortfall(window, 0)).toBe(10);
  expect(expectedShortfall(window, -4)).toBe(14);
});

test("large demand neither overflows nor loses its mean", () => {
  const window = windowDemand({ meanPerDay: 4_000, dispersion: 0.2 }, 28);
  expect(Math.abs(demandQuantile(window, 0.5) / 112_000 - 1)).toBeLessThan(0.01);
  expect(demandQuantile(window, 0.1)).toBeLessThan(demandQuantile(window, 0.9));
});

const windows = fc
  .record({
    mean: fc.double({ min: 0.01, max: 400, noNaN: true }),
    excess: fc.double({ min: 0, max: 60, noNaN: true }),
  })
  .map(({ mean, excess }) => ({ mean, variance: mean * (1 + excess) }));

test("tails fall, and sum to the mean", () => {
  fc.assert(
    fc.property(windows, (window) => {
      const table = tailTable(window);
      let sum = table.first;
      for (let k = table.first + 1; k <= table.first + table.tail.length; k++) {
        expect(tailAt(table, k)).toBeLessThanOrEqual(tailAt(table, k - 1) + 1e-15);
        sum += tailAt(table, k);
      }
      expect(Math.abs(sum - window.mean)).toBeLessThan(1e-6 * (1 + window.variance));
    }),
  );
});

test("a quantile is the smallest demand that is enough", () => {
  fc.assert(
    fc.property(windows, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (window, q) => {
      const table = tailTable(window);
      const k = quantileOf(table, q);
      expect(1 - tailAt(table, k + 1)).toBeGreaterThanOrEqual(q - 1e-9);
      if (k > table.first) expect(1 - tailAt(table, k)).toBeLessThan(q + 1e-9);
    }),
  );
});

test("expected shortfall is the sum of the tails beyond the stock", () => {
  fc.assert(
    fc.property(windows, fc.integer({ min: 0, max: 600 }), (window, stock) => {
      const table = tailTable(window);
      let sum = Math.max(0, table.first - stock);
      for (let k = Math.max(stock, table.first) + 1; k < table.first + table.tail.length; k++)
        sum += tailAt(table, k);
      expect(Math.abs(expectedShortfall(window, stock) - sum)).toBeLessThan(1e-6 * (1 + window.variance));
    }),
  );
});
