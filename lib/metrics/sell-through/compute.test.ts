import { expect, test } from "vitest";
import { sellThrough } from "./compute";

test("sold ÷ (opening + received)", () => {
  expect(sellThrough({ soldUnits: 60, openingUnits: 80, receivedUnits: 40 })).toBe(0.5);
});

test("nothing to sell or unknown stock has none", () => {
  expect(sellThrough({ soldUnits: 0, openingUnits: 0, receivedUnits: 0 })).toBeNull();
  expect(sellThrough({ soldUnits: 5, openingUnits: null, receivedUnits: 10 })).toBeNull();
  expect(sellThrough({ soldUnits: 0, openingUnits: -3, receivedUnits: 10 })).toBe(0);
});
