import { expectedOrders, surgeScore, surgeWindowsHours, thresholdOf } from "@/lib/metrics/surge/compute";
import { baselineOf, dayScores } from "@/lib/metrics/surge/day-scores";
import type { BenchResult } from "../result";
import { poisson } from "../support/poisson";
import { seededRandom } from "../support/seeded-random";
import { loadOnlineRetail, type RealDemand } from "./online-retail";
import { placeAt } from "./place-at";
import { pools } from "./surge-pools";

/** As lib/metrics/surge/run-thresholds.ts: what each kind may alarm falsely, of a thousand SKU-days. */
const falseOf = { up: 0.4, down: 0.2 } as const;
const periodDays = 28;
const firstPeriod = 4;
const seed = "20261122";
/** A made rise: so many times the usual orders from a random hour on, for products with at least so many a day. */
const rises = [3, 5] as const;
const leastOrdersPerDay = 4;
const products = 400;

/**
 * Turns of demand within hours on a real shop's orders. Thresholds come from the four weeks before, alarms from the next four: all of
 * them counted as false, though some are true, which bounds false alarms from above. The same with each product's orders dealt anew
 * over its days, where none can be true. Then rises are made at random hours, and the hours until they are seen.
 */
export async function* run(): AsyncGenerator<BenchResult> {
  yield* pools();
  const demand = loadOnlineRetail();
  if (!demand) {
    console.log("NOT RUN: surge, because the month files of Online Retail are not there.");
    return;
  }
  const random = seededRandom(seed);
  const real = hourlyOrders(demand, (hour) => hour);
  const dealt = hourlyOrders(demand, dealtAnew(demand, random));
  const realScores = new Map<number, ReturnType<typeof periodScores>>();
  const scoresOf = (orders: readonly Uint16Array[], from: number) => {
    const known = orders === real ? realScores.get(from) : undefined;
    const scores = known ?? periodScores(demand, real, orders, from);
    if (orders === real) realScores.set(from, scores);
    return scores;
  };
  for (const [name, orders] of [
    ["as they came", real],
    ["dealt anew over the days", dealt],
  ] as const) {
    let thresholds: { up: number; down: number } | null = null;
    let [alarms, days] = [0, 0];
    for (let period = firstPeriod - 1; (period + 1) * periodDays <= demand.days; period++) {
      const from = period * periodDays;
      if (thresholds) {
        const scores = scoresOf(orders, from);
        const { up, down } = thresholds;
        days += scores.up.length;
        alarms +=
          scores.up.filter((score) => score > up).length + scores.down.filter((score) => score > down).length;
      }
      const past = scoresOf(real, from);
      thresholds = { up: thresholdOf(past.up, falseOf.up), down: thresholdOf(past.down, falseOf.down) };
    }
    yield {
      name: `false alarms, orders ${name}`,
      ...{ value: (1_000 * alarms) / days, unit: "of 1,000 SKU-days", budget: "≤ 1" },
      against: `${alarms} alarms in ${days} SKU-days, thresholds from the four weeks before; all alarms counted as false`,
    };
  }
  yield* power(demand, real, random);
}

function* power(
  demand: RealDemand,
  real: readonly Uint16Array[],
  random: () => number,
): Generator<BenchResult> {
  const from = demand.days - 2 * periodDays;
  const { up } = periodScores(demand, real, real, from - periodDays);
  const threshold = thresholdOf(up, falseOf.up);
  const { week, hourFactors } = shopAt(demand, from);
  for (const rise of rises) {
    const hours: number[] = [];
    let asked = 0;
    for (const [product, { first }] of demand.series.entries()) {
      const daily = dailyOf(real[product] ?? new Uint16Array(), first, from);
      if (!daily || asked >= products) continue;
      const baseline = baselineOf({ ...daily, asOfWeekday: (from + 2) % 7 }, week);
      if (baseline.ordersPerDay < leastOrdersPerDay) continue;
      asked++;
      const start = from * 24 + Math.floor(random() * 24);
      const made: number[] = [];
      for (let hour = 0; hour < 72; hour++) {
        const at = start + hour;
        const clock = { hour: (at % 24) + 1, weekday: (Math.floor(at / 24) + 2) % 7, hours: 1 };
        made.push(poisson(rise * expectedOrders(baseline, hourFactors, clock), random));
        const seen = surgeWindowsHours.some((windowHours) => {
          const orders = made.slice(-windowHours).reduce((sum, count) => sum + count, 0);
          const before = (real[product] ?? new Uint16Array()).subarray(
            start - Math.max(0, windowHours - made.length),
            start,
          );
          const earlier = before.reduce((sum, count) => sum + count, 0);
          const expected = expectedOrders(baseline, hourFactors, { ...clock, hours: windowHours });
          const window = {
            hours: windowHours,
            orders: orders + earlier,
            expectedOrders: expected,
            dispersion: baseline.dispersion,
          };
          return surgeScore(window, "up") >= threshold;
        });
        if (!seen) continue;
        hours.push(hour + 1);
        break;
      }
    }
    hours.sort((a, b) => a - b);
    const within = (limit: number) => (100 * hours.filter((hour) => hour <= limit).length) / asked;
    yield {
      name: `rises to ${rise} times seen within 24 hours`,
      ...{ value: within(24), unit: "%", budget: null },
      against: `${asked} products with ${leastOrdersPerDay} orders a day or more; ${within(72).toFixed(0)} % within 72 hours, half of those seen within ${hours[hours.length >> 1] ?? 0}`,
    };
  }
}

/** Orders of each product by hour since day 0 began. */
function hourlyOrders(
  { series, orders, days }: RealDemand,
  hourOf: (hour: number, i: number) => number,
): Uint16Array[] {
  const found = series.map(() => new Uint16Array(days * 24));
  for (let i = 0; i < orders.series.length; i++) {
    const product = found[orders.series[i] as number];
    const hour = hourOf(orders.hour[i] as number, i);
    if (product) product[hour] = (product[hour] as number) + 1;
  }
  return found;
}

/** Each order on a day of its own chance among the same weekdays of its four weeks, at its hour of the day. */
function dealtAnew({ total, days }: RealDemand, random: () => number): (hour: number) => number {
  return (hour) => {
    const day = Math.floor(hour / 24);
    const start = day - (day % periodDays) + (day % 7);
    const open = [0, 7, 14, 21]
      .map((later) => start + later)
      .filter((one) => one < days && (total[one] ?? 0) > 0);
    return (open[Math.floor(random() * open.length)] ?? day) * 24 + (hour % 24);
  };
}

function shopAt(demand: RealDemand, from: number) {
  const week = Float64Array.from(placeAt(demand, from).weekdayFactors);
  const counts = new Array<number>(24).fill(10);
  for (const hour of demand.orders.hour)
    if (hour < from * 24 && hour >= (from - 56) * 24) counts[hour % 24] = (counts[hour % 24] ?? 0) + 1;
  const total = counts.reduce((sum, count) => sum + count, 0);
  return { week, hourFactors: counts.map((count) => (24 * count) / total) };
}

function dailyOf(hourly: Uint16Array, first: number, to: number) {
  if (first < 0 || first > to - periodDays) return null;
  const units = Float64Array.from({ length: to - first }, (_, i) =>
    hourly.subarray((first + i) * 24, (first + i + 1) * 24).reduce((sum, count) => sum + count, 0),
  );
  return { units, shares: new Float64Array(units.length).fill(1) };
}

/** The greatest scores of each product's days in a period, its past being the real one. */
function periodScores(
  demand: RealDemand,
  real: readonly Uint16Array[],
  orders: readonly Uint16Array[],
  from: number,
): { up: Float64Array; down: Float64Array } {
  const { week, hourFactors } = shopAt(demand, from);
  const to = from + periodDays;
  const [up, down]: [number[], number[]] = [[], []];
  for (const [product, { first }] of demand.series.entries()) {
    const past = dailyOf(real[product] ?? new Uint16Array(), first, from);
    const whole = dailyOf(orders[product] ?? new Uint16Array(), first, to);
    if (!past || !whole) continue;
    whole.units.set(past.units);
    for (let day = first; day < to; day++) if (demand.total[day] === 0) whole.shares[day - first] = 0;
    const hourly = (orders[product] ?? new Uint16Array()).subarray(from * 24, to * 24);
    const daily = { ...whole, asOfWeekday: (to + 2) % 7 };
    const scores = dayScores({ daily, hourly }, week, hourFactors);
    up.push(...scores.up);
    down.push(...scores.down.filter((score) => !Number.isNaN(score)));
  }
  return { up: Float64Array.from(up), down: Float64Array.from(down) };
}
