import { probabilityAtLeast, windowDemand } from "@/lib/metrics/demand-distribution/compute";
import type { AdPolicy, AdSku, ProductAd } from "./types";

/** Nothing of it is left, and none is sold beyond that. */
export const isEmpty = ({ available, backorder }: AdSku): boolean =>
  available !== null && available <= 0 && !backorder;

/** What a unit sold by an ad now takes from later sales of the same stock. */
export interface Displacement {
  /** P(organic demand until resupply ≥ available): 1 when nothing is left, 0 when owed units are sold as well. */
  probability: number;
  /** Part of its margin that the unit would have brought later without this sale, 0 to 1. */
  displacedShare: number;
}

/**
 * Running an ad today, and not on a later day before goods come, sells a unit more now. What that unit would have brought
 * instead, as a part of its margin, has three cases:
 *   organic demand takes all that is left: 1, somebody would have bought it anyway;
 *   organic demand does not, but with the ad's buyers it does: the ad can sell it on a later day at the same cost, so
 *   1 − ad cost per sale ÷ margin (`pauseAbove`);
 *   something is left even if the ad runs throughout: 0.
 * The expectation is P(organic ≥ available) + pauseAbove × P(organic < available ≤ organic + ad). The sale brings
 * pauseAbove × margin now, so the ad earns on today exactly when the displaced share is below pauseAbove. This maximises the
 * expected margin − spend until resupply for whoever decides today and chooses the ad's later days once demand is seen; as that
 * is seen bit by bit only, what waiting is worth is its upper end. Null when stock or forecast is unknown.
 */
export function displacementOf(ad: ProductAd, policy: AdPolicy): Displacement | null {
  const { available, backorder, organicDemand, resupplyInDays, marginMinorPerUnit } = ad.sku;
  if (available === null) return null;
  if (backorder) return { probability: 0, displacedShare: 0 };
  if (isEmpty(ad.sku)) return { probability: 1, displacedShare: 1 };
  if (organicDemand === null) return null;
  const { meanPerDay, dispersion } = organicDemand;
  const chance = (unitsPerDay: number) =>
    probabilityAtLeast(
      windowDemand({ meanPerDay: unitsPerDay, dispersion }, resupplyInDays ?? policy.fallbackResupplyDays),
      available,
    );
  const probability = chance(meanPerDay);
  // What a later sale by the ad would bring cannot be told without its cost and margin.
  if (ad.adUnitsPerDay === null || marginMinorPerUnit === null)
    return { probability, displacedShare: probability };
  const withAd = chance(meanPerDay + ad.adUnitsPerDay);
  return { probability, displacedShare: probability + pauseAbove(ad, policy) * (withAd - probability) };
}

/** A paused ad resumes at this displaced share or below: 0.1 lower, but for one paused at little more than nothing half of that. */
export const resumeAt = (pauseAboveShare: number, { resumeBelow }: AdPolicy): number =>
  Math.max(pauseAboveShare - resumeBelow, pauseAboveShare / 2);

/**
 * The displaced share above which an ad is paused: 1 − ad cost per sale ÷ margin, the part of the margin that its sale brings;
 * at least the policy's least probability (an ad that loses money with full stock is a matter of its bid). 1 when the cost of
 * a sale or its margin is unknown: only an empty SKU pauses.
 */
export function pauseAbove(ad: ProductAd, policy: AdPolicy): number {
  if (ad.adUnitsPerDay === null || ad.sku.marginMinorPerUnit === null) return 1;
  const costOfSales = ad.spendMinorPerDay.mid;
  const marginOfSales = ad.adUnitsPerDay * Math.max(0, ad.sku.marginMinorPerUnit);
  if (!(costOfSales > 0)) return 1;
  const limit = marginOfSales > 0 ? 1 - costOfSales / marginOfSales : 0;
  return Math.min(1, Math.max(policy.leastProbability, limit));
}
