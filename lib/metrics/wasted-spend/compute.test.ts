import { expect, test } from "vitest";
import { wastedSpend } from "./compute";

const variant = { buyableShare: 0, backorder: false, conversionWeight: null };
const span = { spendMinor: 900, variants: [variant], platformStopsWhenEmpty: false };

test("spend on an empty SKU is wasted", () => {
  expect(wastedSpend([span])).toEqual({ wastedMinor: 900, unknownMinor: 0 });
});

test("a span it could be bought in for a third wastes two thirds", () => {
  expect(wastedSpend([{ ...span, variants: [{ ...variant, buyableShare: 1 / 3 }] }]).wastedMinor).toBe(600);
});

test("backorder and platforms that stop by themselves waste nothing", () => {
  expect(wastedSpend([{ ...span, variants: [{ ...variant, backorder: true }] }]).wastedMinor).toBe(0);
  expect(wastedSpend([{ ...span, platformStopsWhenEmpty: true }]).wastedMinor).toBe(0);
});

test("unknown stock is neither waste nor fine", () => {
  expect(wastedSpend([{ ...span, variants: [{ ...variant, buyableShare: null }] }])).toEqual({
    wastedMinor: 0,
    unknownMinor: 900,
  });
});

test("a shared ad is weighted by each variant's conversions, equally when none are known", () => {
  const variants = [
    { buyableShare: 0, backorder: false, conversionWeight: 1 },
    { buyableShare: 1, backorder: false, conversionWeight: 2 },
  ];
  expect(wastedSpend([{ ...span, variants }]).wastedMinor).toBe(300);
  const unknown = variants.map((one) => ({ ...one, conversionWeight: null }));
  expect(wastedSpend([{ ...span, variants: unknown }]).wastedMinor).toBe(450);
  expect(wastedSpend([])).toEqual({ wastedMinor: 0, unknownMinor: 0 });
});
