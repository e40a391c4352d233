import { expect, test } from "vitest";
import { availableShareOfDay, demandSeries, demandTotals } from "./compute";

test("the series has no holes, and days before stock was known stay unknown", () => {
  const series = demandSeries(new Map([["2026-03-02", 4]]), new Map([["2026-03-03", 0.25]]), {
    fromDay: "2026-03-01",
    toDay: "2026-03-04",
    knownSinceDay: "2026-03-02",
  });
  expect(series).toEqual([
    { day: "2026-03-01", units: 0, availableShare: null },
    { day: "2026-03-02", units: 4, availableShare: 1 },
    { day: "2026-03-03", units: 0, availableShare: 0.25 },
    { day: "2026-03-04", units: 0, availableShare: 1 },
  ]);
  expect(demandTotals(series)).toEqual({ units: 4, availableDays: 2.25, knownDays: 3 });
});

test("a SKU never stocked has only unknown days", () => {
  const series = demandSeries(new Map(), new Map(), {
    fromDay: "2026-03-01",
    toDay: "2026-03-02",
    knownSinceDay: null,
  });
  expect(demandTotals(series)).toEqual({ units: 0, availableDays: 0, knownDays: 0 });
});

test("the share of a day is the time with stock ÷ the time known", () => {
  expect(availableShareOfDay(5, [])).toBe(1);
  expect(availableShareOfDay(0, [])).toBe(0);
  expect(availableShareOfDay(null, [])).toBeNull();
  expect(availableShareOfDay(3, [{ second: 21_600, available: 0 }])).toBe(0.25);
  expect(
    availableShareOfDay(0, [
      { second: 43_200, available: 10 },
      { second: 64_800, available: -1 },
    ]),
  ).toBe(0.25);
  expect(availableShareOfDay(null, [{ second: 43_200, available: 7 }])).toBe(1);
});
