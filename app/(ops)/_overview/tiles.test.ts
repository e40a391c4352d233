import { expect, test } from "vitest";
import type { KpiWeek } from "@/db/queries/overview";
import { tileFigures } from "./tiles";

const week = (metric: string, values: Partial<KpiWeek>): KpiWeek => ({
  metric,
  from: "2026-11-15",
  to: "2026-11-21",
  mean: null,
  last: null,
  low: null,
  high: null,
  sums: {},
  computedAt: new Date("2026-11-22T00:00:00Z"),
  ...values,
});

test("a share is divided once over the week, not averaged over its days", () => {
  const figures = tileFigures("order_accuracy", [
    week("order_accuracy", { mean: 0.5, sums: { equal: 99, checked: 100 } }),
  ]);
  expect(figures.now).toBe(0.99);
  expect(figures.before).toBeNull();
});

test("a week without checks is unknown, not 0", () => {
  expect(tileFigures("in_stock_rate", [week("in_stock_rate", { sums: { expected: 0 } })]).now).toBeNull();
  expect(tileFigures("turnover", []).now).toBeNull();
});

test("the normal range leaves out the newest week and needs four others", () => {
  const weeks = [3, 4, 5, 6, 100].map((mean) => week("lost_sales_minor", { mean }));
  expect(tileFigures("lost_sales_minor", weeks)).toMatchObject({ now: 100, before: 6, normalRange: [3, 6] });
  expect(tileFigures("lost_sales_minor", weeks.slice(-4)).normalRange).toBeUndefined();
});

test("other metrics' weeks take no part", () => {
  const figures = tileFigures("lost_sales_minor", [
    week("ad_wasted_minor", { mean: 1 }),
    week("lost_sales_minor", { mean: 2 }),
  ]);
  expect(figures.points).toEqual([2]);
});
