import { expect, test } from "vitest";
import { changesFor } from "./changes";
import type { Candidate, Option, TransferStep } from "./types";

const step = (laneId: number, quantityUnits: number): TransferStep => ({
  ...{ kind: "transfer", laneId, originId: laneId, destinationId: 9, skuId: 1, quantityUnits },
  ...{ packSizeUnits: 12, freightMinor: 100, leadTimeDays: 3 },
});
const plan = (...steps: TransferStep[]): Option => ({
  ...{ key: "transfer:plan", kind: "transfer", params: {}, quantityUnits: 240 },
  ...{ valueLowMinor: 900, valueMinor: 1_000, valueHighMinor: 1_100, costMinor: 10, effectDays: 3 },
  ...{ arrivesAt: null, unsolved: [], steps, executable: true },
});
const best: Option = { ...plan(), key: "reorder", kind: "reorder" };

test("who pressed for goods of two places is asked again when they would come from others, also beside the best option", () => {
  const seenOf = (options: Option[]) => ({
    ...{
      problem: { key: "shortage.out", params: {}, locationIds: [] },
      evidence: [],
      material: null,
      options,
    },
  });
  const changed = (seen: Option, fresh: Option) =>
    changesFor(
      seenOf([best, seen]),
      { ...seenOf([best, fresh]), material: {} } as unknown as Candidate,
      "transfer:plan",
    );
  expect(changed(plan(step(1, 120), step(2, 120)), plan(step(1, 120), step(2, 120)))).toEqual([]);
  expect(changed(plan(step(1, 120), step(2, 120)), plan(step(3, 120), step(4, 120)))).toMatchObject([
    { key: "option", isCause: true },
  ]);
});
