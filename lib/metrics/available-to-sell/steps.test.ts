import fc from "fast-check";
import { expect, test } from "vitest";
import { type OwnRule, type SellLayers, toSellSteps } from "./steps";

const endsAt = "2026-11-30T00:00:00Z";
const channel = { promotionReserveUnits: 0, share: 1, bufferUnits: 0, maxUnits: null };
const own = (rule: Partial<OwnRule>): OwnRule => ({
  share: null,
  bufferUnits: null,
  maxUnits: null,
  ...rule,
});
const layers = (given: Partial<SellLayers>): SellLayers => ({
  channel,
  sku: null,
  skuOnChannel: null,
  promotions: [],
  ...given,
});
const promotion = (units: number) => ({ id: units, name: "Sale", units, endsAt });

test.each<[string, number, Partial<SellLayers>, number]>([
  [
    "40 − buffer 3 of the SKU − promotion 5 = 32",
    40,
    { sku: own({ bufferUnits: 3 }), promotions: [promotion(5)] },
    32,
  ],
  [
    "the SKU's buffer replaces the channel's, it does not add: 40 − 3",
    40,
    { channel: { ...channel, bufferUnits: 10 }, sku: own({ bufferUnits: 3 }) },
    37,
  ],
  [
    "the SKU's buffer on this channel comes before that on all: 40 − 1",
    40,
    {
      channel: { ...channel, bufferUnits: 10 },
      sku: own({ bufferUnits: 3 }),
      skuOnChannel: own({ bufferUnits: 1 }),
    },
    39,
  ],
  [
    "0 is a buffer, not none: 40 − 0",
    40,
    { channel: { ...channel, bufferUnits: 10 }, sku: own({ bufferUnits: 0 }) },
    40,
  ],
  [
    "each value has its own source: floor(40 × 0.5) − 10, at most 8",
    40,
    {
      channel: { ...channel, bufferUnits: 10 },
      sku: own({ maxUnits: 8 }),
      skuOnChannel: own({ share: 0.5 }),
    },
    8,
  ],
  [
    "promotions add to each other and to the standing reserve: 40 − 2 − 5 − 6",
    40,
    { channel: { ...channel, promotionReserveUnits: 2 }, promotions: [promotion(5), promotion(6)] },
    27,
  ],
  [
    "promotions are held back before the share: floor((41 − 5) × 0.5) − 3",
    41,
    { channel: { ...channel, share: 0.5, bufferUnits: 3 }, promotions: [promotion(5)] },
    15,
  ],
  ["more held back than there is leaves nothing", 4, { promotions: [promotion(5)] }, 0],
  ["a share of 0 shows nothing", 40, { skuOnChannel: own({ share: 0 }) }, 0],
])("%s", (_, available, given, expected) => {
  expect(toSellSteps([available], layers(given)).units).toBe(expected);
});

test("each value says which rule it comes from", () => {
  const steps = toSellSteps(
    [40],
    layers({ sku: own({ bufferUnits: 3, maxUnits: 50 }), skuOnChannel: own({ maxUnits: 20 }) }),
  );
  expect(steps).toMatchObject({
    available: 40,
    share: { value: 1, from: "channel" },
    buffer: { value: 3, from: "sku" },
    max: { value: 20, from: "skuOnChannel" },
    units: 20,
  });
  expect(toSellSteps([40, null], layers({})).units).toBeNull();
});

test("it is never negative and never above what is available, whatever is set", () => {
  const share = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);
  const rule = fc.option(
    fc.record({
      share: fc.option(share),
      bufferUnits: fc.option(fc.nat(60)),
      maxUnits: fc.option(fc.nat(500)),
    }),
  );
  const given = fc.record({
    channel: fc.record({
      promotionReserveUnits: fc.nat(50),
      share,
      bufferUnits: fc.nat(50),
      maxUnits: fc.option(fc.nat(500)),
    }),
    sku: rule,
    skuOnChannel: rule,
    promotions: fc.array(fc.integer({ min: 1, max: 80 }).map(promotion), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.integer({ min: -100, max: 1_000 }), given, (available, all) => {
      const units = toSellSteps([available], all).units ?? -1;
      expect(units).toBeGreaterThanOrEqual(0);
      expect(units).toBeLessThanOrEqual(Math.max(0, available));
    }),
  );
});
