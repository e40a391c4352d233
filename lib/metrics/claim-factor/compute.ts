import { deviations80 } from "../impact/replay";

/** One action whose worth is final: what was claimed before any shrinking, and what came of it. Minor units. */
export interface SettledClaim {
  claimedMinor: number;
  realisedMinor: number;
}

/** Realised ÷ claimed of a group of actions. */
export interface RealisedShare {
  cases: number;
  claimedMinor: number;
  realisedMinor: number;
  /** Null: nothing was claimed. */
  share: number | null;
  /** 8 of 10 outcomes; null: too few cases to tell. */
  low: number | null;
  high: number | null;
  /** Standard error of the share, a few cases made wider by what is usual; null: nothing was claimed. */
  standardError: number | null;
}

/** How far one action's share usually lies from its group's, and how many cases that counts as where few are known. */
const usualDeviation = 1;
const usualCases = 4;
/** With fewer cases no interval is told. */
const leastCases = 5;

/**
 * Sum of what was realised ÷ sum of what was claimed, large claims counting for more as they do in money. The error is that of
 * a ratio of sums, Σ(realised − share × claimed)². Claims of 0 or less are left out: nothing was promised. Source: Cochran,
 * Sampling Techniques, 1977, ch. 6.
 */
export function realisedShare(claims: readonly SettledClaim[]): RealisedShare {
  const known = claims.filter((claim) => claim.claimedMinor > 0);
  const cases = known.length;
  const claimedMinor = known.reduce((sum, claim) => sum + claim.claimedMinor, 0);
  const realisedMinor = known.reduce((sum, claim) => sum + claim.realisedMinor, 0);
  const none = { share: null, low: null, high: null, standardError: null };
  if (cases === 0) return { cases, claimedMinor, realisedMinor, ...none };
  const share = realisedMinor / claimedMinor;
  const squares = known.reduce(
    (sum, claim) => sum + (claim.realisedMinor - share * claim.claimedMinor) ** 2,
    0,
  );
  const weights = known.reduce((sum, claim) => sum + claim.claimedMinor ** 2, 0);
  // Variance of one case's share, from these and from what is usual, then of the weighted mean of all.
  const own = cases > 1 ? (squares / weights) * (cases / (cases - 1)) : usualDeviation ** 2;
  const perCase = ((cases - 1) * own + usualCases * usualDeviation ** 2) / (cases - 1 + usualCases);
  const effective = claimedMinor ** 2 / weights;
  const half = deviations80 * Math.sqrt(own / effective);
  return {
    cases,
    claimedMinor,
    realisedMinor,
    share,
    low: cases >= leastCases ? share - half : null,
    high: cases >= leastCases ? share + half : null,
    standardError: Math.sqrt(perCase / effective),
  };
}

/** What future claims of a kind are multiplied with stays between these: a claim is never raised, nor wiped out. */
const leastFactor = 0.1;
const greatestFactor = 1;
/** Spread of the kinds around 1 that is assumed at least and at most. */
const leastSpread = 0.1;
const greatestSpread = 1;

/**
 * What the claims of each kind are to be multiplied with: its realised share, drawn towards 1 the more the fewer its cases are.
 * How far kinds usually lie from 1 is taken from all of them (empirical Bayes, normal-normal; moments as in DerSimonian and
 * Laird, 1986). The best of many uncertain options is chosen for its luck too, so that claims come out too high as a rule
 * (Smith & Winkler, "The Optimizer's Curse", 2006). Never above 1: good luck raises no claim.
 */
export function claimFactors(shares: ReadonlyMap<string, RealisedShare>): Map<string, number> {
  const known = [...shares].flatMap(([kind, { share, standardError }]) =>
    share === null || standardError === null ? [] : [{ kind, share, variance: standardError ** 2 }],
  );
  const excess = known.map(({ share, variance }) => (share - 1) ** 2 - variance);
  const mean = excess.reduce((sum, one) => sum + one, 0) / Math.max(1, known.length);
  const prior = Math.min(greatestSpread ** 2, Math.max(leastSpread ** 2, mean));
  return new Map(
    known.map(({ kind, share, variance }) => {
      const weight = prior / (prior + variance);
      const factor = 1 + weight * (share - 1);
      return [kind, Math.min(greatestFactor, Math.max(leastFactor, Math.round(factor * 100) / 100))];
    }),
  );
}
