import { expect, test } from "vitest";
import { seasonAdjustments, seasonFactors, seasonHistoryWeeks, seasonOf, seasonWeeks } from "./season";

/** Two years and six weeks of about `units` a week; every year the weeks 4 to 7 from now on sell `peak` times that. */
const weeks = (units: number, peak: readonly number[], noise = 0) =>
  Float64Array.from({ length: seasonHistoryWeeks }, (_, week) => {
    const ago = seasonHistoryWeeks - week;
    const isPeak = ago % 52 <= 48 && ago % 52 > 44;
    const year = ago > 52 ? 1 : 0;
    const wobble = 1 + noise * Math.sin(week * 2.399);
    return Math.round(units * wobble * (isPeak ? (peak[year] ?? 1) : 1));
  });

test("a peak that came twice is expected a third time, in its weeks alone", () => {
  const factors = seasonFactors(seasonOf(weeks(2_000, [2, 2])), null);
  expect(factors).toHaveLength(seasonWeeks);
  expect(factors[5]).toBeGreaterThan(1.7);
  expect(factors[5]).toBeLessThan(2.05);
  expect([factors[0], factors[1], factors[10]]).toEqual([1, 1, 1]);
});

test("what came once, ups and downs by chance, and what hardly sells make no season", () => {
  const flat = new Array(seasonWeeks).fill(1);
  expect(seasonFactors(seasonOf(weeks(2_000, [2, 1])), null)).toEqual(flat);
  expect(seasonFactors(seasonOf(weeks(2_000, [1, 1], 0.2)), null)).toEqual(flat);
  expect(seasonFactors(seasonOf(weeks(2, [2, 2])), null)).toEqual(flat);
});

test("one year of history says nothing of the season", () => {
  expect(seasonOf(weeks(2_000, [2, 2]).subarray(seasonHistoryWeeks - 60))).toBeNull();
  expect(seasonFactors(null, null)).toEqual(new Array(seasonWeeks).fill(1));
});

test("a small category follows all products, a large one itself", () => {
  const all = seasonOf(weeks(100_000, [2, 2]));
  expect(seasonFactors(seasonOf(weeks(20, [1, 1])), all)[5]).toBeGreaterThan(1.6);
  expect(seasonFactors(seasonOf(weeks(50_000, [1, 1])), all)[5]).toBe(1);
});

test("factors become adjustments of whole weeks, counted from the day of the forecast", () => {
  const factors = Array.from({ length: seasonWeeks }, (_, week) => (week === 0 || week === 2 ? 1.5 : 1));
  expect(seasonAdjustments(factors, 3).map(({ fromDay, toDay, factor }) => [fromDay, toDay, factor])).toEqual(
    [
      [-3, 4, 1.5],
      [11, 18, 1.5],
    ],
  );
  expect(seasonAdjustments(factors, 8).map(({ fromDay }) => fromDay)).toEqual([6]);
});
