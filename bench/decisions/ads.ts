import { decideAds } from "@/lib/decisions/ads/decide";
import type { BenchResult } from "../result";
import { type AdOutcome, type AdRule, type AdWorld, drawWorld, liveThrough } from "./ads-world";
import { pairedRatio } from "./paired";

const worlds = 600;
const seed = "ads-2026";
/** Ad cost per sale ÷ margin. */
const costs = [0.2, 0.4, 0.6];
/** Rules that people set: paused below so many days of cover, running from there on. */
const coverDays = [3, 7, 14];

/**
 * A year of 600 made SKUs, each with an ad that no platform stops, under our rule and under fixed rules of days of cover, on
 * the same buyers and receipts. Profit is margin of what is sold − spend. All are told the same forecast with its error, and
 * decide once a day. Intervals are of the paired differences by SKU.
 */
export async function* run(): AsyncGenerator<BenchResult> {
  const drawn = Array.from({ length: worlds }, (_, index) => drawWorld(`${seed}:${index}`));
  for (const cost of costs) {
    const ours = outcomes(drawn, cost, (world, spend) => byProfit(world, spend));
    for (const days of coverDays) {
      const theirs = outcomes(drawn, cost, (world) => byCover(world, days));
      const against = `paused below ${days} days of cover, ad cost ${cost} of margin`;
      const profit = pairedRatio({
        ours: ours.map(({ profitMinor }) => profitMinor),
        theirs: theirs.map(({ profitMinor }) => profitMinor),
      });
      const toggles = pairedRatio({
        ours: ours.map((one) => one.toggles),
        theirs: theirs.map((one) => one.toggles),
      });
      const interval = ({ ratio, low, high }: { ratio: number; low: number; high: number }) =>
        `${ratio.toFixed(4)}, ${low.toFixed(4)} to ${high.toFixed(4)}`;
      yield {
        name: `ads: profit, cost ${cost}, ${days} days`,
        value: profit.ratio,
        unit: "×",
        budget: "≥ 1",
        against: `${against}; ${interval(profit)}`,
      };
      yield {
        name: `ads: toggles, cost ${cost}, ${days} days`,
        value: toggles.ratio,
        unit: "×",
        budget: "≤ 1",
        against: `${against}; ${interval(toggles)}`,
      };
    }
  }
}

function outcomes(
  drawn: readonly AdWorld[],
  cost: number,
  rule: (world: AdWorld, spendMinorPerDay: number) => AdRule,
): AdOutcome[] {
  return drawn.map((world) => {
    const spend = cost * world.marginMinor * world.adUnitsPerDay;
    return liveThrough(world, spend, rule(world, spend));
  });
}

const byCover =
  ({ told }: AdWorld, days: number): AdRule =>
  ({ available }) =>
    available / (told.organicPerDay + told.adUnitsPerDay) >= days;

const byProfit =
  ({ told, marginMinor }: AdWorld, spendMinorPerDay: number): AdRule =>
  ({ available, daysToReceipt, isRunning, daysSinceToggle }) => {
    const [decision] = decideAds({
      id: 1,
      state: "enabled",
      pausedByPlimsoll: false,
      hoursSinceToggle: null,
      stopsWhenEmpty: false,
      smallestPausable: "product_ad",
      ads: [
        {
          id: 1,
          sku: {
            id: 1,
            available,
            backorder: false,
            organicDemand: { meanPerDay: told.organicPerDay, dispersion: told.dispersion },
            resupplyInDays: daysToReceipt,
            marginMinorPerUnit: marginMinor,
            priceMinor: marginMinor * 2,
          },
          state: isRunning ? "enabled" : "paused",
          pausedByPlimsoll: !isRunning,
          hoursSinceToggle: daysSinceToggle === null ? null : daysSinceToggle * 24,
          spendMinorPerDay: { low: spendMinorPerDay, mid: spendMinorPerDay, high: spendMinorPerDay },
          adUnitsPerDay: told.adUnitsPerDay,
        },
      ],
    }).ads;
    if (decision?.verdict === "pause") return false;
    return decision?.verdict === "resume" ? true : isRunning;
  };
