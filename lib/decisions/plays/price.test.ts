import { expect, test } from "vitest";
import { overshownValue } from "./overshown";
import { priceOption } from "./price";

const location = {
  id: 1,
  available: 60,
  receipts: [],
  demand: { meanPerDay: 10, dispersion: 0 },
  safetyStockUnits: 0,
  isProtected: false,
};
const terms = { priceMinor: 2_000, marginMinor: 800, arrivalDay: 10, asOfDay: "2026-11-22" };

test("60 of 100 wanted are there: a tenth more for each, while 80 would still come", () => {
  // 40 % go unserved; 10 % more turns 20 % away (response 2), 80 still want 60: sold stays about 60. 60 × 200 = 12,000.
  const option = priceOption(location, terms);
  expect(option?.steps).toEqual([
    { kind: "price", fromMinor: 2_000, priceMinor: 2_200, untilDay: "2026-12-02" },
  ]);
  expect(option?.value.midMinor).toBeGreaterThan(11_800);
  expect(option?.value.midMinor).toBeLessThanOrEqual(12_000);
  expect(option?.value.lowMinor).toBeLessThan(option?.value.midMinor ?? 0);
  expect(option?.executable).toBe(false);
});

test("where nearly all is served, nothing is there or no price is known, none is proposed", () => {
  expect(priceOption({ ...location, available: 130 }, terms)).toBeNull();
  expect(priceOption({ ...location, available: 0 }, terms)).toBeNull();
  expect(priceOption(location, { ...terms, priceMinor: null })).toBeNull();
});

test("a channel that shows 10 where none is left takes up to 10 orders that cannot be served", () => {
  // Poisson of 2 in 2 days: practically never more than 10, so all 2 expected orders are avoided, at 500 each.
  const given = {
    shownUnits: 10,
    toSellUnits: 0,
    unitsPerDay: 1,
    errorMinorPerOrder: { low: 400, mid: 500, high: 900 },
  };
  expect(overshownValue(given, 2)).toEqual({ lowMinor: 800, midMinor: 1_000, highMinor: 1_800 });
  expect(overshownValue({ ...given, shownUnits: 0 }, 2).midMinor).toBe(0);
});
