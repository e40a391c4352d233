import { expect, test } from "vitest";
import { meetsBudget, percentile } from "./result";

const result = (value: number, budget: string | null) => ({
  name: "x",
  value,
  unit: "ms",
  budget,
  against: null,
});

test("a budget is kept up to its limit and missed beyond it", () => {
  expect(meetsBudget(result(50, "≤ 50"))).toBe(true);
  expect(meetsBudget(result(50.1, "≤ 50"))).toBe(false);
  expect(meetsBudget(result(0.15, "≥ 0.15"))).toBe(true);
  expect(meetsBudget(result(0.1, "≥ 0.15"))).toBe(false);
  expect(meetsBudget(result(1, null))).toBeNull();
  expect(() => meetsBudget(result(1, "about 5"))).toThrow("budget of x");
});

test("percentiles take the nearest rank", () => {
  const samples = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([percentile(samples, 0.5), percentile(samples, 0.95), percentile(samples, 1)]).toEqual([
    50, 95, 100,
  ]);
  expect(() => percentile([], 0.5)).toThrow("no samples");
});
