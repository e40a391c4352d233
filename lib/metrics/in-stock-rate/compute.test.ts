import { expect, test } from "vitest";
import { inStockRate } from "./compute";

test("a fast seller that is out weighs more than a slow one", () => {
  const rate = inStockRate([
    { expectedUnits: 9, inStock: false },
    { expectedUnits: 1, inStock: true },
    { expectedUnits: 0, inStock: true },
    { expectedUnits: 5, inStock: null },
  ]);
  expect(rate).toEqual({ weighted: 0.1, plain: 2 / 3, unknown: 1 });
});

test("nothing expected and nothing known have no rate", () => {
  expect(inStockRate([])).toEqual({ weighted: null, plain: null, unknown: 0 });
  expect(inStockRate([{ expectedUnits: null, inStock: true }])).toEqual({
    weighted: null,
    plain: 1,
    unknown: 0,
  });
});
