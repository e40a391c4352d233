import { expect, test } from "vitest";
import { adjustForecast, levelsAhead } from "./adjust";
import { fitCalibration, type PastForecast } from "./calibrate";
import { classOf, frequencyOf } from "./calibration";
import { withWanted } from "./censoring";
import { forecastFromSeries } from "./compute";

const past = (level: number, units: number, period: number): PastForecast => ({
  ...{
    place: period % 2,
    period,
    level,
    ...{ chance: level > 1 ? 0.9 : 0.1, dayChange: level },
    windowDispersion: 0.2,
    windows: 20,
    usualPerDay: level,
  },
  ...{ units14: 14 * units, factors14: 14, units28: 28 * units, factors28: 28 },
  ...{ factorSquares28: 28, unitsTimesFactors28: 28 * units, unitSquares28: 28 * units * units },
});

test("levels that came out half as much again are raised, classes with little to go by stay, and growth is the newest period's", () => {
  const rows = [-1, 0, 1, 2].flatMap((period) =>
    Array.from({ length: 100 }, () => past(5, period === 0 ? 9 : 6, period)),
  );
  const fitted = fitCalibration([...rows, past(0.2, 1, 0)]);
  const used = fitted?.classes[classOf(5)];
  const often = fitted?.frequencies[frequencyOf(0.9)];
  // (9 + 6 + 6) ÷ 3 ÷ 5
  expect(used?.meanOfLevel).toBeCloseTo(1.4, 9);
  expect(used?.forecasts).toBe(300);
  expect(often?.levelFactor).toBeGreaterThan(1);
  expect(often?.lossRatio).toBeLessThan(1);
  expect(fitted?.classes[classOf(0.2)]).toEqual({ meanOfLevel: 1, meanOfChange: 0, forecasts: 1 });
  expect(fitted?.frequencies[frequencyOf(0.1)]?.lossRatio).toBeNull();
  expect(fitted?.growth).toBeCloseTo(9 / 7, 2);
  expect(fitCalibration(rows.slice(0, 50))).toBeNull();
});

test("a calibration is applied to mean and quantiles of its class alone", () => {
  const series = {
    units: new Float64Array(200).fill(5),
    shares: new Float64Array(200).fill(1),
    asOfWeekday: 0,
  };
  const classes = Array.from({ length: 7 }, (_, k) => ({
    ...{ meanOfLevel: k === classOf(5) ? 2 : 1, meanOfChange: 0, forecasts: 200 },
  }));
  const frequencies = Array.from({ length: 8 }, (_, k) => ({
    ...{ levelFactor: k === frequencyOf(1) ? 1.5 : 1, spreadFactor: 1, priorDispersion: 0.1, forecasts: 200 },
    lossRatio: 0.9,
  }));
  const options = { horizonDays: 28, asOfDay: "2026-06-01" };
  const told = forecastFromSeries(series, {
    ...options,
    calibration: { classes, frequencies, growth: 1.1, growthByPlace: { 3: 1.2 } },
    placeId: 3,
  });
  expect([told.smoothedLevel, told.level, told.mean].map((value) => Number(value.toFixed(6)))).toEqual([
    5, 7.5, 12,
  ]);
  expect(told.quantile(0.5, 0, 28)).toBeGreaterThan(forecastFromSeries(series, options).quantile(0.5, 0, 28));
});

test("days that sold out count as what was wanted at least; others and days without stock stay as they are", () => {
  const units = Float64Array.from({ length: 140 }, (_, day) =>
    day % 14 < 9 ? ([6, 9, 4][day % 3] ?? 0) : day % 14 === 9 ? 3 : 0,
  );
  const shares = Float64Array.from({ length: 140 }, (_, day) =>
    day % 14 < 9 ? 1 : day % 14 === 9 ? 0.4 : 0,
  );
  const wanted = withWanted({ units, shares, asOfWeekday: 0 }, new Float64Array(7).fill(1));
  expect(wanted.units[8]).toBe(units[8]);
  expect(wanted.units[9] ?? 0).toBeGreaterThan(5);
  expect(wanted.shares[9]).toBe(1);
  expect([wanted.units[10], wanted.shares[10]]).toEqual([0, 0]);
});

test("the days that a page shows are those the stored quantiles rest on, also a day later", () => {
  const series = {
    units: Float64Array.from({ length: 140 }, (_, day) => (day % 7 < 2 ? 9 : 3)),
    shares: new Float64Array(140).fill(1),
    asOfWeekday: 0,
  };
  const plain = forecastFromSeries(series, { horizonDays: 30, asOfDay: "2026-06-01" });
  const about = { kind: "override" as const, id: 1, factor: null, unitsPerDay: null };
  const adjustments = [
    { ...about, fromDay: 2, toDay: 9, factor: 3 },
    { ...about, fromDay: -1, toDay: 4, factor: 2, fades: true },
    { ...about, fromDay: 20, toDay: 24, unitsPerDay: 11 },
  ];
  const stored = {
    ...{ plainLevelPerDay: plain.level, weekdayFactors: plain.weekdayFactors, adjustments },
    ...{ dispersion: plain.dispersion, forecastAsOf: "2026-06-01" },
  };
  const { levelPerDay } = adjustForecast(plain, adjustments);
  expect(levelsAhead(stored, "2026-06-01", 30)).toEqual(levelPerDay);
  expect(levelsAhead(stored, "2026-06-02", 29)).toEqual(levelPerDay.slice(1));
});
