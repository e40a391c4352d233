import { expect, test } from "vitest";
import { addRanges, negateRange, valueRange, zeroRange } from "./compute";

test("figures are put in order and rounded", () => {
  expect(valueRange(10.6, 3.2, 5)).toEqual({ lowMinor: 3, midMinor: 3, highMinor: 11 });
});

test("sums add lows to lows and highs to highs; nothing sums to zero", () => {
  expect(addRanges([valueRange(1, 2, 3), valueRange(-5, 0, 5)])).toEqual({
    lowMinor: -4,
    midMinor: 2,
    highMinor: 8,
  });
  expect(addRanges([])).toEqual(zeroRange);
});

test("a gain turned into a cost keeps its width and has no negative zero", () => {
  expect(negateRange(valueRange(0, 2, 3))).toEqual({ lowMinor: -3, midMinor: -2, highMinor: 0 });
});
