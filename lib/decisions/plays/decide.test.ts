import fc from "fast-check";
import { expect, test } from "vitest";
import { addRanges, zeroRange } from "@/lib/metrics/value-range/compute";
import type { DecisionOption } from "../types";
import { valueOfPhases } from "./ad-phases";
import { throttleOption, valueOfPause, withPlays } from "./decide";
import type { PlayCampaign, PlayPlace } from "./types";

const horizonDays = 28;
const policy = { horizonDays, shiftShare: 0.2, leastMinor: 1 };
const campaign: PlayCampaign = {
  campaignId: 7,
  spendMinorPerDay: { low: 10_000, mid: 10_000, high: 10_000 },
  unitsPerDay: 4,
  stopsWhenEmpty: false,
  elasticity: 0.5,
  others: { spendMinorPerDay: 0, marginMinorPerDay: 0 },
  isSettable: true,
  isUsedUp: false,
  pause: null,
};
/** Nothing on the shelf; 10 units a day would be sold, 4 of them by the ad. */
const empty: PlayPlace = {
  location: {
    id: 1,
    available: 0,
    receipts: [],
    demand: { meanPerDay: 10, dispersion: 0 },
    safetyStockUnits: 0,
    isProtected: false,
  },
  marginMinorPerUnit: 5_000,
  campaigns: [campaign],
  overshown: [],
  priceMinor: null,
  asOfDay: "2026-11-22",
};
const transfer: DecisionOption = {
  key: "transfer:3",
  kind: "transfer",
  value: { lowMinor: 90_000, midMinor: 100_000, highMinor: 110_000 },
  costMinor: 4_000,
  effectInDays: 5,
  quantity: 1_000,
  unsolved: [],
  steps: [{ kind: "transfer", laneId: 3, from: 2, to: 1, quantity: 1_000, packs: 100, fixedMinor: 0 }],
  executable: true,
};
const nothing: DecisionOption = {
  ...transfer,
  key: "do_nothing",
  kind: "do_nothing",
  value: { lowMinor: -1, midMinor: -1, highMinor: -1 },
  effectInDays: null,
  steps: [],
};
const play = (place: PlayPlace, goods = transfer) =>
  withPlays([goods, nothing], place, policy).find(({ kind }) => kind === "play");

test("an empty shelf sells nothing for 5 days: a quarter of the budget saves 75 % of 5 × $ 100", () => {
  // No unit is there before day 5, so that less spend costs no sale: 0.75 × 5 × 10,000 = 37,500. From then on 1,000 units
  // lie there, more than 23 days × 10 sell: the throttle changes nothing about them.
  const option = play(empty);
  expect(option?.value).toEqual({ lowMinor: 127_500, midMinor: 137_500, highMinor: 147_500 });
  expect(option?.steps.slice(1)).toMatchObject([
    { purpose: "throttle", share: 0.25, startDay: 0, untilDay: 5, value: { midMinor: 37_500 } },
    { purpose: "restore", share: 1, startDay: 5, afterGoods: true, value: { midMinor: 0 } },
  ]);
});

test("pausing saves all of it, and stands before throttling", () => {
  const option = play({
    ...empty,
    campaigns: [{ ...campaign, pause: { target: "product_ad", targetId: 70 } }],
  });
  expect(option?.value.midMinor).toBe(150_000);
  expect(option?.steps.at(-1)).toMatchObject({ kind: "ad_pause", targetId: 70 });
});

test("a budget that is used up is raised by a fifth once the goods are there, and taken back at the horizon", () => {
  // Beside the 37,500: for 23 days 4 × (√1.2 − 1) = 0.38178 further units at 5,000 = 1,908.9, for 2,000 more spend: no gain at
  // that margin. At 8,000: 3,054.2 − 2,000 = 1,054.2 a day, × 23 = 24,247.
  const raised = (marginMinorPerUnit: number) =>
    play({ ...empty, marginMinorPerUnit, campaigns: [{ ...campaign, isUsedUp: true }] });
  expect(raised(5_000)?.value.midMinor).toBe(137_500);
  const option = raised(8_000);
  expect((option?.value.midMinor ?? 0) - 137_500).toBeCloseTo(24_247, -1);
  expect(option?.steps.slice(1)).toMatchObject([
    { purpose: "throttle", share: 0.25 },
    { purpose: "raise", share: 1.2, startDay: 5, afterGoods: true, untilDay: 28 },
    { purpose: "restore", share: 1, startDay: 28, afterGoods: false },
  ]);
});

test("each step bears what it adds: two throttled ads what each saves, a raise what it earns afterwards", () => {
  // Nothing to sell for 5 days: 0.75 × 5 × 10,000 = 37,500 by the one, 0.75 × 5 × 4,000 = 15,000 by the other.
  const other = { ...campaign, campaignId: 8, spendMinorPerDay: { low: 4_000, mid: 4_000, high: 4_000 } };
  const two = play({ ...empty, campaigns: [campaign, { ...other, unitsPerDay: 1 }] });
  expect(two?.steps.slice(1)).toMatchObject([
    { campaignId: 7, purpose: "throttle", value: { midMinor: 37_500 } },
    { campaignId: 7, purpose: "restore", value: { midMinor: 0 } },
    { campaignId: 8, purpose: "throttle", value: { midMinor: 15_000 } },
    { campaignId: 8, purpose: "restore", value: { midMinor: 0 } },
  ]);
  // Used up: the throttle saves 37,500, the raise from day 5 on earns 24,247 (as above).
  const raised = play({ ...empty, marginMinorPerUnit: 8_000, campaigns: [{ ...campaign, isUsedUp: true }] });
  const [, throttle, raise] = raised?.steps ?? [];
  expect(throttle).toMatchObject({ purpose: "throttle", value: { midMinor: 37_500 } });
  expect(raise?.kind === "ad_budget" ? raise.value.midMinor : null).toBeCloseTo(24_247, -1);
});

test("what is worth less than the least is not offered: a quantity shown worth 1,200, an order all the same", () => {
  const overshown = [
    {
      ...{ listingId: 9, shownUnits: 30, toSellUnits: 0, unitsPerDay: 1 },
      // One order a day for 5 days until the receipt, 240 each: 1,200.
      errorMinorPerOrder: { low: 240, mid: 240, high: 240 },
    },
  ];
  const order: DecisionOption = {
    ...{ ...transfer, key: "reorder", kind: "reorder", value: zeroRange, executable: false },
    steps: [
      { kind: "reorder", locationId: 1, quantity: 10, orderByDay: "2026-11-22", arrivesDay: "2027-01-22" },
    ],
  };
  const location = { ...empty.location, receipts: [{ days: 5, quantity: 1_000 }] };
  const offered = (leastMinor: number) =>
    withPlays(
      [order, nothing],
      { ...empty, location, overshown, campaigns: [] },
      { ...policy, leastMinor },
    ).map(({ key }) => key);
  expect(offered(1_200)).toEqual(["publish_quantity", "reorder", "do_nothing"]);
  expect(offered(1_201)).toEqual(["reorder", "do_nothing"]);
});

test("a platform that stops by itself on an empty shelf leaves nothing to save", () => {
  expect(play({ ...empty, campaigns: [{ ...campaign, stopsWhenEmpty: true }] })).toBeUndefined();
});

test("a channel that shows more than there is takes part in the play, with the orders it would have to refuse", () => {
  const overshown = [
    {
      listingId: 9,
      shownUnits: 30,
      toSellUnits: 0,
      unitsPerDay: 1,
      errorMinorPerOrder: { low: 500, mid: 1_200, high: 2_500 },
    },
  ];
  // 5 days × 1 order × 1,200 beside the 100,000 of the goods; the ads of a platform that stops by itself stay.
  const option = play({ ...empty, overshown, campaigns: [{ ...campaign, stopsWhenEmpty: true }] });
  expect(option?.value).toEqual({ lowMinor: 92_500, midMinor: 106_000, highMinor: 122_500 });
  expect(option?.steps.at(-1)).toMatchObject({ kind: "publish_quantity", fromUnits: 30, units: 0 });
});

test("less budget stands in for a pause only where it earns more on the same shelf", () => {
  const pausable = { ...campaign, pause: { target: "product_ad" as const, targetId: 70 } };
  const at = (available: number): PlayPlace => ({
    ...empty,
    location: { ...empty.location, available, receipts: [{ days: 10, quantity: 500 }] },
    campaigns: [pausable],
  });
  // Nothing there for 10 days: no spend sells, so all of it is saved, 10 × 10,000.
  expect(throttleOption(at(0), policy)).toBeNull();
  expect(valueOfPause(at(0), policy).midMinor).toBe(100_000);
  // 90 units: the 60 who come anyway and 30 of the ad's 40. At half the spend it brings 28, so both are served for half the money.
  const half = throttleOption(at(90), policy);
  expect(half?.steps[0]).toMatchObject({ purpose: "throttle", share: 0.5, untilDay: 10 });
  expect(half?.value.midMinor ?? 0).toBeGreaterThan(valueOfPause(at(90), policy).midMinor);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 150 }), (available) => {
      const instead = throttleOption(at(available), policy)?.value.midMinor;
      if (instead !== undefined)
        expect(instead).toBeGreaterThanOrEqual(valueOfPause(at(available), policy).midMinor);
    }),
    { numRuns: 40 },
  );
});

test("what the campaign's other SKUs would lose stands against it", () => {
  // Others spend 20,000 and earn 60,000 a day. At 75 %: 60,000 × √0.75 − 15,000 = 36,962 beside 40,000: 3,038 lost a day for
  // 2,500 saved. At half and a quarter still more is lost than saved, so the budget stays.
  const others = { spendMinorPerDay: 20_000, marginMinorPerDay: 60_000 };
  expect(play({ ...empty, campaigns: [{ ...campaign, others }] })).toBeUndefined();
  // Others of a tenth: 6,000 × (1 − √0.25) = 3,000 of margin lost a day for 1,500 saved, beside the 7,500 of the empty shelf.
  const few = { spendMinorPerDay: 2_000, marginMinorPerDay: 6_000 };
  const option = play({ ...empty, campaigns: [{ ...campaign, others: few }] });
  expect(option?.value.midMinor).toBe(100_000 + 5 * (7_500 + 1_500 - 3_000));
  expect(option?.unsolved).toEqual([{ code: "other_skus_lose", minorPerDay: 3_000 }]);
});

test("no unit counts twice: a unit the ad does not sell today is sold to who comes anyway, and not again", () => {
  // 40 units, 8 days, Poisson 5 a day of whom 2 by the ad; then the horizon ends. Organic 24 and ad 16 would take all 40.
  // Paused, 24 are sold (few days more): worth 8 × 600 spend − the margin of what is left, at most 16 × 100.
  const place: PlayPlace = {
    ...empty,
    marginMinorPerUnit: 100,
    location: { ...empty.location, available: 40, demand: { meanPerDay: 5, dispersion: 0 } },
    campaigns: [
      {
        ...campaign,
        unitsPerDay: 2,
        spendMinorPerDay: { low: 600, mid: 600, high: 600 },
        pause: { target: "product_ad", targetId: 1 },
      },
    ],
  };
  const value = valueOfPhases(place, [], [{ untilDay: 8, budgetShare: 1, isPaused: true }], 8);
  expect(value.midMinor).toBeGreaterThan(8 * 600 - 16 * 100);
  expect(value.midMinor).toBeLessThan(8 * 600 - 10 * 100);
});

test("a combination is never worth less than its goods, has no budget below nothing, and no figure that is none", () => {
  const places = fc.record({
    available: fc.integer({ min: -20, max: 200 }),
    meanPerDay: fc.double({ min: 0, max: 30, noNaN: true }),
    dispersion: fc.double({ min: 0, max: 2, noNaN: true }),
    margin: fc.integer({ min: 0, max: 20_000 }),
    spend: fc.integer({ min: 0, max: 50_000 }),
    unitsPerDay: fc.double({ min: 0, max: 40, noNaN: true }),
    elasticity: fc.double({ min: 0.1, max: 0.95, noNaN: true }),
    usedUp: fc.boolean(),
    stops: fc.boolean(),
    pausable: fc.boolean(),
    campaigns: fc.integer({ min: 1, max: 2 }),
  });
  fc.assert(
    fc.property(places, (given) => {
      const options = withPlays(
        [transfer, nothing],
        {
          location: {
            ...empty.location,
            available: given.available,
            demand: { meanPerDay: given.meanPerDay, dispersion: given.dispersion },
          },
          marginMinorPerUnit: given.margin,
          ...{ overshown: [], priceMinor: 2_000, asOfDay: "2026-11-22" },
          campaigns: [
            {
              ...campaign,
              spendMinorPerDay: { low: given.spend * 0.8, mid: given.spend, high: given.spend * 1.3 },
              unitsPerDay: given.unitsPerDay,
              elasticity: given.elasticity,
              isUsedUp: given.usedUp,
              stopsWhenEmpty: given.stops,
              pause: given.pausable ? { target: "product_ad" as const, targetId: 1 } : null,
            },
            // A second one, of a third of the size.
            {
              ...campaign,
              campaignId: 8,
              spendMinorPerDay: { low: given.spend / 4, mid: given.spend / 3, high: given.spend / 2 },
              unitsPerDay: given.unitsPerDay / 3,
              elasticity: given.elasticity,
              isUsedUp: !given.usedUp,
            },
          ].slice(0, given.campaigns),
        },
        policy,
      );
      expect(options.at(-1)?.kind).toBe("do_nothing");
      expect(options.length).toBeLessThanOrEqual(5);
      for (const option of options) {
        expect(Object.values(option.value).every(Number.isFinite)).toBe(true);
        if (option.kind === "play") expect(option.value.midMinor).toBeGreaterThan(transfer.value.midMinor);
        const goods = option.kind === "play" ? transfer.value : zeroRange;
        const steps = option.steps.flatMap((step) => ("value" in step && step.value ? step.value : []));
        if (option.kind === "play" || option.kind === "ad_throttle")
          expect(addRanges([goods, ...steps])).toEqual(option.value);
        for (const step of steps) {
          expect(step.lowMinor).toBeLessThanOrEqual(step.midMinor);
          expect(step.midMinor).toBeLessThanOrEqual(step.highMinor);
        }
        for (const step of option.steps)
          if (step.kind === "ad_budget") {
            expect(step.share).toBeGreaterThan(0);
            expect(step.share).toBeLessThanOrEqual(1.2);
          }
      }
    }),
    { numRuns: 60 },
  );
});
