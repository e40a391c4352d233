import { addDays } from "@/lib/core/clock";
import { type DailySeries, forecastFromSeries, weekdayOf } from "@/lib/metrics/forecast/compute";
import type { BenchResult } from "../result";
import { seededRandom } from "../support/seeded-random";
import type { RealDemand } from "./online-retail";
import { pairedRatio } from "./paired";
import { placeAt } from "./place-at";

/** Every so many days a product is filled up to this share of what it sells in them on average. */
const fillDays = 14;
const fillShares = [1.5, 0.9] as const;
const leastUnits = 50;
const leastDays = 180;
/** Days before the end as of which levels are asked for: one moment alone hangs on the few large orders just before it. */
const momentsBack = [0, 42, 84, 126];
const seed = "20261122";

/**
 * Takes availability away from products whose demand is known, as an empty shelf does: filled up every two weeks, sold until
 * empty, with the share of the day until then. The levels from what could be seen then, beside those from all demand.
 */
export async function* censoring(demand: RealDemand): AsyncGenerator<BenchResult> {
  const random = seededRandom(seed);
  const orders = ordersByDay(demand);
  for (const fill of [null, ...fillShares]) {
    const levels = { ours: demand.series.map(() => 0), theirs: demand.series.map(() => 0) };
    const tally = { out: 0, days: 0 };
    for (const back of momentsBack)
      addMoment(demand, orders, { fill, origin: demand.days - back, random }, levels, tally);
    const { ratio, low, high } = pairedRatio(levels);
    const products = levels.theirs.filter((level) => level > 0).length;
    yield {
      name:
        fill === null
          ? "censoring bias, out of stock at random"
          : `censoring bias, filled up to ${fill * 100} % of usual sales`,
      ...{ value: Math.abs(ratio - 1) * 100, unit: "%", budget: "≤ 3" },
      against: `levels from the emptied shelf ÷ from all demand ${ratio.toFixed(3)} (95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}); ${products} products at ${momentsBack.length} moments, out of stock for ${((100 * tally.out) / tally.days).toFixed(0)} % of the time`,
    };
  }
}

/** Adds each product's level as of one day, from the emptied shelf and from all demand. */
function addMoment(
  demand: RealDemand,
  orders: readonly Order[][][],
  { fill, origin, random }: { fill: number | null; origin: number; random: () => number },
  levels: { ours: number[]; theirs: number[] },
  tally: { out: number; days: number },
): void {
  const place = placeAt(demand, origin);
  const asOfDay = addDays(demand.firstDay, origin);
  const closed = new Set(place.closedDays);
  for (const [product, { units: all, first }] of demand.series.entries()) {
    const from = Math.max(0, first, origin - 365);
    const units = all.subarray(from, origin);
    const total = units.reduce((sum, sold) => sum + sold, 0);
    if (first < 0 || units.length < leastDays || total < leastUnits) continue;
    const open = Float64Array.from(units, (sold, i) =>
      sold === 0 && closed.has(addDays(asOfDay, i - units.length)) ? 0 : 1,
    );
    const known: DailySeries = { units, shares: open, asOfWeekday: weekdayOf(asOfDay) };
    const ordered = orders[product]?.slice(from, origin) ?? [];
    const seen =
      fill === null
        ? closedAtRandom(known, random)
        : emptied(known, ordered, (fill * fillDays * total) / units.length, Math.floor(random() * fillDays));
    const options = { horizonDays: 1, asOfDay, place };
    levels.theirs[product] = (levels.theirs[product] ?? 0) + forecastFromSeries(known, options).mean;
    levels.ours[product] = (levels.ours[product] ?? 0) + forecastFromSeries(seen, options).mean;
    for (let i = 0; i < units.length; i++) {
      tally.days += open[i] as number;
      tally.out += (open[i] as number) - (seen.shares[i] as number);
    }
  }
}

/** Out of stock for spells of up to two weeks that have nothing to do with demand. */
function closedAtRandom(known: DailySeries, random: () => number): DailySeries {
  const seen = {
    units: Float64Array.from(known.units),
    shares: Float64Array.from(known.shares),
    asOfWeekday: known.asOfWeekday,
  };
  for (let day = 0; day < seen.units.length; ) {
    day += 1 + Math.floor(random() * 45);
    const end = day + 1 + Math.floor(random() * 14);
    for (; day < end && day < seen.units.length; day++) {
      seen.units[day] = 0;
      seen.shares[day] = 0;
    }
  }
  return seen;
}

/** What is seen of demand from a shelf that is filled up to `fill` units every two weeks, order by order. */
function emptied(
  known: DailySeries,
  orders: readonly (readonly Order[])[],
  fill: number,
  phase: number,
): DailySeries {
  const seen = {
    units: new Float64Array(known.units.length),
    shares: Float64Array.from(known.shares),
    asOfWeekday: known.asOfWeekday,
  };
  let stock = fill;
  for (let day = 0; day < seen.units.length; day++) {
    if ((day + phase) % fillDays === 0) stock = Math.max(1, Math.round(fill));
    if (stock <= 0) {
      seen.shares[day] = 0;
      continue;
    }
    for (const { hour, units } of orders[day] ?? []) {
      const sold = Math.min(stock, units);
      seen.units[day] = (seen.units[day] as number) + sold;
      stock -= sold;
      if (stock > 0) continue;
      seen.shares[day] = Math.max(0.1, hour / 24);
      break;
    }
  }
  return seen;
}

interface Order {
  hour: number;
  units: number;
}

/** By product and day, in order of time. */
function ordersByDay({ series, orders, days }: RealDemand): Order[][][] {
  const found = series.map(() => Array.from({ length: days }, (): Order[] => []));
  orders.series.forEach((product, i) => {
    const at = orders.hour[i] ?? 0;
    found[product]?.[Math.floor(at / 24)]?.push({ hour: at % 24, units: orders.units[i] ?? 0 });
  });
  for (const product of found) for (const day of product) day.sort((a, b) => a.hour - b.hour);
  return found;
}
