import { expect, test } from "vitest";
import { excess } from "./compute";

const place = { available: 500, incoming: 100, meanPerDay: 5, unitCostMinor: 250.5 };

test("what exceeds 90 days of forecast, incoming included, at cost", () => {
  expect(excess(place)).toEqual({ units: 150, costMinor: 37_575 });
});

test("without demand all of it is excess, below the limit none is", () => {
  expect(excess({ ...place, meanPerDay: 0 }).units).toBe(600);
  expect(excess({ ...place, meanPerDay: 50 })).toEqual({ units: 0, costMinor: 0 });
});

test("unknown stays unknown", () => {
  expect(excess({ ...place, available: null })).toEqual({ units: null, costMinor: null });
  expect(excess({ ...place, unitCostMinor: null })).toEqual({ units: 150, costMinor: null });
});
