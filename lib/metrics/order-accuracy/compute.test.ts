import { expect, test } from "vitest";
import type { CheckedOrder } from "./compute";
import { orderAccuracy, orderDifferences } from "./compute";

const order: CheckedOrder = {
  currency: "EUR",
  totalMinor: 2_990,
  customerRef: "c-7",
  country: "DE",
  cancelled: false,
  lines: [{ lineNo: 1, skuCode: "PLM-0041", quantity: 2, unitPrice: "14.95" }],
};

test("equal orders differ in nothing, whatever the form of a price", () => {
  const theirs = { ...order, lines: [{ lineNo: 1, skuCode: "PLM-0041", quantity: 2, unitPrice: "14.950" }] };
  expect(orderDifferences(order, theirs)).toEqual([]);
});

test("2 read as 20 is found on its line", () => {
  const ours = { ...order, lines: [{ lineNo: 1, skuCode: "PLM-0041", quantity: 20, unitPrice: "14.95" }] };
  expect(orderDifferences(ours, order)).toEqual([{ field: "quantity", lineNo: 1, ours: 20, theirs: 2 }]);
});

test("lines on one side only, a wrong customer and a wrong total are each named", () => {
  const theirs = {
    ...order,
    customerRef: "c-8",
    totalMinor: 3_000,
    lines: [...order.lines, { lineNo: 2, skuCode: "X", quantity: 1, unitPrice: null }],
  };
  expect(orderDifferences(order, theirs).map((difference) => [difference.field, difference.lineNo])).toEqual([
    ["totalMinor", null],
    ["customerRef", null],
    ["line", 2],
  ]);
  expect(orderDifferences({ ...order, lines: [] }, order)).toEqual([
    { field: "line", lineNo: 1, ours: null, theirs: "PLM-0041" },
  ]);
});

test("what a side does not say is not compared", () => {
  expect(orderDifferences({ ...order, customerRef: null }, order)).toEqual([]);
});

test("accuracy is a share, and unknown without checks", () => {
  expect(orderAccuracy(1_000, 984)).toBe(0.984);
  expect(orderAccuracy(0, 0)).toBeNull();
});

test("how far an order is counts as a difference, except where one side says that it was cancelled", () => {
  const shipped = { ...order, state: "shipped" };
  expect(orderDifferences({ ...order, state: "open" }, shipped)).toEqual([
    { field: "state", lineNo: null, ours: "open", theirs: "shipped" },
  ]);
  expect(orderDifferences(order, shipped)).toEqual([]);
  const cancelled = { ...order, state: "cancelled", cancelled: true };
  expect(orderDifferences({ ...order, state: "open" }, cancelled).map(({ field }) => field)).toEqual([
    "cancelled",
  ]);
});
