import { expect, test } from "vitest";
import { turnover } from "./compute";

test("cost of goods a year ÷ average stock", () => {
  expect(turnover({ costOfGoodsMinor: 73_000, averageStockMinor: 100_000, days: 73 })).toBeCloseTo(3.65, 9);
});

test("no stock, no period or unknown stock gives no figure; no sales give zero", () => {
  expect(turnover({ costOfGoodsMinor: 10, averageStockMinor: 0, days: 30 })).toBeNull();
  expect(turnover({ costOfGoodsMinor: 10, averageStockMinor: null, days: 30 })).toBeNull();
  expect(turnover({ costOfGoodsMinor: 10, averageStockMinor: 5, days: 0 })).toBeNull();
  expect(turnover({ costOfGoodsMinor: 0, averageStockMinor: 5, days: 30 })).toBe(0);
});
