import { expect, test } from "vitest";
import { expectedBySteps, stepKey, teamOfStep } from "./steps";
import type { BudgetStep, Option } from "./types";

const range = (minor: number) => ({ lowMinor: minor / 2, midMinor: minor, highMinor: minor * 2 });
const budget = (purpose: BudgetStep["purpose"], worth: number): BudgetStep => ({
  kind: "ad_budget",
  purpose,
  campaignId: 7,
  campaignName: "Bottles",
  connectionId: 1,
  externalId: "CMP-1",
  currency: "USD",
  fromMinorPerDay: 100,
  budgetMinorPerDay: 50,
  worth: range(worth),
});
const transfer = {
  kind: "transfer" as const,
  ...{ laneId: 3, originId: 1, destinationId: 2, skuId: 9, quantityUnits: 40, packSizeUnits: 1 },
  ...{ freightMinor: 0, leadTimeDays: 4 },
};
const option = (steps: Option["steps"], value: number): Option => ({
  ...{ key: "play", kind: "play", params: {}, costMinor: 0, effectDays: 4, arrivesAt: null, unsolved: [] },
  ...{ valueLowMinor: value / 2, valueMinor: value, valueHighMinor: value * 2 },
  steps,
  executable: true,
});
const mids = (of: Option) => expectedBySteps(of).map(({ expected }) => expected.midMinor);

test("the parts of a play add up to what counts of it: 600 and 200 of a claim of 800, of which 400 count", () => {
  const play = option(
    [{ ...transfer, worth: range(600) }, budget("throttle", 200), budget("restore", 0)],
    800,
  );
  expect(mids(play)).toEqual([600, 200, 0]);
  expect(mids({ ...play, ...{ valueLowMinor: 200, valueMinor: 400, valueHighMinor: 800 } })).toEqual([
    300, 100, 0,
  ]);
});

test("no action is credited with what an order placed by hand brings", () => {
  const order = { kind: "reorder" as const, locationId: 2, quantityUnits: 24 };
  const days = { orderByDay: "2026-11-22", arrivesDay: "2026-12-06" };
  expect(mids(option([{ ...order, ...days }, budget("throttle", 200)], 1_000))).toEqual([200]);
});

test("each step has a name of its own and a team", () => {
  const steps = [transfer, budget("throttle", 1), budget("restore", 0)];
  expect(steps.map(stepKey)).toEqual(["transfer:3", "ad_budget:7:throttle", "ad_budget:7:restore"]);
  expect(steps.map(teamOfStep)).toEqual(["supply", "marketing", "marketing"]);
});
