import { expect, test } from "vitest";
import { velocityPerDay } from "./compute";

test("a day half out counts half", () => {
  expect(velocityPerDay(9, 4.5)).toBe(2);
});

test("sold nothing while available is 0, never available is unknown", () => {
  expect(velocityPerDay(0, 28)).toBe(0);
  expect(velocityPerDay(0, 0)).toBeNull();
});
