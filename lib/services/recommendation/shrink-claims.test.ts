import { expect, test } from "vitest";
import { toCandidate } from "./candidate";
import { shrinkCandidate, shrinkOption } from "./shrink-claims";
import type { Option } from "./types";

const option = (key: string, kind: Option["kind"], value: number, low = value): Option => ({
  key,
  kind,
  params: {},
  valueLowMinor: low,
  valueMinor: value,
  valueHighMinor: value * 2,
  costMinor: 0,
  effectDays: 0,
  arrivesAt: null,
  unsolved: [],
  steps:
    kind === "transfer"
      ? [
          {
            kind,
            laneId: 1,
            originId: 1,
            destinationId: 2,
            skuId: 1,
            quantityUnits: 12,
            packSizeUnits: 12,
            freightMinor: 0,
            leadTimeDays: 3,
          },
        ]
      : kind === "ad_pause"
        ? [{ kind, campaignId: 1, productAdId: 1, connectionId: 1, externalId: "A", currency: "USD" }]
        : [],
  executable: kind !== "reorder",
});
const factors = { version: 7, byKind: new Map([["transfer", 0.6]]) };
const candidate = (options: Option[]) =>
  toCandidate(
    {
      kind: "shortage",
      team: "supply",
      subjectKey: "shortage:1:2",
      skuId: 1,
      locationId: 2,
      campaignId: null,
      productAdId: null,
      problem: { key: "shortage.out", params: {}, locationIds: [2] },
      options,
      evidence: [],
      lossMinorPerDay: 100,
      state: "out",
      packSizeUnits: 12,
    },
    new Date("2026-06-17T12:00:00Z"),
  );

test("60 % of 1,000.00 came true: 600.00 counts, the claim stands beside it, and a loss at the low end stays", () => {
  const counted = shrinkOption(option("transfer:1", "transfer", 100_000, -5_000), factors);
  expect(counted).toMatchObject({
    valueLowMinor: -5_000,
    valueMinor: 60_000,
    valueHighMinor: 120_000,
    claim: { factor: 0.6, version: 7, valueLowMinor: -5_000, valueMinor: 100_000, valueHighMinor: 200_000 },
  });
});

test("what was never measured, what claims nothing and what is advice is left as it is", () => {
  for (const one of [option("p", "ad_pause", 500), option("t", "transfer", 0), option("r", "reorder", 900)])
    expect(shrinkOption(one, factors)).toBe(one);
  expect(shrinkOption(option("t", "transfer", 900), null).claim).toBeUndefined();
});

test("the options stand in the order of what counts, and what a mind hangs on follows", () => {
  const before = candidate([
    option("transfer:1", "transfer", 100_000),
    option("ad_pause", "ad_pause", 70_000),
    option("do_nothing", "do_nothing", -80_000),
  ]);
  const after = shrinkCandidate(before, factors);
  expect(after.options.map(({ key }) => key)).toEqual(["ad_pause", "transfer:1", "do_nothing"]);
  expect(after).toMatchObject({
    valueMinor: 70_000,
    material: { optionKey: "ad_pause", valueMinor: 70_000 },
  });
  expect(after.options.at(-1)?.valueMinor).toBe(-80_000);
});

test("one kind alone keeps its order, and doing nothing stays the other side of the best", () => {
  const nothing = option("do_nothing", "do_nothing", -100_000);
  const after = shrinkCandidate(
    candidate([option("transfer:1", "transfer", 100_000), option("transfer:2", "transfer", 90_000), nothing]),
    factors,
  );
  expect(after.options.map(({ valueMinor }) => valueMinor)).toEqual([60_000, 54_000, -60_000]);
});

test("without factors nothing is touched, so that a decision stands as it was decided", () => {
  const before = candidate([option("transfer:1", "transfer", 100_000)]);
  expect(shrinkCandidate(before, null)).toBe(before);
});
