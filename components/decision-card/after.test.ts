import { expect, test } from "vitest";
import { gaugeAfter, movesWith } from "./after";
import type { DecisionGauge } from "./types";

const place = (
  id: string,
  availableUnits: number | null,
  state: DecisionGauge["gauge"]["state"],
): DecisionGauge => ({
  id,
  label: id,
  role: "donor",
  gauge: {
    availableUnits,
    forecastPerDay: 10,
    safetyStockUnits: 60,
    excessLimitDays: 90,
    arrivals: [],
    state,
  },
});
const move = { from: "lax", to: "szx", units: 240, days: 6 };

test("who gives has it no more, and stands by its own limits", () => {
  expect(gaugeAfter(place("lax", 910, "excess"), [move])?.gauge).toMatchObject({
    availableUnits: 670,
    state: "healthy",
  });
  expect(gaugeAfter(place("lax", 290, "healthy"), [move])?.gauge.state).toBe("at_risk");
  expect(gaugeAfter(place("lax", 240, "healthy"), [move])?.gauge.state).toBe("out");
});

test("who gets stays as it is until the goods come, which are planned", () => {
  expect(gaugeAfter(place("szx", 0, "out"), [move])?.gauge).toMatchObject({
    availableUnits: 0,
    state: "out",
    arrivals: [{ days: 6, quantity: 240, confirmed: false }],
  });
});

test("who takes no part or is not known has no after", () => {
  expect(gaugeAfter(place("fra", 100, "healthy"), [move])).toBeNull();
  expect(gaugeAfter(place("lax", null, "unknown"), [move])).toBeNull();
});

test("a chosen quantity counts for a single move only", () => {
  expect(movesWith([move], 120)).toEqual([{ ...move, units: 120 }]);
  expect(movesWith([move, move], 120)).toEqual([move, move]);
});
