import { expect, test } from "vitest";
import { laneClashes } from "./clashes";
import type { RebalanceLane, RebalanceSku } from "./types";

const sku: RebalanceSku = {
  id: "SKU",
  marginMinorPerUnit: 900,
  unitCostMinor: 500,
  packSize: 12,
  weightGrams: 1_000,
  volumeCm3: null,
  hazmat: false,
  coldChain: false,
};
const lane: RebalanceLane = {
  id: "A-B",
  from: "A",
  to: "B",
  leadTimeDays: 3,
  freightMinorPerUnit: 10,
  handlingMinorPerUnit: 0,
  fixedMinor: 0,
  minQuantity: 1,
  maxQuantity: 100,
  maxGrams: null,
  maxCm3: null,
  wholePacks: true,
  hazmatAllowed: false,
  coldChainAllowed: false,
};

test("limits that exclude one another are named with both figures", () => {
  expect(laneClashes(sku, lane)).toEqual([]);
  expect(laneClashes(sku, { ...lane, minQuantity: 120 })).toEqual([
    { why: "minimum_above_room", leastUnits: 120, mostUnits: 100 },
  ]);
  // 25 kg hold 25 of its units of 1 kg; 11 kg hold less than a pack of 12.
  expect(laneClashes(sku, { ...lane, minQuantity: 30, maxGrams: 25_900 })).toEqual([
    { why: "minimum_above_room", leastUnits: 30, mostUnits: 25 },
  ]);
  expect(laneClashes(sku, { ...lane, maxGrams: 11_000 })).toEqual([
    { why: "pack_above_room", leastUnits: 12, mostUnits: 11 },
  ]);
});

test("goods that a lane does not carry, and one that ships nothing", () => {
  const goods = { ...sku, hazmat: true, coldChain: true };
  expect(laneClashes(goods, { ...lane, closedWhy: "no_departure" }).map(({ why }) => why)).toEqual([
    "no_departure",
    "hazmat_not_allowed",
    "cold_chain_not_allowed",
  ]);
  expect(laneClashes(goods, { ...lane, hazmatAllowed: true, coldChainAllowed: true })).toEqual([]);
});
