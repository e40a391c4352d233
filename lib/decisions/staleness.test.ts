import { expect, test } from "vitest";
import { blockedReasons, dataAsOf } from "./staleness";
import type { Evidence } from "./types";

const now = new Date("2026-11-22T12:00:00Z");
const stock: Evidence = {
  key: "available",
  value: 40,
  unit: "units",
  source: "shopify-de",
  asOf: "2026-11-22T07:00:00Z",
  limitSeconds: 6 * 3_600,
  params: { location: "FRA" },
};

test("inputs within their limit block nothing, and inputs without one never do", () => {
  const { limitSeconds: _, ...free } = stock;
  expect(blockedReasons([stock, { ...free, asOf: "2020-01-01T00:00:00Z" }], now)).toEqual([]);
});

test("stock 7 h old with a limit of 6 h is named with its source, age and limit", () => {
  expect(blockedReasons([{ ...stock, asOf: "2026-11-22T05:00:00Z" }], now)).toEqual([
    {
      key: "stale_input",
      params: {
        location: "FRA",
        input: "available",
        source: "shopify-de",
        asOf: "2026-11-22T05:00:00Z",
        ageSeconds: 25_200,
        limitSeconds: 21_600,
      },
    },
  ]);
});

test("never read and unknown stock are reasons of their own", () => {
  const reasons = blockedReasons(
    [
      { ...stock, value: null },
      { ...stock, source: "wms", asOf: null },
    ],
    now,
  );
  expect(reasons.map(({ key }) => key)).toEqual(["never_read", "unknown_stock"]);
});

test("the same source is named once, by its oldest input", () => {
  const reasons = blockedReasons(
    [
      { ...stock, asOf: "2026-11-22T05:00:00Z" },
      { ...stock, asOf: "2026-11-22T01:00:00Z", params: { location: "SZX" } },
    ],
    now,
  );
  expect(reasons).toHaveLength(1);
  expect(reasons[0]?.params).toMatchObject({ location: "SZX", ageSeconds: 39_600 });
});

test("data are as old as the oldest input that has a limit", () => {
  const older = { ...stock, asOf: "2026-11-21T00:00:00+02:00" };
  expect(dataAsOf([stock, older])).toBe(older.asOf);
  expect(dataAsOf([stock, { ...stock, asOf: null }])).toBeNull();
  expect(dataAsOf([])).toBeNull();
});
