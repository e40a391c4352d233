import { expect, test } from "vitest";
import { valueRange } from "../value-range/compute";
import { fragmentation } from "./compute";

const quarter = {
  lostSales: valueRange(8_000, 10_000, 12_000),
  excessCostMinor: 365_000,
  wastedSpendMinor: 3_000,
  unknownSpendMinor: 500,
  wrongOrders: 4,
  days: 91,
  errorCostMinorPerOrder: { low: 500, mid: 1_200, high: 2_500 },
};

test("four lines with ranges, and their sum", () => {
  expect(fragmentation(quarter)).toEqual({
    lostSales: valueRange(8_000, 10_000, 12_000),
    excessCarrying: valueRange(13_650, 18_200, 22_750),
    wastedSpend: valueRange(3_000, 3_000, 3_500),
    errors: valueRange(2_000, 4_800, 10_000),
    total: valueRange(26_650, 36_000, 48_250),
  });
});

test("unknown excess costs nothing that could be said", () => {
  expect(fragmentation({ ...quarter, excessCostMinor: null }).excessCarrying).toEqual(valueRange(0, 0, 0));
});
