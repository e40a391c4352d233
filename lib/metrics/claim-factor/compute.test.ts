import fc from "fast-check";
import { expect, test } from "vitest";
import { claimFactors, realisedShare, type SettledClaim } from "./compute";

const claims = (n: number, claimedMinor: number, ...realised: number[]): SettledClaim[] =>
  Array.from({ length: n }, (_, i) => ({ claimedMinor, realisedMinor: realised[i % realised.length] ?? 0 }));
const factorOf = (cases: SettledClaim[]) =>
  claimFactors(new Map([["transfer", realisedShare(cases)]])).get("transfer");

test("100 claims of 100.00 that brought 50.00 and 70.00 by turns: 60 %, ± 1.28 × √(0.01 × 100 ÷ 99 ÷ 100)", () => {
  const share = realisedShare(claims(100, 10_000, 5_000, 7_000));
  expect(share.share).toBe(0.6);
  expect(share.high).toBeCloseTo(0.6 + 1.2816 * Math.sqrt(0.01 / 99), 9);
  expect(share.cases).toBe(100);
});

test("large claims count for more", () => {
  const share = realisedShare([...claims(1, 9_000, 9_000), ...claims(1, 1_000, 0)]);
  expect(share.share).toBe(0.9);
});

test("nothing claimed has no share, and kinds without one no factor", () => {
  expect(realisedShare(claims(3, 0, 100)).share).toBeNull();
  expect(claimFactors(new Map([["transfer", realisedShare([])]])).size).toBe(0);
});

test("many cases that brought 60 % shrink claims to about that; two hardly", () => {
  // 100 cases: error of the share √((99 × 0.0101 + 4) ÷ 103 ÷ 100) = 0.022; kinds lie 0.40 from 1, so nearly all of it counts.
  expect(factorOf(claims(100, 10_000, 5_000, 7_000))).toBe(0.6);
  // 2 cases: error 0.64, and the spread of the kinds falls to its least, 0.1: 1 − 0.4 × 0.01 ÷ 0.42 = 0.99.
  expect(factorOf(claims(2, 10_000, 5_000, 7_000))).toBe(0.99);
});

test("claims that were exceeded are not raised; losses leave a tenth", () => {
  expect(factorOf(claims(100, 10_000, 15_000))).toBe(1);
  expect(factorOf(claims(200, 10_000, -20_000))).toBe(0.1);
});

test("property: a factor lies between 0.1 and 1, and more of the same cases never move it towards 1", () => {
  const claim = fc.record({
    claimedMinor: fc.integer({ min: 1, max: 100_000 }),
    realisedMinor: fc.integer({ min: -100_000, max: 100_000 }),
  });
  fc.assert(
    fc.property(fc.array(claim, { minLength: 1, maxLength: 12 }), (cases) => {
      const once = factorOf(cases) ?? Number.NaN;
      expect(once).toBeGreaterThanOrEqual(0.1);
      expect(once).toBeLessThanOrEqual(1);
      const often = factorOf(Array.from({ length: 20 }, () => cases).flat()) ?? Number.NaN;
      expect(often).toBeLessThanOrEqual(once + 0.01);
    }),
  );
});
