import { expect, test } from "vitest";
import { pairedRatio } from "./paired";

test("a constant gain has no interval, a varying one has; by hand for two groups", () => {
  expect(pairedRatio({ ours: [9, 18, 27], theirs: [10, 20, 30] })).toEqual({
    ratio: 0.9,
    low: expect.closeTo(0.9, 12),
    high: expect.closeTo(0.9, 12),
  });
  // Ratio 1.5; residuals 1 − 1.5 and 2 − 1.5; 2 × 0.5 ÷ 1, root 1, ÷ 2 = 0.5.
  const { ratio, low, high } = pairedRatio({ ours: [1, 2], theirs: [1, 1] });
  expect([ratio, low, high].map((value) => Number(value.toFixed(4)))).toEqual([1.5, 0.52, 2.48]);
  expect(() => pairedRatio({ ours: [1], theirs: [0] })).toThrow(RangeError);
});
