import { expect, test } from "vitest";
import { withClaimDays } from "./claim-days";
import type { AdStep, BudgetStep, TransferStep } from "./types";

const now = new Date("2026-05-01T09:00:00Z");
const spans = { now, horizonDays: 28, goodsInDays: 9 };
const days = (...steps: Parameters<typeof withClaimDays>[0]) =>
  withClaimDays(steps, spans).map((step) => ("claimDays" in step ? step.claimDays : undefined));

const transfer: TransferStep = {
  ...{ kind: "transfer", laneId: 1, originId: 1, destinationId: 2, skuId: 3 },
  ...{ quantityUnits: 24, packSizeUnits: 12, freightMinor: 100, leadTimeDays: 6 },
};
const pause: AdStep = {
  ...{ kind: "ad_pause", campaignId: 1, productAdId: 2, connectionId: 3, externalId: "x", currency: "USD" },
};
const budget = (purpose: BudgetStep["purpose"], startDay: number): BudgetStep => ({
  ...{ kind: "ad_budget", purpose, campaignId: 1, campaignName: "", connectionId: 3, externalId: "x" },
  ...{ currency: "USD", fromMinorPerDay: 100, budgetMinorPerDay: 50 },
  ...(startDay > 0 && { start: { at: new Date(now.getTime() + startDay * 86_400_000).toISOString() } }),
});

test("goods count from their arrival until the horizon, a pause until goods come", () => {
  expect(days(transfer, pause)).toEqual([22, 9]);
});

test("a budget counts until the next step of its campaign; what restores it claims nothing", () => {
  expect(days(budget("throttle", 0), budget("raise", 6), budget("restore", 28))).toEqual([6, 22, undefined]);
  expect(days(budget("throttle", 0), { ...budget("restore", 4), campaignId: 2 })).toEqual([
    undefined,
    undefined,
  ]);
});
