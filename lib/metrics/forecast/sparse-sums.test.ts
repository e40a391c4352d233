import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "@/lib/core/clock";
import { type ForecastDay, historySums, weekdayOf } from "./compute";
import { forecastHistoryDays, outagesByAge, sparseHistorySums } from "./sparse-sums";

const asOfDay = "2026-06-17";

test("sums of the listed days equal those of the whole series", () => {
  const day = fc.record({
    units: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 40 })),
    share: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true })),
  });
  fc.assert(
    fc.property(fc.array(day, { minLength: 0, maxLength: forecastHistoryDays }), (days) => {
      const series: ForecastDay[] = days.map(({ units, share }, i) => ({
        day: addDays(asOfDay, -(i + 1)),
        units,
        availableShare: share,
      }));
      const listed = days.map((one, i) => ({ ...one, age: i + 1 }));
      const sold = listed.filter(({ units }) => units > 0);
      const out = listed.filter(({ share }) => share < 1);
      const sparse = sparseHistorySums(
        {
          firstAge: days.length,
          demand: { ages: sold.map(({ age }) => age), units: sold.map(({ units }) => units) },
          outages: { ages: out.map(({ age }) => age), shares: out.map(({ share }) => share) },
        },
        weekdayOf(asOfDay),
      );
      const whole = historySums(series, asOfDay);
      expect(sparse.weightSquaredDays).toBeCloseTo(whole.weightSquaredDays, 9);
      sparse.weekdays.forEach((sums, i) => {
        for (const [name, value] of Object.entries(whole.weekdays[i] ?? {}))
          expect(sums[name as keyof typeof sums], `${name} of weekday ${i}`).toBeCloseTo(value, 8);
      });
    }),
    { numRuns: 200 },
  );
});

test("no history sums to nothing", () => {
  const none = { ages: [], units: [] };
  const sums = sparseHistorySums({ firstAge: 0, demand: none, outages: { ages: [], shares: [] } }, 2);
  expect(sums.weightSquaredDays).toBe(0);
  expect(sums.weekdays.every((day) => day.days === 0 && day.units === 0)).toBe(true);
});

test("spans become shares of the days they touch, today and older days apart", () => {
  // From noon three days ago to noon two days ago, and from the evening before last until now.
  const { ages, shares } = outagesByAge([2.5, 1.25], [1.5, -0.5], 10);
  const byAge = Object.fromEntries(ages.map((age, i) => [age, shares[i]]));
  expect(byAge).toEqual({ 1: 0, 2: 0.25, 3: 0.5 });
  expect(outagesByAge([400], [0], 3).ages).toEqual([1, 2, 3]);
});
