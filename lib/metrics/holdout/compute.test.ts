import { expect, test } from "vitest";
import { estimateEffect, type HoldoutCase, isHeldOut, periodAt } from "./compute";

const rules = { share: 0.1, periodDays: 28, seed: "one", startedAt: new Date("2026-06-01T00:00:00Z") };

test("about a tenth is left alone, the same ones each time, others in the next period", () => {
  const codes = Array.from({ length: 5_000 }, (_, i) => `SKU-${i}`);
  const held = (period: number) => codes.filter((code) => isHeldOut(rules, code, period));
  const first = held(0);
  expect(held(0)).toEqual(first);
  expect(first.length / 5_000).toBeGreaterThan(0.085);
  expect(first.length / 5_000).toBeLessThan(0.115);
  const before = new Set(first);
  expect(held(1).filter((code) => before.has(code)).length).toBeLessThan(100);
  expect(codes.filter((code) => isHeldOut({ ...rules, seed: "two" }, code, 0))).not.toEqual(first);
});

test("periods follow one another from the start on", () => {
  expect(periodAt(rules, new Date("2026-06-28T23:00:00Z"))).toBe(0);
  expect(periodAt(rules, new Date("2026-06-29T00:00:00Z"))).toBe(1);
});

const group = (heldOut: boolean, earned: number[], before: number[]): HoldoutCase[] =>
  earned.map((earnedMinor, i) => ({ heldOut, earnedMinor, earnedBeforeMinor: before[i] ?? 0 }));

test("items that earned 30.00 more than before when decided on, against items that earned the same: 30.00, without doubt", () => {
  const before = Array.from({ length: 20 }, (_, i) => i * 1_000);
  const cases = [
    ...group(
      false,
      before.map((minor) => minor + 3_000),
      before,
    ),
    ...group(true, before, before),
  ];
  expect(estimateEffect(cases)).toEqual({
    treated: 20,
    heldOut: 20,
    effectMinor: 3_000,
    lowMinor: 3_000,
    highMinor: 3_000,
  });
});

test("what differed before does not count as an effect", () => {
  const rich = Array.from({ length: 20 }, (_, i) => 50_000 + i * 1_000);
  const poor = Array.from({ length: 20 }, (_, i) => i * 1_000);
  expect(estimateEffect([...group(false, rich, rich), ...group(true, poor, poor)]).effectMinor).toBe(0);
});

test("nine left alone tell nothing", () => {
  const many = Array.from({ length: 100 }, (_, i) => i);
  const nine = many.slice(0, 9);
  expect(estimateEffect([...group(false, many, many), ...group(true, nine, nine)]).effectMinor).toBeNull();
});
