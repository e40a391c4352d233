import { addDays } from "@/lib/core/clock";
import type { PastForecast } from "@/lib/metrics/forecast/calibrate";
import { type PlaceProfile, weekdayOf } from "@/lib/metrics/forecast/compute";
import { calibrationDays, pastForecastOf } from "@/lib/metrics/forecast/past-forecast";
import { advance, type StateSummary, stateSize, summaryOf } from "@/lib/metrics/forecast/series-state";
import type { RealDemand } from "./online-retail";
import { placeAt } from "./place-at";

/** What was known of every product at one moment. */
export interface PastOrigin {
  origin: number;
  asOfDay: string;
  place: PlaceProfile;
  states: { series: number; own: StateSummary; usualPerDay: number }[];
}

/** Products with fewer days are left out. */
export const historyDaysMin = 28;
const periodDays = 14;
/** How many periods whose four weeks are known a calibration looks back on. */
const periods = 4;

export function statesAt(demand: RealDemand, origin: number): PastOrigin {
  const place = placeAt(demand, origin);
  const asOfDay = addDays(demand.firstDay, origin);
  const week = Float64Array.from(place.weekdayFactors);
  const closed = new Set(place.closedDays);
  const open = Float64Array.from({ length: origin }, (_, day) =>
    closed.has(addDays(demand.firstDay, day)) ? 0 : 1,
  );
  const row = new Float64Array(stateSize);
  const states = demand.series.flatMap(({ units, first }, series) => {
    if (first < 0 || first > origin - historyDaysMin) return [];
    const days = { units: units.subarray(first, origin), shares: open.subarray(first), from: 0 };
    row.fill(0);
    advance(row, 0, { ...days, to: origin - first }, weekdayOf(addDays(demand.firstDay, first)), week);
    const total = days.units.reduce((sum, sold) => sum + sold, 0);
    return [{ series, own: summaryOf(row, 0, week), usualPerDay: total / (origin - first) }];
  });
  return { origin, asOfDay, place, states };
}

/** The forecasts of the last periods, each from what was known at its time, with what came until `now` and not after. */
export function pastForecasts(demand: RealDemand, past: readonly PastOrigin[], now: number): PastForecast[] {
  const shares = new Float64Array(calibrationDays.mean).fill(1);
  return past.flatMap(({ origin, asOfDay, states }) => {
    const period = (now - origin) / periodDays - calibrationDays.mean / periodDays;
    if (period < -1 || period >= periods) return [];
    return states.flatMap(({ series, own, usualPerDay }) => {
      const units = demand.series[series]?.units ?? new Float64Array();
      const ahead = units.subarray(origin, Math.min(now, origin + calibrationDays.mean));
      const firstWeekday = weekdayOf(asOfDay);
      const one = pastForecastOf(
        own,
        { units: ahead, shares, firstWeekday },
        { place: 0, period, usualPerDay },
      );
      return one ?? [];
    });
  });
}
