import { expect, test } from "vitest";
import { expectedOrders, findSurge, type SurgeWindow, thresholdOf } from "./compute";

const baseline = { ordersPerDay: 24, weekdayFactors: [1, 2, 1, 1, 1, 1, 0], dispersion: 0.1 };
const even = new Array<number>(24).fill(1);

test("orders to be expected follow the hours of both days a window lies in", () => {
  // Six hours of a Tuesday, of which an hour has one order × 2.
  expect(expectedOrders(baseline, even, { hour: 18, weekday: 1, hours: 6 })).toBeCloseTo(12, 9);
  // From Monday 15:00 to Tuesday 15:00: nine hours at 1, fifteen at 2.
  expect(expectedOrders(baseline, even, { hour: 15, weekday: 1, hours: 24 })).toBeCloseTo(39, 9);
  // Sunday has none; a Monday's first hour looks back on it.
  expect(expectedOrders(baseline, even, { hour: 1, weekday: 0, hours: 6 })).toBeCloseTo(1, 9);
});

const window = (orders: number, expected: number): SurgeWindow => ({
  ...{ hours: 24 as const, orders, expectedOrders: expected, dispersion: 0.5 },
});
const thresholds = { up: 4, down: 4 };

test("a rise is drawn towards the usual, two orders are none, and a drop is asked after only where much was to be expected", () => {
  // Shape 2: (30 + 2) ÷ (2 + 2).
  expect(findSurge([window(30, 2)], thresholds)).toMatchObject({ direction: "up", factor: 6 });
  expect(findSurge([window(30, 2), window(30, 3)], thresholds)?.expectedOrders).toBe(2);
  expect(findSurge([window(2, 0.001)], thresholds)).toBeNull();
  expect(findSurge([window(6, 3)], thresholds)).toBeNull();
  expect(findSurge([window(0, 5)], { up: 4, down: 0.1 })).toBeNull();
  expect(findSurge([{ ...window(0, 60), dispersion: 0.1 }], thresholds)).toMatchObject({ direction: "down" });
});

test("what came through a promotion is no rise, and what came beside it still is", () => {
  const promoted = (orders: number, promotedOrders: number) => ({ ...window(orders, 2), promotedOrders });
  expect(findSurge([promoted(30, 29)], thresholds)).toBeNull();
  expect(findSurge([promoted(60, 30)], thresholds)).toMatchObject({ direction: "up", orders: 30, factor: 6 });
});

test("a threshold leaves as many days above it as are allowed", () => {
  const scores = Float64Array.from({ length: 10_000 }, (_, i) => i / 1_000);
  const threshold = thresholdOf(scores, 0.5);
  expect(scores.filter((score) => score > threshold)).toHaveLength(5);
  expect(thresholdOf(new Float64Array(1_000), 0.5)).toBe(2.5);
});
