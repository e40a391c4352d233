import { thresholdOf } from "@/lib/metrics/surge/compute";
import { dayScores } from "@/lib/metrics/surge/day-scores";
import type { BenchResult } from "../result";
import { poisson } from "../support/poisson";
import { seededRandom } from "../support/seeded-random";

/** As lib/metrics/surge/run-thresholds.ts: what each kind may alarm falsely, of a thousand SKU-days over all places. */
const falseOf = { up: 0.4, down: 0.2 } as const;
const seeds = ["20261122", "20261123", "20261124"] as const;
const [categories, skusOfCategory, places, regions] = [15, 20, 4, 2];
const skus = categories * skusOfCategory;
const periodDays = 28;
/** Twelve weeks of past, four that thresholds are taken from, four that are watched. */
const [watchedFrom, days] = [112, 140];
const week = Float64Array.of(1.2, 1.1, 1, 1, 1, 0.9, 0.8);
const flatWeek = new Float64Array(7).fill(1);
const hourFactors = Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 20 ? 1.8 : 0.2));
const rises = [2, 3] as const;
/** A SKU's rise is made where it has so many orders a day over all places. */
const leastOrdersPerDay = 1;

/** Orders by hour since day 0, of a SKU at a place: place sku × places + place. */
type World = Uint16Array[];

/**
 * Pools of made orders: SKUs of 0.05 to 5 orders a day at each of four places, days that scatter by a fifth beyond chance and categories
 * by a thirtieth. Thresholds come from single series, as in lib/metrics/surge, and hold for the pools. No pool ever turns, so that every
 * alarm is false; then whole categories, and SKUs at all their places, are made to rise from a midnight on. The product that sold most
 * is not taken out of its category here.
 */
export function* pools(): Generator<BenchResult> {
  const scopes = ["sku_place", "sku", "category_region"] as const;
  const tally = new Map(scopes.map((scope) => [scope, { alarms: 0 }]));
  const power = new Map<string, { asked: number; first: number; third: number; single: number }>();
  for (const seed of seeds) {
    const random = seededRandom(seed);
    const world = made(random);
    const single = world.map((_, series) => [series]);
    const groups = { sku_place: single, sku: bySku(), category_region: byCategory() };
    const past = single.map((of) => scoresOf(sum(world, of), watchedFrom - periodDays, watchedFrom, week));
    const up = thresholdOf(Float64Array.from(past.flatMap((one) => [...one.up])), falseOf.up / places);
    const down = thresholdOf(Float64Array.from(past.flatMap((one) => [...one.down])), falseOf.down / places);
    for (const scope of scopes)
      for (const of of groups[scope]) {
        const found = scoresOf(sum(world, of), watchedFrom, days, scope === "sku_place" ? week : flatWeek);
        const count = tally.get(scope);
        if (!count) continue;
        count.alarms +=
          found.up.filter((score) => score > up).length + found.down.filter((score) => score > down).length;
      }
    for (const scope of ["sku", "category_region"] as const)
      for (const rise of rises) {
        const key = `${scope} ${rise}`;
        const count = power.get(key) ?? { asked: 0, first: 0, third: 0, single: 0 };
        power.set(key, count);
        for (const of of groups[scope]) {
          const before = sum(world, of).subarray(0, watchedFrom * 24);
          if (before.reduce((total, orders) => total + orders, 0) < leastOrdersPerDay * watchedFrom) continue;
          const risen = of.map((series) => raised(world[series] ?? new Uint16Array(), rise, random));
          const seen = (hours: Uint16Array, profile: Float64Array) =>
            [...scoresOf(hours, watchedFrom - 1, watchedFrom + 3, profile).up]
              .slice(1)
              .map((score) => score > up);
          const pooled = seen(added(risen), flatWeek);
          count.asked++;
          if (pooled[0]) count.first++;
          if (pooled.some(Boolean)) count.third++;
          if (risen.some((hours) => seen(hours, week).some(Boolean))) count.single++;
        }
      }
  }
  const names = {
    sku_place: "SKUs at a place",
    sku: "SKUs over four places",
    category_region: "categories in a region",
  };
  const skuDays = seeds.length * skus * periodDays;
  const counts = [...tally].map(([scope, { alarms }]) => `${alarms} of ${names[scope]}`);
  const total = [...tally.values()].reduce((sum, { alarms }) => sum + alarms, 0);
  yield {
    name: "false alarms, made orders, series and pools together",
    ...{ value: (1_000 * total) / skuDays, unit: "of 1,000 SKU-days", budget: "≤ 1" },
    against: `${counts.join(", ")} in ${skuDays} SKU-days at ${places} places; thresholds of single series`,
  };
  for (const scope of ["sku", "category_region"] as const)
    for (const rise of rises) {
      const { asked, first, third, single } = power.get(`${scope} ${rise}`) ?? {
        asked: 1,
        first: 0,
        third: 0,
        single: 0,
      };
      yield {
        name: `rises to ${rise} times of ${names[scope]} seen within a day`,
        ...{ value: (100 * first) / asked, unit: "%", budget: null },
        against: `${asked} rises; ${((100 * third) / asked).toFixed(0)} % within three; one of its single series alone within three: ${((100 * single) / asked).toFixed(0)} %`,
      };
    }
}

const bySku = () =>
  Array.from({ length: skus }, (_, sku) =>
    Array.from({ length: places }, (_, place) => sku * places + place),
  );

/** Places 0 and 1 are the one region, 2 and 3 the other. */
const byCategory = () =>
  Array.from({ length: categories * regions }, (_, i) => {
    const [category, region] = [Math.floor(i / regions), i % regions];
    return Array.from({ length: skusOfCategory * 2 }, (_, n) => {
      const sku = category * skusOfCategory + Math.floor(n / 2);
      return sku * places + region * 2 + (n % 2);
    });
  });

function made(random: () => number): World {
  const rates = Array.from({ length: skus * places }, () =>
    Math.min(5, Math.max(0.05, 0.3 * Math.exp(1.1 * normal(random)))),
  );
  const world = rates.map(() => new Uint16Array(days * 24));
  for (let day = 0; day < days; day++) {
    const together = Array.from({ length: categories }, () => scattered(30, random));
    for (const [series, rate] of rates.entries()) {
      const category = Math.floor(series / places / skusOfCategory);
      const today = rate * (week[day % 7] ?? 1) * scattered(5, random) * (together[category] ?? 1);
      for (let left = poisson(today, random); left > 0; left--) {
        const hours = world[series];
        const hour = day * 24 + hourOf(random);
        if (hours) hours[hour] = (hours[hour] ?? 0) + 1;
      }
    }
  }
  return world;
}

/** The same with more orders from the midnight on at which watching begins: each comes again, `rise` − 1 times on average. */
function raised(hours: Uint16Array, rise: number, random: () => number): Uint16Array {
  const found = hours.slice();
  const past = hours.subarray(0, watchedFrom * 24).reduce((total, orders) => total + orders, 0) / watchedFrom;
  for (let day = watchedFrom; day < watchedFrom + 3; day++)
    for (let left = poisson((rise - 1) * past * (week[day % 7] ?? 1), random); left > 0; left--) {
      const hour = day * 24 + hourOf(random);
      found[hour] = (found[hour] ?? 0) + 1;
    }
  return found;
}

function scoresOf(hours: Uint16Array, from: number, to: number, profile: Float64Array) {
  const units = Float64Array.from({ length: to }, (_, day) =>
    hours.subarray(day * 24, (day + 1) * 24).reduce((total, orders) => total + orders, 0),
  );
  const daily = { units, shares: new Float64Array(to).fill(1), asOfWeekday: to % 7 };
  return dayScores({ daily, hourly: hours.subarray(from * 24, to * 24) }, profile, hourFactors);
}

const sum = (world: World, of: readonly number[]) =>
  added(of.map((series) => world[series] ?? new Uint16Array()));

function added(all: readonly Uint16Array[]): Uint16Array {
  const found = new Uint16Array(days * 24);
  for (const hours of all)
    for (let hour = 0; hour < found.length; hour++) found[hour] = (found[hour] ?? 0) + (hours[hour] ?? 0);
  return found;
}

function hourOf(random: () => number): number {
  const at = random() * 24;
  let passed = 0;
  for (let hour = 0; hour < 24; hour++) {
    passed += hourFactors[hour] ?? 0;
    if (at < passed) return hour;
  }
  return 23;
}

/** A gamma variable of mean 1 and variance 1 ÷ shape, for a whole shape. */
function scattered(shape: number, random: () => number): number {
  let total = 0;
  for (let i = 0; i < shape; i++) total -= Math.log(1 - random());
  return total / shape;
}

const normal = (random: () => number) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
