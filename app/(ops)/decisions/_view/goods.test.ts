import { expect, test } from "vitest";
import { gaugeAfter } from "@/components/decision-card/after";
import { daysShown } from "@/components/decision-card/insight/days-shown";
import type { Option } from "@/lib/services/recommendation/types";
import { goodsOf } from "./goods";

const now = new Date("2026-11-22T09:00:00Z");
const problem = { key: "shortage.out", params: {}, locationIds: [7, 3] };
const option = (changed: Partial<Option>): Option => ({
  key: "reorder",
  kind: "reorder",
  params: {},
  quantityUnits: 240,
  valueLowMinor: 0,
  valueMinor: 0,
  valueHighMinor: 0,
  costMinor: 0,
  effectDays: 44,
  arrivesAt: null,
  unsolved: [],
  steps: [],
  executable: false,
  ...changed,
});

test("what an order brings comes to the place in need, from nobody's shelf, on its day", () => {
  const { moves } = goodsOf(option({ params: { arrivesDay: "2027-01-05" } }), problem, now);
  expect(moves).toEqual([{ from: null, to: "7", units: 240, days: 44 }]);
  const gauge = { availableUnits: 12, forecastPerDay: 4, safetyStockUnits: 10, excessLimitDays: 90 };
  const need = { id: "7", label: "Shenzhen", role: "need" as const };
  const after = gaugeAfter({ ...need, gauge: { ...gauge, arrivals: [], state: "at_risk" } }, moves ?? []);
  expect(after?.gauge).toMatchObject({
    availableUnits: 12,
    arrivals: [{ days: 44, quantity: 240, confirmed: false }],
  });
});

test("a fan reaches a week past what comes late, never less than the horizon, at most 90 days", () => {
  const coming = (days: number) => [{ from: null, to: "7", units: 1, days }];
  expect([daysShown([], 28), daysShown(coming(6), 28), daysShown(coming(43.5), 28)]).toEqual([28, 28, 51]);
  expect(daysShown(coming(200), 28)).toBe(90);
});

test("an option that brings nothing moves nothing", () => {
  expect(goodsOf(option({ kind: "ad_pause", params: { adCount: 1 } }), problem, now)).toEqual({});
});
