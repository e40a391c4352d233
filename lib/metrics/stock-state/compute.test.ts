import { expect, test } from "vitest";
import type { StockStateInput } from "./compute";
import { stockState } from "./compute";

const place: StockStateInput = {
  available: 60,
  incoming: 0,
  demand: { meanPerDay: 2, dispersion: 0.2 },
  nextReceiptDays: null,
  leadTimeDays: 7,
};

test.each<[string, Partial<StockStateInput>]>([
  ["healthy", {}],
  ["out", { available: 0 }],
  ["out", { available: -5 }],
  ["at_risk", { available: 13 }],
  ["at_risk", { available: 60, nextReceiptDays: 30 }],
  ["excess", { available: 181 }],
  ["excess", { available: 60, incoming: 121 }],
  ["at_risk", { available: 13, incoming: 1_000, nextReceiptDays: 7 }],
  ["no_demand", { demand: { meanPerDay: 0, dispersion: 0.2 } }],
  ["no_demand", { available: 0, demand: { meanPerDay: 0, dispersion: 0.2 } }],
  ["unknown", { available: null }],
  ["unknown", { demand: null }],
])("%s: %j", (state, change) => {
  expect(stockState({ ...place, ...change }).state).toBe(state);
});

test("the probability is that of the window until the next receipt", () => {
  const soon = stockState({ ...place, available: 10, nextReceiptDays: 2 }).stockoutProbability ?? -1;
  const late = stockState({ ...place, available: 10, nextReceiptDays: 10 }).stockoutProbability ?? -1;
  expect(soon).toBeLessThan(0.1);
  expect(late).toBeGreaterThan(0.9);
  expect(stockState({ ...place, available: null }).stockoutProbability).toBeNull();
});

test("a new threshold moves the line", () => {
  const rules = { atRiskProbability: 0.9999, excessAfterDays: 20, fallbackWindowDays: 14 };
  expect(stockState({ ...place, available: 13 }, rules).state).toBe("healthy");
  expect(stockState(place, rules).state).toBe("excess");
});
