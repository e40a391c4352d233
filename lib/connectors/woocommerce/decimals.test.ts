import fc from "fast-check";
import { expect, test } from "vitest";
import { lineAmountMinor } from "@/lib/core/money";
import { dividedBy, negated, sum } from "./decimals";

test("sums are exact, and nothing counts as zero", () => {
  expect(sum(["0.10", "0.2", "", null, undefined])).toBe("0.30");
  expect(sum(["-9.00", "10"])).toBe("1.00");
  expect(sum([])).toBe("0");
  expect(negated("-0.50")).toBe("0.50");
  expect(() => sum(["1,5"])).toThrow(RangeError);
});

test("a price worked out from an amount gives that amount back", () => {
  expect(dividedBy("10.00", 3)).toBe("3.333333");
  expect(dividedBy("12.00", 4)).toBe("3");
  expect(dividedBy("-1.005", 2)).toBe("-0.5025");
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10 ** 10 }),
      fc.integer({ min: 1, max: 9_999 }),
      (minor, quantity) => {
        const amount = (minor / 100).toFixed(2);
        expect(lineAmountMinor(quantity, dividedBy(amount, quantity), "USD")).toBe(minor);
      },
    ),
  );
});
