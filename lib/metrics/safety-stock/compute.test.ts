import { expect, test } from "vitest";
import { safetyStock } from "./compute";

test("the reorder point is the 95 % quantile of lead-time demand", () => {
  // Poisson of mean 10: P(D ≤ 15) = 0.951
  const result = safetyStock({ meanPerDay: 2, dispersion: 0 }, 5);
  expect(result).toEqual({ reorderPointUnits: 15, safetyStockUnits: 5 });
});

test("more dispersion or service needs more", () => {
  const base = safetyStock({ meanPerDay: 2, dispersion: 0.5 }, 5).safetyStockUnits;
  expect(base).toBeGreaterThan(5);
  expect(safetyStock({ meanPerDay: 2, dispersion: 0.5 }, 5, 0.99).safetyStockUnits).toBeGreaterThan(base);
});

test("no demand or no lead time needs none", () => {
  expect(safetyStock({ meanPerDay: 0, dispersion: 1 }, 5)).toEqual({
    reorderPointUnits: 0,
    safetyStockUnits: 0,
  });
  expect(safetyStock({ meanPerDay: 3, dispersion: 1 }, 0)).toEqual({
    reorderPointUnits: 0,
    safetyStockUnits: 0,
  });
});

test("it is never negative, even at a low service level", () => {
  expect(safetyStock({ meanPerDay: 1, dispersion: 2 }, 3, 0.3).safetyStockUnits).toBe(0);
});
