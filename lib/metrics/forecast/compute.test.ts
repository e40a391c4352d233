import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "@/lib/core/clock";
import type { Forecast, ForecastDay } from "./compute";
import { forecastQuantiles, shownQuantiles, smoothedForecast, weekdayOf } from "./compute";

const asOfDay = "2026-06-01"; // a Monday
const options = { horizonDays: 28, asOfDay };

function days(
  count: number,
  unitsOf: (weekday: number, age: number) => number,
  share: number | null = 1,
): ForecastDay[] {
  return Array.from({ length: count }, (_, i) => {
    const day = addDays(asOfDay, i - count);
    return { day, units: unitsOf(weekdayOf(day), count - i), availableShare: share };
  });
}

test("steady sales are forecast as they are", () => {
  const forecast = smoothedForecast(
    days(120, () => 4),
    options,
  );
  expect(forecast.level).toBeCloseTo(4, 6);
  expect(forecast.meanPerDay).toHaveLength(28);
  expect(forecast.meanPerDay[0]).toBeCloseTo(4, 6);
  expect(Math.abs(forecast.quantile(0.5, 0, 28) - 112)).toBeLessThanOrEqual(2);
});

test("weekends keep their profile", () => {
  const forecast = smoothedForecast(
    days(140, (weekday) => (weekday >= 5 ? 20 : 6)),
    options,
  );
  const saturday = forecast.meanPerDay[5] ?? 0;
  const monday = forecast.meanPerDay[0] ?? 0;
  // 20 ÷ 6, drawn towards flat.
  expect(saturday / monday).toBeGreaterThan(2.4);
  expect(forecast.weekdayFactors.reduce((sum, factor) => sum + factor, 0)).toBeCloseTo(7, 9);
  expect(forecast.meanPerDay.slice(0, 7).reduce((sum, mean) => sum + mean, 0) / 70).toBeCloseTo(1, 1);
});

test("days without stock lower nothing", () => {
  const halfOut = days(120, () => 4).map((day, i) => (i % 2 ? { ...day, units: 0, availableShare: 0 } : day));
  expect(smoothedForecast(halfOut, options).level).toBeCloseTo(4, 6);
});

test("the newest weeks count most", () => {
  const level = smoothedForecast(
    days(112, (_, age) => (age <= 28 ? 10 : 2)),
    options,
  ).level;
  expect(level).toBeGreaterThan(5.5);
  expect(level).toBeLessThan(10);
});

test("no sales while available is no demand", () => {
  const forecast = smoothedForecast(
    days(120, () => 0),
    options,
  );
  expect(forecast.level).toBe(0);
  expect(forecast.quantile(0.95, 0, 28)).toBe(0);
});

test("no history at all is no demand without a pool, the pool's with one", () => {
  const pool = { levelPerDay: 3, dispersion: 0.4, weekdayFactors: [1, 1, 1, 1, 1, 1.5, 0.5] };
  expect(smoothedForecast([], options).level).toBe(0);
  const forecast = smoothedForecast([], { ...options, pool });
  expect(forecast.level).toBeCloseTo(3, 9);
  expect(forecast.meanPerDay[5]).toBeCloseTo(4.5, 9);
  expect(forecast.method).toBe("smoothed-3+pool");
  expect(forecast.quantile(0.9, 0, 14)).toBeGreaterThan(60);
});

test("a new item leaves the pool as its own sales come in", () => {
  const pool = { levelPerDay: 1, dispersion: 0.3, weekdayFactors: [1, 1, 1, 1, 1, 1, 1] };
  const week = smoothedForecast(
    days(7, () => 5),
    { ...options, pool },
  );
  const month = smoothedForecast(
    days(60, () => 5),
    { ...options, pool },
  );
  expect(week.level).toBeGreaterThan(1);
  expect(week.level).toBeLessThan(5);
  expect(month.level).toBeCloseTo(5, 6);
  expect(month.method).toBe("smoothed-3");
  expect(month.dispersion).toBeLessThan(week.dispersion);
});

test("sales of unknown stock count as available from the first sale on", () => {
  const late = days(60, (_, age) => (age <= 30 ? 2 : 0), null);
  expect(smoothedForecast(late, options).level).toBeCloseTo(2, 6);
});

test("clumpy sales are more dispersed than steady ones of the same level", () => {
  const steady = smoothedForecast(
    days(140, () => 2),
    options,
  );
  const clumpy = smoothedForecast(
    days(140, (_, age) => (age % 10 === 0 ? 20 : 0)),
    options,
  );
  expect(clumpy.dispersion).toBeGreaterThan(4 * steady.dispersion);
  const spread = (forecast: Forecast) => forecast.quantile(0.95, 0, 14) / (14 * forecast.level);
  expect(spread(clumpy)).toBeGreaterThan(spread(steady));
});

test("the past alone counts", () => {
  const future = { day: asOfDay, units: 1_000, availableShare: 1 };
  expect(smoothedForecast([...days(60, () => 3), future], options).level).toBeCloseTo(3, 6);
});

test("quantiles come for the windows that the horizon holds", () => {
  const quantiles = forecastQuantiles(
    smoothedForecast(
      days(90, () => 1),
      options,
    ),
  );
  expect(Object.keys(quantiles)).toEqual(["7", "14", "28"]);
  expect(Object.keys(quantiles["28"] ?? {})).toEqual(shownQuantiles.map(String));
});

test("quantiles grow with q and with the window; the level is never negative or unbounded", () => {
  const histories = fc.array(fc.tuple(fc.nat(40), fc.constantFrom(null, 0, 0.3, 1)), { maxLength: 90 });
  fc.assert(
    fc.property(histories, (rows) => {
      const history = rows.map(([units, availableShare], i) => ({
        day: addDays(asOfDay, i - rows.length),
        units,
        availableShare,
      }));
      const forecast = smoothedForecast(history, options);
      expect(forecast.level).toBeGreaterThanOrEqual(0);
      expect(forecast.level).toBeLessThanOrEqual(400);
      expect(forecast.dispersion).toBeGreaterThanOrEqual(0);
      let before = 0;
      for (const q of shownQuantiles) {
        const quantile = forecast.quantile(q, 0, 28);
        expect(quantile).toBeGreaterThanOrEqual(before);
        expect(quantile).toBeGreaterThanOrEqual(forecast.quantile(q, 0, 7));
        before = quantile;
      }
    }),
  );
});

test("a place's closed days say nothing, and on a weekday it never sells nothing is forecast", () => {
  const weekdayFactors = [1.2, 1.2, 1.2, 1.2, 1.2, 0, 1];
  const closedDays = Array.from({ length: 14 }, (_, i) => addDays(asOfDay, -20 - i));
  const history = days(120, (weekday, age) => (weekday === 5 || (age >= 20 && age < 34) ? 0 : 6));
  const forecast = smoothedForecast(history, { ...options, place: { weekdayFactors, closedDays } });
  expect(forecast.meanPerDay[5]).toBe(0);
  expect(forecast.meanPerDay[0]).toBeCloseTo(6, 0);
  expect(smoothedForecast(history, options).level).toBeLessThan(forecast.level);
});

test("what no longer sells fades, and sooner than what sells seldom", () => {
  const ended = smoothedForecast(
    days(200, (_, age) => (age > 60 ? 4 : 0)),
    options,
  );
  const seldom = smoothedForecast(
    days(200, (_, age) => (age % 50 === 40 ? 4 : 0)),
    options,
  );
  expect(ended.level).toBeLessThan(0.5);
  expect(seldom.level).toBeGreaterThan(0.03);
});
