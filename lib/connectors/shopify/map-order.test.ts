import { expect, test } from "vitest";
import { addDecimals } from "./decimals";
import { orderRecords } from "./map-order";
import type { PlainLine, PlainOrder, PlainRefundLine } from "./order-form";

/** Golden examples: what became of an order, and what it is in our records. */

const line = (more: Partial<PlainLine> = {}): PlainLine => ({
  id: "11",
  sku: "MUG",
  title: "Mug",
  quantity: 3,
  currentQuantity: 3,
  unfulfilledQuantity: 3,
  unitPrice: "10.00",
  ...more,
});
const order = (more: Partial<PlainOrder> = {}): PlainOrder => ({
  id: "gid://shopify/Order/1",
  name: "#1001",
  placedAt: "2026-03-01T10:00:00Z",
  updatedAt: "2026-03-02T10:00:00Z",
  version: 1,
  cancelledAt: null,
  test: false,
  taxesIncluded: false,
  currency: "USD",
  customer: null,
  country: "US",
  location: "NYC",
  total: "30.00",
  received: null,
  discount: "0",
  tax: "0",
  shipping: "0",
  duties: "0",
  fees: "0",
  lines: [line()],
  refunds: [],
  ...more,
});
const back = (
  quantity: number,
  restockType: string,
  more: Partial<PlainRefundLine> = {},
): PlainRefundLine => ({
  id: "91",
  lineId: "11",
  quantity,
  restockType,
  location: "NYC",
  amount: "10.00",
  ...more,
});
const refund = (...lines: PlainRefundLine[]) => ({
  id: "9",
  at: "2026-03-02T09:00:00Z",
  note: "broken",
  lines,
});

const outcome = (given: PlainOrder) => {
  const records = orderRecords(given, "web", null);
  const lines = records[0]?.fields.lines as
    | { shippedQuantity: number; cancelledQuantity: number }[]
    | undefined;
  return {
    state: records[0]?.fields.state,
    lines: lines?.map(({ shippedQuantity, cancelledQuantity }) => [shippedQuantity, cancelledQuantity]),
    returns: records.slice(1).map(({ fields }) => [fields.quantity, fields.state, fields.location ?? null]),
  };
};

test("open, partly shipped, shipped", () => {
  expect(outcome(order())).toEqual({ state: "open", lines: [[0, 0]], returns: [] });
  expect(outcome(order({ lines: [line({ unfulfilledQuantity: 2 })] }))).toEqual({
    state: "open",
    lines: [[1, 0]],
    returns: [],
  });
  expect(outcome(order({ lines: [line({ unfulfilledQuantity: 0 })] }))).toMatchObject({
    state: "shipped",
    lines: [[3, 0]],
  });
});

test("cancelled before it left: all units are cancelled, none come back", () => {
  const cancelled = order({
    cancelledAt: "2026-03-02T09:00:00Z",
    lines: [line({ currentQuantity: 0, unfulfilledQuantity: 0 })],
    refunds: [refund(back(3, "CANCEL"))],
  });
  expect(outcome(cancelled)).toEqual({ state: "cancelled", lines: [[0, 3]], returns: [] });
});

test("cancelled without restock and without a refund of its lines", () => {
  const cancelled = order({ cancelledAt: "2026-03-02T09:00:00Z" });
  expect(outcome(cancelled)).toEqual({ state: "cancelled", lines: [[0, 3]], returns: [] });
});

test("one of three taken off before shipping, the others shipped", () => {
  const some = order({
    lines: [line({ currentQuantity: 2, unfulfilledQuantity: 0 })],
    refunds: [refund(back(1, "CANCEL"))],
  });
  expect(outcome(some)).toEqual({ state: "shipped", lines: [[2, 1]], returns: [] });
});

test("taken out by an edit, without any refund", () => {
  const edited = order({ lines: [line({ currentQuantity: 2, unfulfilledQuantity: 2 })] });
  expect(outcome(edited)).toEqual({ state: "open", lines: [[0, 1]], returns: [] });
});

test("shipped and sent back: a return that is on the shelf again", () => {
  const returned = order({
    lines: [line({ currentQuantity: 2, unfulfilledQuantity: 0 })],
    refunds: [refund(back(1, "RETURN"))],
  });
  expect(outcome(returned)).toEqual({
    state: "shipped",
    lines: [[3, 0]],
    returns: [[1, "restocked", "NYC"]],
  });
  expect(orderRecords(returned, "web", null)[1]).toMatchObject({
    kind: "returns",
    raw: null,
    fields: {
      returnId: "91",
      order: "#1001",
      lineNo: 1,
      sku: "MUG",
      quantity: 1,
      refund: "10.00",
      currency: "USD",
      reason: "broken",
      announcedAt: "2026-03-02T09:00:00Z",
      receivedAt: "2026-03-02T09:00:00Z",
      settledAt: "2026-03-02T09:00:00Z",
    },
  });
});

test("money back for what was shipped and stays away: written off", () => {
  const lost = order({
    lines: [line({ currentQuantity: 2, unfulfilledQuantity: 0 })],
    refunds: [refund(back(1, "NO_RESTOCK", { location: null }))],
  });
  expect(outcome(lost)).toEqual({ state: "shipped", lines: [[3, 0]], returns: [[1, "written_off", null]] });
});

test("money back for more than was shipped: the rest never left", () => {
  const mixed = order({
    lines: [line({ currentQuantity: 0, unfulfilledQuantity: 2 })],
    refunds: [refund(back(3, "NO_RESTOCK", { location: null }))],
  });
  expect(outcome(mixed)).toEqual({ state: "shipped", lines: [[1, 2]], returns: [[1, "written_off", null]] });
});

test("lines − discount + tax + shipping is the total, whether prices contain the tax or not", () => {
  const sum = (given: PlainOrder) => {
    const { discount, tax, shipping, total } = (orderRecords(given, "web", null)[0]?.fields ?? {}) as Record<
      string,
      string
    >;
    return [addDecimals("30.00", `-${discount}`, tax ?? "", shipping ?? ""), total];
  };
  const without = order({
    discount: "2.50",
    tax: "2.75",
    shipping: "4.00",
    duties: "1.00",
    fees: "0.30",
    total: "35.55",
  });
  expect(sum(without)).toEqual(["35.55", "35.55"]);
  const contained = order({
    discount: "2.50",
    tax: "4.58",
    shipping: "4.00",
    taxesIncluded: true,
    total: "31.50",
  });
  expect(sum(contained)).toEqual(["31.50", "31.50"]);
});

test("a line that an edit put in and took out again is none, and the others keep their numbers", () => {
  const edited = order({
    lines: [line({ quantity: 0, currentQuantity: 0, unfulfilledQuantity: 0 }), line({ id: "12" })],
  });
  const lines = orderRecords(edited, "web", null)[0]?.fields.lines as { lineNo: number }[] | undefined;
  expect(lines?.map(({ lineNo }) => lineNo)).toEqual([2]);
});

test("test orders are none, and sums of decimals are exact", () => {
  expect(orderRecords(order({ test: true }), "web", null)).toEqual([]);
  expect(addDecimals("0.1", "0.2")).toBe("0.3");
  expect(addDecimals("-1.005", "1")).toBe("-0.005");
  expect(addDecimals("9007199254740993.01", "0.02")).toBe("9007199254740993.03");
  expect(() => addDecimals("1e3")).toThrow(RangeError);
});
