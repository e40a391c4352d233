import { addDays } from "@/lib/core/clock";
import { forecastFromSeries, weekdayOf } from "@/lib/metrics/forecast/compute";
import { advance, stateSize } from "@/lib/metrics/forecast/series-state";
import type { BenchResult } from "../result";
import type { RealDemand } from "./online-retail";
import { placeAt } from "./place-at";

const refits = 100_000;
const updates = 5_000_000;
/** Series whose state is held at once. */
const held = 50_000;
const days = 365;

/** How many series of a whole year are forecast anew a second, and how many are moved on by one day, in CPU time of one core. */
export function* speed(demand: RealDemand): Generator<BenchResult> {
  const place = placeAt(demand, demand.days);
  const asOfDay = addDays(demand.firstDay, demand.days);
  const whole = demand.series
    .filter(({ first }) => first >= 0 && first <= demand.days - days)
    .map(({ units }) => units.slice(demand.days - days));
  const shares = new Float64Array(days).fill(1);
  const asOfWeekday = weekdayOf(asOfDay);
  const refit = (i: number) =>
    forecastFromSeries(
      { units: whole[i % whole.length] ?? shares, shares, asOfWeekday },
      { horizonDays: 28, asOfDay, place },
    ).level;
  let sum = 0;
  for (let i = 0; i < refits / 10; i++) sum += refit(i);
  const refitSeconds = cpuSeconds(() => {
    for (let i = 0; i < refits; i++) sum += refit(i);
  });
  yield {
    name: "series forecast anew, a year of days and 28 ahead",
    ...{ value: refits / refitSeconds, unit: "a second", budget: "≥ 100000" },
    against: `CPU time of one core; ${whole.length} real series in turn`,
  };
  const rows = new Float64Array(held * stateSize);
  const week = Float64Array.from(place.weekdayFactors);
  const units = new Float64Array(1);
  const one = { units, shares, from: 0, to: 1 };
  const step = (i: number) => {
    units[0] = i % 3 === 0 ? 1 : 0;
    advance(rows, (i % held) * stateSize, one, Math.floor(i / held) % 7, week);
  };
  for (let i = 0; i < updates / 10; i++) step(i);
  const updateSeconds = cpuSeconds(() => {
    for (let i = 0; i < updates; i++) step(i);
  });
  yield {
    name: "series moved on by one day",
    ...{ value: updates / updateSeconds, unit: "a second", budget: "≥ 5000000" },
    against: `CPU time of one core; ${held} states held, a third of the days with a sale; sum ${sum > 0 ? "kept" : ""}`,
  };
}

function cpuSeconds(work: () => void): number {
  const started = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
}
