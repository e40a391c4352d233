import { expect, test } from "vitest";
import { bothVersions } from "./both-versions";

const line = {
  ...{ lineNo: 1, skuCode: "A-1", title: "A", locationCode: "W", kind: "sale", quantity: 20, cancelled: 0 },
  ...{ shipped: 0, unitPrice: "14.950000", amountMinor: 29_900, note: null },
};
const order = {
  ...{ currency: "EUR", customerRef: "c-7", country: "DE", state: "open", totalMinor: 2_990 },
  lines: [line],
};
const source = {
  ...{ currency: "EUR", customer: "c-7", country: "DE", state: "open", total: "29.90" },
  lines: [{ sku: "A-1", quantity: 2, unitPrice: "14.95" }],
};
const told = (rows: ReturnType<typeof bothVersions>) =>
  rows.map(({ field, lineNo, ours, theirs, differs }) => [field, lineNo, ours, theirs, differs]);

test("both sides stand whole, and what was found different is marked", () => {
  const rows = bothVersions(order, source, [{ field: "quantity", lineNo: 1, ours: 20, theirs: 2 }]);
  expect(told(rows)).toEqual([
    ["state", null, "open", "open", false],
    ["customerRef", null, "c-7", "c-7", false],
    ["country", null, "DE", "DE", false],
    ["currency", null, "EUR", "EUR", false],
    ["totalMinor", null, 2_990, 2_990, false],
    ["skuCode", 1, "A-1", "A-1", false],
    ["quantity", 1, 20, 2, true],
    ["unitPrice", 1, "14.95", "14.95", false],
  ]);
});

test("an order that was corrected since still shows what was compared, under any name of a field", () => {
  const rows = bothVersions({ ...order, customerRef: "c-8" }, source, [
    { field: "customer", lineNo: null, ours: "c-9", theirs: "c-8" },
    { field: "line", lineNo: 2, ours: null, theirs: "B-2" },
  ]);
  expect(told(rows)).toContainEqual(["customerRef", null, "c-9", "c-8", true]);
  expect(told(rows)).toContainEqual(["line", 2, null, "B-2", true]);
});

test("one side alone: what the other does not say is undefined, not nothing", () => {
  expect(told(bothVersions(null, source, []))).toContainEqual(["customerRef", null, undefined, "c-7", false]);
  expect(told(bothVersions(order, null, []))).toContainEqual(["quantity", 1, 20, undefined, false]);
});
