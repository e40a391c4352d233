import fc from "fast-check";
import { expect, test } from "vitest";
import { decimalToMinor, lineAmountMinor, minorDigits, minorToDecimal } from "./money";

test("each currency has its own decimal places", () => {
  expect([minorDigits("JPY"), minorDigits("USD"), minorDigits("KWD")]).toEqual([0, 2, 3]);
});

test("a line is rounded once, half away from zero", () => {
  expect(lineAmountMinor(3, "0.335", "GBP")).toBe(101);
  expect(lineAmountMinor(-3, "0.335", "GBP")).toBe(-101);
  expect(lineAmountMinor(1, "0.005", "GBP")).toBe(1);
  expect(lineAmountMinor(2, "10", "JPY")).toBe(20);
  expect(Object.is(lineAmountMinor(-1, "0.001", "GBP"), 0)).toBe(true);
});

test("text that is no decimal is refused", () => {
  for (const text of ["", "1,5", "1e3", "abc", "NaN"])
    expect(() => decimalToMinor(text, "USD")).toThrow(RangeError);
});

test("minor units survive the way to a decimal and back", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e12, max: 1e12 }),
      fc.constantFrom("USD", "JPY", "KWD"),
      (minor, currency) => {
        expect(decimalToMinor(minorToDecimal(minor, currency), currency) === minor).toBe(true);
      },
    ),
  );
});
