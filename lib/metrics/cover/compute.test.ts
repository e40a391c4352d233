import { expect, test } from "vitest";
import { comesInDays, daysOfCover, runOut } from "./compute";

test("cover is available ÷ forecast a day", () => {
  expect(daysOfCover(94, 10)).toEqual({ kind: "days", days: 9.4 });
  expect(daysOfCover(-12, 10)).toEqual({ kind: "days", days: 0 });
});

test("no demand and unknown are neither zero nor infinite", () => {
  expect(daysOfCover(420, 0)).toEqual({ kind: "no_demand" });
  expect(daysOfCover(null, 5)).toEqual({ kind: "unknown" });
  expect(daysOfCover(5, null)).toEqual({ kind: "unknown" });
});

test("240 units in 21 days leave a gap of 12 days", () => {
  expect(runOut(90, [{ days: 21, quantity: 240 }], 10)).toEqual({
    runsOutInDays: 33,
    runsOutFirstDays: 9,
    gapDays: 12,
    nextReceiptDays: 21,
  });
});

test("a receipt in time leaves no gap", () => {
  expect(runOut(90, [{ days: 5, quantity: 100 }], 10)).toMatchObject({
    runsOutInDays: 19,
    runsOutFirstDays: 19,
    gapDays: 0,
  });
});

test("the gap may come after the first receipt", () => {
  const receipts = [
    { days: 20, quantity: 50 },
    { days: 5, quantity: 20 },
  ];
  expect(runOut(60, receipts, 10)).toMatchObject({ runsOutFirstDays: 8, gapDays: 12, nextReceiptDays: 5 });
});

test("owed units are served from the first receipt", () => {
  expect(runOut(-20, [{ days: 4, quantity: 120 }], 10)).toMatchObject({
    runsOutFirstDays: 0,
    gapDays: 4,
    runsOutInDays: 10,
  });
});

test("without demand or stock figures nothing runs out", () => {
  expect(runOut(10, [], 0)).toMatchObject({ runsOutInDays: null, runsOutFirstDays: null, gapDays: 0 });
  expect(runOut(null, [{ days: 3, quantity: 5 }], 2)).toMatchObject({
    runsOutInDays: null,
    nextReceiptDays: 3,
  });
});

test("late goods come after as long again, a day at least, and are not waited for without end", () => {
  expect([4.5, 0, -0.2, -9, -30].map(comesInDays)).toEqual([4.5, 0, 1, 9, 30]);
  expect(comesInDays(-30.1)).toBeNull();
});
