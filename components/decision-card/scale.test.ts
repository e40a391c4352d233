import { expect, test } from "vitest";
import { bestOption, sharedScale } from "./scale";
import type { DecisionOption, MoneyRange } from "./types";

const range = (lowMinor: number, highMinor: number): MoneyRange => ({
  lowMinor,
  midMinor: (lowMinor + highMinor) / 2,
  highMinor,
  currency: "USD",
});

test("all options stand on one scale that holds zero", () => {
  expect(sharedScale([range(1200, 3100), range(-500, 900), null])).toEqual({ min: -500, max: 3100 });
  expect(sharedScale([range(1200, 3100)])).toEqual({ min: 0, max: 3100 });
  expect(sharedScale([null])).toEqual({ min: 0, max: 0 });
});

test("the first option that can be chosen is preselected", () => {
  const option = (id: string, offReason: string | null): DecisionOption => ({
    id,
    kind: "other",
    title: id,
    value: null,
    cost: null,
    takesEffect: null,
    button: id,
    offReason,
  });
  expect(bestOption([option("a", "over the limit"), option("b", null)])?.id).toBe("b");
  expect(bestOption([])).toBeUndefined();
});
