import fc from "fast-check";
import { expect, test } from "vitest";
import { decideAds, defaultAdPolicy } from "./decide";
import { displacementOf, pauseAbove } from "./displaced-share";
import type { AdCampaign, ProductAd } from "./types";

const ad: ProductAd = {
  id: 1,
  sku: {
    id: 41,
    available: 40,
    backorder: false,
    organicDemand: { meanPerDay: 4, dispersion: 0.2 },
    resupplyInDays: 12,
    marginMinorPerUnit: 900,
    priceMinor: 2_500,
  },
  state: "enabled",
  pausedByPlimsoll: false,
  hoursSinceToggle: null,
  spendMinorPerDay: { low: 4_000, mid: 5_000, high: 6_500 },
  adUnitsPerDay: 10,
};
const campaign: AdCampaign = {
  id: 7,
  state: "enabled",
  pausedByPlimsoll: false,
  hoursSinceToggle: null,
  stopsWhenEmpty: false,
  smallestPausable: "product_ad",
  ads: [ad],
};
const verdictOf = (
  change: Partial<ProductAd>,
  sku: Partial<ProductAd["sku"]> = {},
  of: Partial<AdCampaign> = {},
) => decideAds({ ...campaign, ...of, ads: [{ ...ad, ...change, sku: { ...ad.sku, ...sku } }] }).ads[0];

test("the line is 1 − ad cost of a sale ÷ margin, kept between the least probability and 1", () => {
  expect(pauseAbove(ad, defaultAdPolicy)).toBeCloseTo(1 - 500 / 900, 9);
  expect(pauseAbove({ ...ad, adUnitsPerDay: 2 }, defaultAdPolicy)).toBe(0.05);
  expect(pauseAbove({ ...ad, sku: { ...ad.sku, marginMinorPerUnit: -5 } }, defaultAdPolicy)).toBe(0.05);
  expect(pauseAbove({ ...ad, adUnitsPerDay: null }, defaultAdPolicy)).toBe(1);
  expect(pauseAbove({ ...ad, spendMinorPerDay: { low: 0, mid: 0, high: 0 } }, defaultAdPolicy)).toBe(1);
});

test("what a sale by the ad displaces, worked out by hand for two units and one day", () => {
  // One comes anyway (Poisson 1), one by the ad: P(≥ 2) = 1 − 2e⁻¹ = 0.264241 without it, 1 − 3e⁻² = 0.593994 with it. At half the
  // margin a later sale by the ad brings the other half: 0.264241 + 0.5 × 0.329753 = 0.429118 < 0.5, so it earns 0.070882 × 900.
  const sku = { available: 2, organicDemand: { meanPerDay: 1, dispersion: 0 }, resupplyInDays: 1 };
  const half = { adUnitsPerDay: 1, spendMinorPerDay: { low: 450, mid: 450, high: 450 } };
  const found = displacementOf({ ...ad, ...half, sku: { ...ad.sku, ...sku } }, defaultAdPolicy);
  expect(found?.probability).toBeCloseTo(0.264241, 6);
  expect(found?.displacedShare).toBeCloseTo(0.429118, 6);
  expect(verdictOf(half, sku)).toMatchObject({ verdict: "keep", valuePerDay: { midMinor: -64 } });
  // At 0.7 of the margin: 0.264241 + 0.3 × 0.329753 = 0.363167 > 0.3.
  const dear = { ...half, spendMinorPerDay: { low: 630, mid: 630, high: 630 } };
  expect(verdictOf(dear, sku)).toMatchObject({ verdict: "pause", reason: "displaces_sales" });
});

test("without a forecast an ad is paused only when empty", () => {
  expect(verdictOf({}, { organicDemand: null })).toMatchObject({
    verdict: "keep",
    reason: "forecast_unknown",
  });
  expect(verdictOf({}, { organicDemand: null, available: 0 })).toMatchObject({
    verdict: "pause",
    reason: "empty",
  });
});

test("a whole campaign is empty where nothing is left, not where what is left is surely sold anyway", () => {
  const reasonAt = (available: number) =>
    decideAds({
      ...{ ...campaign, smallestPausable: "campaign" },
      ads: [{ ...ad, sku: { ...ad.sku, available, organicDemand: { meanPerDay: 100, dispersion: 0 } } }],
    }).reason;
  expect([reasonAt(0), reasonAt(5)]).toEqual(["empty", "displaces_sales"]);
});

test("ads of a paused campaign are left alone", () => {
  expect(verdictOf({}, { available: 0 }, { state: "paused" })).toMatchObject({
    verdict: "keep",
    reason: "campaign_paused",
  });
});

test("an ad below the line is worth running, one above worth pausing", () => {
  const chances = fc.record({
    available: fc.integer({ min: 1, max: 120 }),
    spend: fc.integer({ min: 100, max: 20_000 }),
    units: fc.integer({ min: 1, max: 40 }),
    margin: fc.integer({ min: 1, max: 3_000 }),
  });
  fc.assert(
    fc.property(chances, ({ available, spend, units, margin }) => {
      const decision = verdictOf(
        { spendMinorPerDay: { low: spend, mid: spend, high: spend }, adUnitsPerDay: units },
        { available, marginMinorPerUnit: margin },
      );
      const value = decision?.valuePerDay.midMinor ?? 0;
      if (decision?.verdict === "pause") expect(value).toBeGreaterThanOrEqual(0);
      else if ((decision?.pauseAbove ?? 0) > defaultAdPolicy.leastProbability)
        expect(value).toBeLessThanOrEqual(0);
    }),
  );
});

test("more stock never asks for a pause that less did not, and a resumed ad is never paused on the same stock", () => {
  fc.assert(
    fc.property(fc.integer({ min: -3, max: 150 }), fc.integer({ min: 1, max: 40 }), (available, units) => {
      const now = verdictOf({ adUnitsPerDay: units }, { available });
      const more = verdictOf({ adUnitsPerDay: units }, { available: available + 1 });
      if (now?.verdict === "keep") expect(more?.verdict).toBe("keep");
      const paused = verdictOf(
        { adUnitsPerDay: units, state: "paused", pausedByPlimsoll: true },
        { available },
      );
      if (paused?.verdict === "resume") expect(now?.verdict).toBe("keep");
    }),
  );
});

test("a campaign whose single ads cannot be paused never proposes one of them", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 5 }), (stocks) => {
      const ads = stocks.map((available, id) => ({ ...ad, id, sku: { ...ad.sku, id, available } }));
      const decision = decideAds({ ...campaign, smallestPausable: "campaign", ads });
      expect(decision.ads.every(({ verdict }) => verdict === "keep")).toBe(true);
      if (decision.verdict === "pause") expect(decision.valuePerDay.midMinor).toBeGreaterThan(0);
      if (decision.reason === "campaign_earns_more")
        expect(decision.salesAtRiskMinorPerDay).toBeGreaterThan(0);
    }),
  );
});

test("nothing is switched twice within 24 hours, whatever stock, spend and margin are", () => {
  const given = fc.record({
    available: fc.option(fc.integer({ min: -5, max: 100 })),
    margin: fc.option(fc.integer({ min: -500, max: 5_000 })),
    units: fc.option(fc.double({ min: 0, max: 50, noNaN: true })),
    spend: fc.integer({ min: 0, max: 50_000 }),
    hours: fc.double({ min: 0, max: 23.99, noNaN: true }),
    ours: fc.boolean(),
  });
  fc.assert(
    fc.property(given, ({ available, margin, units, spend, hours, ours }) => {
      const decision = verdictOf(
        {
          hoursSinceToggle: hours,
          state: ours ? "paused" : "enabled",
          pausedByPlimsoll: ours,
          adUnitsPerDay: units,
          spendMinorPerDay: { low: spend, mid: spend, high: spend },
        },
        { available, marginMinorPerUnit: margin },
      );
      expect(decision?.verdict === "keep" || decision?.verdict === "wait").toBe(true);
      expect(Object.values(decision?.valuePerDay ?? {}).every(Number.isFinite)).toBe(true);
    }),
  );
});

test("a whole campaign toggled today waits", () => {
  const decision = decideAds({
    ...campaign,
    smallestPausable: "campaign",
    hoursSinceToggle: 20,
    ads: [{ ...ad, sku: { ...ad.sku, available: 0 } }],
  });
  expect(decision).toMatchObject({ verdict: "wait", reason: "toggled_recently", waitHours: 4 });
});
