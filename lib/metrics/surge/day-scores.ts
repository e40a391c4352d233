import { type DailySeries, weekdayAt } from "../forecast/daily-series";
import { advance, stateSize, summaryOf } from "../forecast/series-state";
import { expectedOrders, type SurgeBaseline, surgeScore, surgeWindowsHours } from "./compute";

/** A series of orders by day, and by hour for its last days. */
export interface HourlyOrders {
  daily: DailySeries;
  /** Orders of each hour of the last days, the newest day last; 24 a day, by the place's clock. */
  hourly: Uint16Array;
}

/** A window is looked at every so many hours in the past; in the present, every hour. */
const everyHours = 3;
const row = new Float64Array(stateSize);

/** What is usual of a series as of its end. */
export function baselineOf(daily: DailySeries, week: Float64Array): SurgeBaseline {
  row.fill(0);
  const { units, shares } = daily;
  advance(row, 0, { units, shares, from: 0, to: units.length }, weekdayAt(daily, 0), week);
  return fromRow(week);
}

function fromRow(week: Float64Array): SurgeBaseline {
  const { level, weekdayFactors, windowDispersion, windows } = summaryOf(row, 0, week);
  // Fourteen days of independent ups and downs have a fourteenth of a day's; what a series shows itself counts as it is seen.
  const dispersion = (windows * 14 * (windowDispersion ?? 0.05) + 2 * leastDispersion) / (windows + 2);
  return {
    ordersPerDay: level,
    weekdayFactors,
    dispersion: Math.max(leastDispersion, Math.min(10, dispersion)),
  };
}

/** Days differ by at least so much, seen or not: relative variance beyond chance. */
const leastDispersion = 0.1;

/**
 * The greatest score of each of the last days, up and down, against what was usual before that day began: what a threshold must
 * leave below it. Days on which it could not be bought all day are left out (NaN).
 */
export function dayScores(
  { daily, hourly }: HourlyOrders,
  week: Float64Array,
  hourFactors: readonly number[],
): { up: Float64Array; down: Float64Array } {
  const days = hourly.length / 24;
  const { units, shares } = daily;
  const up = new Float64Array(days);
  const down = new Float64Array(days);
  const from = units.length - days;
  row.fill(0);
  advance(row, 0, { units, shares, from: 0, to: from }, weekdayAt(daily, 0), week);
  for (let day = 0; day < days; day++) {
    const index = from + day;
    const weekday = weekdayAt(daily, index);
    const baseline = fromRow(week);
    // A window of 24 hours reaches into the day before, so the first day has none of them.
    for (let hour = everyHours; hour <= 24; hour += everyHours)
      for (const hours of surgeWindowsHours) {
        const end = day * 24 + hour;
        if (end < hours) continue;
        let orders = 0;
        for (let at = end - hours; at < end; at++) orders += hourly[at] as number;
        const expected = expectedOrders(baseline, hourFactors, { hour, weekday, hours });
        const window = { hours, orders, expectedOrders: expected, dispersion: baseline.dispersion };
        up[day] = Math.max(up[day] as number, surgeScore(window, "up"));
        down[day] = Math.max(down[day] as number, surgeScore(window, "down"));
      }
    if ((shares[index] as number) < 1) down[day] = Number.NaN;
    advance(row, 0, { units, shares, from: index, to: index + 1 }, weekday, week);
  }
  return { up, down };
}
