import { expect, test } from "vitest";
import { parseNumber } from "./parse-number";

const value = (text: string, whole = false) => {
  const parsed = parseNumber(text, { whole });
  return parsed.ok ? parsed.value : parsed.problem;
};

test("figures as people type them", () => {
  expect(
    ["1234", "1,234", "１２３４", " 1 234 ", "1,234.5", "1.234,5", "−12", "+3", "0.5", ",5", "1'000"].map(
      (text) => value(text),
    ),
  ).toEqual([1234, 1234, 1234, 1234, 1234.5, 1234.5, -12, 3, 0.5, 0.5, 1000]);
});

test("what has two readings is refused with both", () => {
  expect(parseNumber("1.234")).toEqual({ ok: false, problem: "ambiguous", readings: [1.234, 1234] });
  expect(value("1.234", true)).toBe(1234);
});

test("what is no figure is refused", () => {
  expect(["", " ", "abc", "1,23,4", "1.2.3", "12-", "1e5", "--1", "."].map((text) => value(text))).toEqual([
    "empty",
    "empty",
    ...Array(7).fill("notANumber"),
  ]);
  expect(value("1.5", true)).toBe("notANumber");
});
