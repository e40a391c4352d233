import fc from "fast-check";
import { expect, test } from "vitest";
import { claimedPart } from "./claimed-part";
import { type Claimant, settleClaims } from "./claims";
import { measureActions } from "./measure";
import { replayAdDemand, replayDonor, replayReceiver } from "./replay";
import { shownEffect, shownWorth } from "./shown";
import { adCounterfactual, adWorth, transferWorth } from "./worth";

const day = (n: number) => `2026-05-${String(n).padStart(2, "0")}`;
const received = (sold: number[], others: number[] = []) =>
  sold.map((soldUnits, i) => ({ day: day(i + 1), soldUnits, otherUnits: others[i] ?? 0 }));
const moved = (actionId: string, fromDay: number, units: number, untilDay = 28) => ({
  actionId,
  fromDay: day(fromDay),
  untilDay: day(untilDay),
  units,
});
const sumOf = (served: ReturnType<typeof replayReceiver>, id: string) =>
  (served.get(id) ?? []).reduce((sum, one) => sum + one.units, 0);

test("own stock serves first, then what came first: 5 own, 30 and 30 moved, 4 a day", () => {
  // Days 1 to 10 sell 40: 5 from its own, 30 from the first transfer, 5 from the second, which came on day 6.
  const served = replayReceiver(5, received(Array(10).fill(4)), [moved("t1", 1, 30), moved("t2", 6, 30)]);
  expect([sumOf(served, "t1"), sumOf(served, "t2")]).toEqual([30, 5]);
});

test("goods from elsewhere serve before a transfer's, and nothing counts after the horizon", () => {
  const days = received([4, 4, 4, 4], [0, 100]);
  expect(sumOf(replayReceiver(0, days, [moved("t", 1, 30)]), "t")).toBe(4);
  expect(sumOf(replayReceiver(0, received([4, 4, 4, 4]), [moved("t", 1, 30, 3)]), "t")).toBe(12);
});

const outDay = (n: number, expectedUnits: number) => ({
  day: day(n),
  expectedUnits,
  soldUnits: 0,
  availableShare: 0,
});

test("what the donor missed is charged to what left last, and to nobody beyond what left", () => {
  // 2 days × 30 missed = 60: the later transfer gave 20, the earlier 25, and 15 would have been missed anyway.
  const lost = replayDonor([outDay(3, 30), outDay(4, 30)], 0, [moved("t1", 1, 25), moved("t2", 2, 20)]);
  expect(lost.get("t2")?.mid).toBe(20);
  expect(lost.get("t1")?.mid).toBe(25);
});

test("8 of 10 outcomes of 30 units not seen lie within 30 ± 1.28 × √(30 × (1 + 0.2 × 30))", () => {
  const lost = replayDonor([outDay(3, 30)], 0.2, [moved("t", 1, 100)]);
  const half = 1.2816 * Math.sqrt(30 * 7);
  expect(lost.get("t")?.mid).toBe(30);
  expect(lost.get("t")?.low).toBeCloseTo(30 - half, 9);
  expect(lost.get("t")?.high).toBeCloseTo(30 + half, 9);
});

test("an ad's buyers are missed only as far as stock would have served both: 10 there, 2 sold and 3 wanted a day", () => {
  const days = (n: number, arrivedUnits = 0) =>
    Array.from({ length: n }, () => ({ soldUnits: 2, arrivedUnits, wantedUnits: 3 }));
  // With the ad the 10 are gone after two days; without it after five, so nothing was missed in the end.
  expect(replayAdDemand(10, days(5))).toBe(0);
  expect(replayAdDemand(10, days(2))).toBe(6);
  expect(replayAdDemand(1_000, days(5))).toBe(15);
  expect(replayAdDemand(0, days(5, 5))).toBe(15);
});

test("a transfer: 80 units at 10.00, 200.00 freight, 5 to 12 missed by the donor", () => {
  expect(
    transferWorth({
      marginMinorPerUnit: 1_000,
      costMinor: 20_000,
      heldMinor: 0,
      claimedUnits: 80,
      donorLostUnits: { low: 5, mid: 8, high: 12 },
      substitution: 0.3,
    }),
  ).toEqual({ lowMinor: 56_000 - 12_000 - 20_000, midMinor: 52_000, highMinor: 55_000 });
});

test("what is not sold is held, on the way and there, as the plan charges it", () => {
  // As in the plan's case of 2 units that cost 36.50: 0.02 a unit and day at 20 % a year, 8 days on the way, 20 there, freight
  // 1.20. On the way 2 × 8 × 0.02 = 0.32. One is sold at a margin of 10.00, the other held 20 days for 0.40.
  const worthOf = (soldUnits: number) =>
    measureActions({
      lines: [
        {
          ...{ actionId: "t", receiver: "1:2", donor: "1:1", since: 0, shippedUnits: 2, receivedUnits: 2 },
          ...{ costMinor: 120, marginMinorPerUnit: 1_000, claimedShare: 1 },
          ...{ holdingMinorPerUnitDay: (3_650 * 0.2) / 365, daysUnderWay: 8, daysHeld: 20 },
          ...{ receiverFrom: day(9), receiverUntil: day(28), donorFrom: day(1), donorUntil: day(28) },
        },
      ],
      receivers: [{ shelf: "1:2", ownUnits: 0 }],
      ...{ donors: [], ads: [], quantities: [], arrived: [], substitutionShare: 0 },
      sold: [{ shelf: "1:2", day: day(12), units: soldUnits }],
      errorMinorPerOrder: { low: 0, mid: 0, high: 0 },
    }).get("t");
  expect(worthOf(1)?.value?.midMinor).toBe(1_000 - 120 - 32 - 40);
  expect(worthOf(1)?.facts).toMatchObject({ claimedUnits: 1, costMinor: 152, heldMinor: 40 });
  expect(worthOf(0)?.value?.midMinor).toBe(-120 - 32 - 80);
  // What the plan expected, 0.6321 + 0.2642 units, come true: what it claimed, 7.00.
  expect(worthOf(0.6321 + 0.2642)?.value?.midMinor).toBe(700);
});

test("a pause of 4 days at 50.00 a day that still spent 10.00 and missed 6 units at 9.00", () => {
  const counterfactual = adCounterfactual(
    Array(14).fill({ spendMinor: 5_000, units: 3, buyableShare: 1 }),
    4,
  );
  expect(counterfactual.unitsPerDay).toBe(3);
  const worth = adWorth({
    counterfactual,
    spentMinor: 1_000,
    missedUnits: 6,
    gainedUnits: 0,
    marginMinorPerUnit: 900,
  });
  expect(worth).toEqual({ lowMinor: 13_600, midMinor: 13_600, highMinor: 16_300 });
});

test("an ad sells as it did while there was stock: 28 units in 7 of 14 days, the others without, are 4 a day; 3 in an hour are 3", () => {
  const baseline = Array.from({ length: 14 }, (_, i) => ({
    ...{ spendMinor: 2_000, units: i < 7 ? 4 : 0, buyableShare: i < 7 ? 1 : 0 },
  }));
  expect(adCounterfactual(baseline, 2)).toMatchObject({ unitsPerDay: 4, spend: { mid: 4_000 } });
  expect(adCounterfactual([{ spendMinor: 2_000, units: 3, buyableShare: 1 / 24 }], 2).unitsPerDay).toBe(3);
});

test("spend that varied makes a range: days of 40.00 and 60.00 by turns, over 4 days", () => {
  const baseline = Array.from({ length: 14 }, (_, i) => ({
    ...{ spendMinor: i % 2 ? 6_000 : 4_000, units: 0, buyableShare: 1 },
  }));
  // Variance of a day 14 × 1,000² ÷ 13; over 4 days 4 + 16 ÷ 14 of it.
  const half = 1.2816 * Math.sqrt(((14 * 1_000 ** 2) / 13) * (4 + 16 / 14));
  const { spend } = adCounterfactual(baseline, 4);
  expect(spend.mid).toBe(20_000);
  expect(spend.high - spend.mid).toBeCloseTo(half, 6);
});

test("a resumed ad earns what it brought beyond its spend, at the low end half of it", () => {
  const worth = adWorth({
    counterfactual: adCounterfactual([], 7),
    spentMinor: 3_000,
    missedUnits: 0,
    gainedUnits: 10,
    marginMinorPerUnit: 900,
  });
  expect(worth).toEqual({ lowMinor: 1_500, midMinor: 6_000, highMinor: 6_000 });
});

test("a day that was expected is held against a day that was measured: 28.00 of 14 days, ended after 3", () => {
  // 2.00 a day: 6.00 of three days, at the ends 3.00 and 9.00.
  expect(claimedPart({ lowMinor: 1_400, midMinor: 2_800, highMinor: 4_200 }, 0, 3 / 14)).toEqual({
    lowMinor: 300,
    midMinor: 600,
    highMinor: 900,
  });
});

test("freight is paid whatever the days: 800.00 beyond 200.00 of freight over 20 days, 5 of them measured", () => {
  // 1,000.00 of goods in 20 days are 250.00 in 5, of which the freight goes off: 50.00. At the low end −50.00.
  expect(claimedPart({ lowMinor: 40_000, midMinor: 80_000, highMinor: 120_000 }, 20_000, 5 / 20)).toEqual({
    lowMinor: -5_000,
    midMinor: 5_000,
    highMinor: 15_000,
  });
  expect(claimedPart({ lowMinor: 1, midMinor: 2, highMinor: 3 }, 20_000, 1)).toEqual({
    lowMinor: 1,
    midMinor: 2,
    highMinor: 3,
  });
});

test("a sale that a transfer made possible is not counted by the ad that came after it", () => {
  const sold = new Map([["1:2:d1", 10]]);
  const claimants: Claimant[] = [
    { actionId: "ad", since: 2, wants: [{ salesKeys: ["1:2:d1"], units: 7 }] },
    { actionId: "transfer", since: 1, wants: [{ salesKeys: ["1:2:d1"], units: 6 }] },
  ];
  expect(Object.fromEntries(settleClaims(sold, claimants))).toEqual({ transfer: 6, ad: 4 });
});

const shownDays = (sold: number[], empty: number[]) =>
  sold.map((soldUnits, i) => ({ day: day(i + 1), soldUnits, emptyShare: empty[i] ?? 0 }));
const errorMinorPerOrder = { low: 1_000, mid: 1_500, high: 2_500 };

test("40 were shown and 6 there: 6 sold, then 4 days with nothing at 2 a day are 8 orders that need not be cancelled", () => {
  const effect = shownEffect({
    ...{ beforeUnits: 40, units: 6, unitsPerDay: 2 },
    days: shownDays([4, 2, 0, 0, 0, 0], [0, 0, 1, 1, 1, 1]),
  });
  // 8 of 10 outcomes of 8 orders lie within 8 ± 1.28 × √8; 34 more were shown, so all of them would have been taken.
  const half = 1.2816 * Math.sqrt(8);
  expect(effect).toEqual({ avoidedOrders: { low: 8 - half, mid: 8, high: 8 + half }, gained: [] });
  if (typeof effect === "string") throw new Error(effect);
  expect(
    shownWorth({
      ...{ avoidedOrders: effect.avoidedOrders, gainedUnits: 0, marginMinorPerUnit: 900 },
      ...{ errorMinorPerOrder, substitution: 0.3 },
    }),
  ).toEqual({
    lowMinor: Math.round((8 - half) * 1_000),
    midMinor: 12_000,
    highMinor: Math.round((8 + half) * 2_500),
  });
});

test("no more orders are avoided than the former quantity would have let through", () => {
  const effect = shownEffect({
    ...{ beforeUnits: 8, units: 6, unitsPerDay: 2 },
    days: shownDays([6, 0, 0, 0, 0], [0, 1, 1, 1, 1]),
  });
  expect(effect).toMatchObject({ avoidedOrders: { mid: 2, high: 2 } });
});

test("3 were shown and 20 there: what sold beyond 3 could not have been sold, half of it elsewhere at the low end", () => {
  const effect = shownEffect({
    beforeUnits: 3,
    units: 20,
    unitsPerDay: 1,
    days: shownDays([2, 2, 0, 4], []),
  });
  expect(effect).toMatchObject({
    gained: [
      { day: day(2), units: 1 },
      { day: day(4), units: 4 },
    ],
  });
  expect(
    shownWorth({
      ...{ avoidedOrders: { low: 0, mid: 0, high: 0 }, gainedUnits: 5, marginMinorPerUnit: 900 },
      ...{ errorMinorPerOrder, substitution: 0.5 },
    }),
  ).toEqual({ lowMinor: 2_250, midMinor: 4_500, highMinor: 4_500 });
});

test("what was never read, or never sold because it was never there, cannot be measured and is not 0", () => {
  const days = shownDays([0], [1]);
  expect(shownEffect({ beforeUnits: null, units: 0, unitsPerDay: 2, days })).toBe("shown_unknown");
  expect(shownEffect({ beforeUnits: 4, units: 0, unitsPerDay: null, days })).toBe("demand_unknown");
});

const units = fc.integer({ min: 0, max: 60 });
const days = fc.array(fc.record({ sold: units, other: units }), { minLength: 1, maxLength: 20 });
const arrivals = fc.array(fc.record({ from: fc.integer({ min: 1, max: 20 }), units, ad: fc.boolean() }), {
  maxLength: 5,
});

test("property: all claims together never exceed what was sold, and all transfers together what none would have sold less", () => {
  fc.assert(
    fc.property(units, days, arrivals, (own, sales, goods) => {
      const shelf = received(
        sales.map((one) => one.sold),
        sales.map((one) => one.other),
      );
      const inOrder = [...goods].sort((a, b) => a.from - b.from);
      const transfers = inOrder.map((one, i) => moved(`t${i}`, one.from, one.units));
      const served = replayReceiver(own, shelf, transfers);
      const sold = shelf.reduce((sum, one) => sum + one.soldUnits, 0);
      const claimed = transfers.reduce((sum, one) => sum + sumOf(served, one.actionId), 0);
      expect(claimed).toBeLessThanOrEqual(sold);
      for (const one of transfers) expect(sumOf(served, one.actionId)).toBeLessThanOrEqual(one.units);
      // Each alone added: with the first n, what they serve together does not depend on those that come after.
      const first = replayReceiver(own, shelf, transfers.slice(0, 1));
      expect(sumOf(served, "t0")).toBe(sumOf(first, "t0"));

      const ledger = new Map(shelf.map((one) => [one.day, one.soldUnits]));
      const claims = settleClaims(ledger, [
        ...transfers.map((one, i) => ({
          actionId: one.actionId,
          since: i,
          wants: (served.get(one.actionId) ?? []).map((want) => ({
            salesKeys: [want.day],
            units: want.units,
          })),
        })),
        ...inOrder.map((one, i) => ({
          actionId: `a${i}`,
          since: i - 0.5,
          wants: [{ salesKeys: shelf.map(({ day: key }) => key), units: one.units }],
        })),
      ]);
      const total = [...claims.values()].reduce((sum, one) => sum + one, 0);
      expect(total).toBeLessThanOrEqual(sold);
      expect([...claims.values()].every((one) => Number.isFinite(one) && one >= 0)).toBe(true);
    }),
  );
});

test("property: a transfer of nothing changes nothing, at either end, and no figure is ever NaN", () => {
  const donorDay = fc.record({
    expectedUnits: fc.double({ min: 0, max: 500, noNaN: true }),
    soldUnits: units,
    availableShare: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(
      fc.array(donorDay, { maxLength: 20 }),
      fc.double({ min: 0, max: 5, noNaN: true }),
      units,
      days,
      (out, dispersion, given, sales) => {
        const donor = out.map((one, i) => ({ ...one, day: day(i + 1) }));
        const lost = replayDonor(donor, dispersion, [moved("none", 1, 0), moved("some", 1, given)]);
        expect(lost.get("none")).toEqual({ low: 0, mid: 0, high: 0 });
        const some = lost.get("some") ?? { low: Number.NaN, mid: 0, high: 0 };
        expect(some.low).toBeLessThanOrEqual(some.mid);
        expect(some.mid).toBeLessThanOrEqual(some.high);
        expect(some.high).toBeLessThanOrEqual(given);
        const shelf = received(sales.map((one) => one.sold));
        expect(replayReceiver(0, shelf, [moved("none", 1, 0)]).size).toBe(0);
        const still = sales.map((one) => ({ soldUnits: one.sold, arrivedUnits: one.other, wantedUnits: 0 }));
        expect(replayAdDemand(given, still)).toBe(0);
        const more = replayAdDemand(
          given,
          still.map((one) => ({ ...one, wantedUnits: 3 })),
        );
        expect(more).toBeGreaterThanOrEqual(0);
        expect(more).toBeLessThanOrEqual(3 * still.length);
        const worth = adWorth({
          counterfactual: adCounterfactual(
            sales.map((one) => ({
              spendMinor: one.sold,
              units: one.other,
              buyableShare: (one.sold % 3) / 2,
            })),
            given,
          ),
          spentMinor: given,
          missedUnits: more,
          gainedUnits: some.mid,
          marginMinorPerUnit: given,
        });
        expect(Object.values(worth).every(Number.isSafeInteger)).toBe(true);
      },
    ),
  );
});
