import { seededRandom } from "../support/seeded-random";

/** One SKU behind one ad, with everything that happens to it whatever is decided: the same for every rule. */
export interface AdWorld {
  marginMinor: number;
  /** Buyers a day who come anyway, and who would come by the ad; of each day. */
  organic: readonly number[];
  byAd: readonly number[];
  /** Units that arrive before each day begins. */
  received: readonly number[];
  openingUnits: number;
  /** What a rule is told: means with the forecast's error, and a dispersion as forecasts have it, with that error in it. */
  told: { organicPerDay: number; adUnitsPerDay: number; dispersion: number };
  /** True mean of buyers by the ad, which the spend is set by. */
  adUnitsPerDay: number;
}

export const worldDays = 364;
const warmDays = 28;
/** Of the logarithm of a forecast beside the truth. */
const forecastError = 0.15;
/** Forecasts are calibrated on sums of so many days, whose spread their own error is part of. */
const calibratedDays = 14;

/** Draws a world; the same seed gives the same one. */
export function drawWorld(seed: string): AdWorld {
  const random = seededRandom(seed);
  const organicPerDay = 0.5 * 40 ** random();
  const adUnitsPerDay = organicPerDay * (0.15 + 0.45 * random());
  const dispersion = 0.5 * random();
  const total = organicPerDay + adUnitsPerDay;
  const error = Math.exp(forecastError * normal(random));
  const organic: number[] = [];
  const byAd: number[] = [];
  const received: number[] = [];
  let untilReceipt = Math.ceil(7 + 14 * random());
  for (let day = 0; day < worldDays; day++) {
    const mood = dispersion > 0 ? gamma(random, 1 / dispersion) * dispersion : 1;
    organic.push(poisson(random, organicPerDay * mood));
    byAd.push(poisson(random, adUnitsPerDay * mood));
    untilReceipt -= 1;
    const arrives = untilReceipt <= 0;
    if (arrives) untilReceipt = Math.ceil(14 + 14 * random());
    // Ordered for the time to the next receipt, more or less: sometimes too little comes, sometimes too much.
    received.push(arrives ? Math.round(total * untilReceipt * (0.65 + 0.6 * random())) : 0);
  }
  return {
    marginMinor: 1_000,
    organic,
    byAd,
    received,
    openingUnits: Math.round(total * 14),
    told: {
      organicPerDay: organicPerDay * error,
      adUnitsPerDay: adUnitsPerDay * error,
      dispersion: dispersion + calibratedDays * forecastError ** 2,
    },
    adUnitsPerDay,
  };
}

/** Whether the ad runs on a day, from what is known before it. */
export type AdRule = (now: {
  available: number;
  daysToReceipt: number;
  isRunning: boolean;
  daysSinceToggle: number | null;
}) => boolean;

export interface AdOutcome {
  profitMinor: number;
  toggles: number;
}

/**
 * A world under a rule, day by day: the shelf serves whoever comes while it lasts, the ad costs its spend on each day it runs,
 * and no platform stops it. The first four weeks do not count.
 */
export function liveThrough(world: AdWorld, spendMinorPerDay: number, rule: AdRule): AdOutcome {
  let available = world.openingUnits;
  let isRunning = true;
  let toggledOn: number | null = null;
  const outcome: AdOutcome = { profitMinor: 0, toggles: 0 };
  for (let day = 0; day < worldDays; day++) {
    available += world.received[day] ?? 0;
    const next = world.received.findIndex((units, at) => at > day && units > 0);
    const runs = rule({
      available,
      daysToReceipt: next < 0 ? worldDays - day : next - day,
      isRunning,
      daysSinceToggle: toggledOn === null ? null : day - toggledOn,
    });
    const counts = day >= warmDays;
    if (runs !== isRunning) {
      isRunning = runs;
      toggledOn = day;
      if (counts) outcome.toggles += 1;
    }
    const wanted = (world.organic[day] ?? 0) + (runs ? (world.byAd[day] ?? 0) : 0);
    const sold = Math.min(available, wanted);
    available -= sold;
    if (counts) outcome.profitMinor += sold * world.marginMinor - (runs ? spendMinorPerDay : 0);
  }
  return outcome;
}

const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Source: Marsaglia and Tsang, A Simple Method for Generating Gamma Variables, 2000. */
function gamma(random: () => number, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** By inversion; rates here stay below a few hundred. */
function poisson(random: () => number, mean: number): number {
  const target = random();
  let chance = Math.exp(-mean);
  let sum = chance;
  let units = 0;
  while (sum < target && chance > 0) {
    units += 1;
    chance *= mean / units;
    sum += chance;
  }
  return units;
}
