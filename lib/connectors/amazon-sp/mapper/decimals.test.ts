import { expect, test } from "vitest";
import { minus, sameNumber, share, sumKnown, times, unsigned } from "./decimals";

test("sums are exact, and of nothing known nothing is known", () => {
  expect(sumKnown(["0.1", "0.2"])).toBe("0.3");
  expect(sumKnown(["19940", null, undefined, "-0.50"])).toBe("19939.5");
  expect(sumKnown([null, undefined])).toBeNull();
  expect(minus("10", "10.000001")).toBe("-0.000001");
  expect(times("3.33", 3)).toBe("9.99");
});

test("a share is rounded once, half away from zero", () => {
  expect([share("10", 3), share("20", 3), share("-20", 3), share("0.000001", 2)]).toEqual([
    "3.333333",
    "6.666667",
    "-6.666667",
    "0.000001",
  ]);
});

test("the same number may be written differently; what is no number is said", () => {
  expect([sameNumber("10", "10.00"), sameNumber("-1", "1"), unsigned("-4.50")]).toEqual([
    true,
    false,
    "4.50",
  ]);
  expect(() => sumKnown(["1e3"])).toThrow(RangeError);
});
