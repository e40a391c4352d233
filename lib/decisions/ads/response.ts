/**
 * How an ad's sales follow its spend: units(share) = units × share^elasticity, concave for 0 < elasticity < 1, so that each
 * further coin brings less than the one before. `share` is the spend ÷ what is spent now.
 */
export const unitsAtShare = (unitsPerDay: number, share: number, elasticity: number): number =>
  share <= 0 ? 0 : unitsPerDay * share ** elasticity;

/** What a campaign's own days say: slope of log units on log spend, over so many days of so much change. */
export interface ResponseHistory {
  slope: number | null;
  days: number;
  /** Standard deviation of log spend: without change of the spend nothing can be learnt. */
  spread: number | null;
}

/** Days of history that weigh as much as the assumption. */
const daysOfAssumption = 28;
/** Below this spread (about ± 15 %) a slope is noise. */
const leastSpread = 0.15;
const leastElasticity = 0.1;
const mostElasticity = 0.95;

export interface Elasticity {
  value: number;
  /** False: assumed, because the spend hardly ever changed. */
  isFitted: boolean;
}

/**
 * Elasticity of ad sales to spend: the slope of the campaign's own days, shrunk to the assumption (from the policy) by the
 * number of days; the assumption itself where the spend hardly changed. Kept between 0.1 and 0.95.
 */
export function elasticityOf(history: ResponseHistory, assumed: number): Elasticity {
  const { slope, days, spread } = history;
  const usable =
    slope !== null && Number.isFinite(slope) && spread !== null && spread >= leastSpread && days >= 14;
  const weight = usable ? days / (days + daysOfAssumption) : 0;
  const value = weight * (slope ?? 0) + (1 - weight) * assumed;
  return { value: Math.min(mostElasticity, Math.max(leastElasticity, value)), isFitted: usable };
}
