import { sha256Hex } from "@/lib/core/ids";
import { deviations80 } from "../impact/replay";

/** Who is left alone, for how long, and what the draw hangs on. */
export interface HoldoutRules {
  /** Part of the items, 0 to 0.5. */
  share: number;
  periodDays: number;
  seed: string;
  startedAt: Date;
}

const dayMs = 86_400_000;

/** Periods since the holdout began, 0 for the first. */
export const periodAt = ({ startedAt, periodDays }: HoldoutRules, at: Date): number =>
  Math.floor((at.getTime() - startedAt.getTime()) / (periodDays * dayMs));

/**
 * Whether an item is left alone in a period: the same answer whoever asks and however often, since it is a number between 0
 * and 1 made from seed, code and period. Items are drawn anew each period.
 */
export function isHeldOut(rules: HoldoutRules, skuCode: string, period: number): boolean {
  const drawn = Number.parseInt(sha256Hex(`${rules.seed}/${skuCode}/${period}`).slice(0, 12), 16) / 2 ** 48;
  return drawn < rules.share;
}

/** One item in one period that has passed, money in minor units of the company's currency. */
export interface HoldoutCase {
  heldOut: boolean;
  /** Margin of what it sold − ad spend − freight, in the period. */
  earnedMinor: number;
  /** The same in as many days before. */
  earnedBeforeMinor: number;
}

export interface HoldoutEstimate {
  treated: number;
  heldOut: number;
  /** What an item earned more in a period for being decided on; null: too few of either to tell. */
  effectMinor: number | null;
  /** 8 of 10 outcomes. */
  lowMinor: number | null;
  highMinor: number | null;
}

/** With fewer in one of the groups nothing is told. */
const leastCases = 10;

/**
 * Mean of what items earned that were decided on − mean of those left alone, each taken against what it earned before, by the
 * slope that both groups share: the chance of the draw alone then makes the difference, and less of it (Deng et al., "CUPED",
 * 2013). All items for which something was worked out count, followed or not: leaving out the ones that nobody followed would
 * compare chosen ones with drawn ones.
 */
export function estimateEffect(cases: readonly HoldoutCase[]): HoldoutEstimate {
  const treated = cases.filter((one) => !one.heldOut);
  const heldOut = cases.filter((one) => one.heldOut);
  const counts = { treated: treated.length, heldOut: heldOut.length };
  if (treated.length < leastCases || heldOut.length < leastCases)
    return { ...counts, effectMinor: null, lowMinor: null, highMinor: null };
  const slope = slopeOf(cases);
  const before = meanOf(cases.map((one) => one.earnedBeforeMinor));
  const adjusted = (group: readonly HoldoutCase[]) =>
    group.map((one) => one.earnedMinor - slope * (one.earnedBeforeMinor - before));
  const [with_, without] = [adjusted(treated), adjusted(heldOut)];
  const effect = meanOf(with_) - meanOf(without);
  const half =
    deviations80 * Math.sqrt(varianceOf(with_) / with_.length + varianceOf(without) / without.length);
  return {
    ...counts,
    effectMinor: Math.round(effect),
    lowMinor: Math.round(effect - half),
    highMinor: Math.round(effect + half),
  };
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

function slopeOf(cases: readonly HoldoutCase[]): number {
  const before = meanOf(cases.map((one) => one.earnedBeforeMinor));
  const earned = meanOf(cases.map((one) => one.earnedMinor));
  let [shared, own] = [0, 0];
  for (const one of cases) {
    shared += (one.earnedBeforeMinor - before) * (one.earnedMinor - earned);
    own += (one.earnedBeforeMinor - before) ** 2;
  }
  return own > 0 ? shared / own : 0;
}
