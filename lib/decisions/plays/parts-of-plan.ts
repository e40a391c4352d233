import type { Receipt } from "@/lib/metrics/cover/compute";
import { type ValueRange, zeroRange } from "@/lib/metrics/value-range/compute";
import type { Phase } from "./ad-phases";
import { midOfPhases, unchanged, valueOfPhases } from "./ad-phases";
import type { AdPlan } from "./best-phases";
import type { PlayPlace } from "./types";

/** What a plan for the ads is worth, and what each campaign's steps add to it. */
export interface PlanValue {
  whole: ValueRange;
  /** By campaign, in the order of the place: its pause or throttle before the goods come, and its raise afterwards. */
  parts: { before: ValueRange; after: ValueRange }[];
}

/**
 * Splits the value of a plan over its steps. The steps are taken one after another, first what happens before the goods come,
 * campaign by campaign, then the raises; each is worth what the plan gains by it beside those before it, so that the parts add
 * up to the whole. Their ranges share the width of the whole in proportion to their size.
 */
export function valueOfPlan(
  place: PlayPlace,
  receipts: readonly Receipt[],
  { before, afterShare, phases }: AdPlan,
  horizonDays: number,
): PlanValue {
  const whole = valueOfPhases(place, receipts, phases, horizonDays);
  const { campaigns } = place;
  const isChanged = before.isPaused || before.budgetShare < 1;
  const isRaised = afterShare > 1;
  if (campaigns.length === 1 && isChanged !== isRaised)
    return {
      whole,
      parts: [isChanged ? { before: whole, after: zeroRange } : { before: zeroRange, after: whole }],
    };
  const beforeOnly: Phase[] = phases.map((phase, index) =>
    index === 0 ? phase : { ...phase, budgetShare: 1, isPaused: false },
  );
  const withFirst = (changed: number, raised: number) => {
    const some = campaigns.map((campaign, index) => ({
      ...campaign,
      ...(index < changed ? {} : { isSettable: false, pause: null }),
      ...(index < raised ? {} : { isUsedUp: false }),
    }));
    return midOfPhases(
      { ...place, campaigns: some },
      receipts,
      raised > 0 ? phases : beforeOnly,
      horizonDays,
    );
  };
  let soFar = midOfPhases(place, receipts, unchanged(horizonDays), horizonDays);
  const added = (then: number): number => {
    const more = then - soFar;
    soFar = then;
    return more;
  };
  const changes = campaigns.map((_, index) => (isChanged ? added(withFirst(index + 1, 0)) : 0));
  const raises = campaigns.map((_, index) => (isRaised ? added(withFirst(campaigns.length, index + 1)) : 0));
  const ranges = splitRange(whole, [...changes, ...raises]);
  return {
    whole,
    parts: campaigns.map((_, index) => ({
      before: ranges[index] ?? zeroRange,
      after: ranges[campaigns.length + index] ?? zeroRange,
    })),
  };
}

/** Ranges with these middles that add up to the whole in whole minor units; a part without a middle has no range. */
function splitRange(whole: ValueRange, mids: readonly number[]): ValueRange[] {
  const sizes = mids.map((mid) => Math.abs(mid));
  const lower = shareOut(whole.midMinor - whole.lowMinor, sizes);
  const upper = shareOut(whole.highMinor - whole.midMinor, sizes);
  const middles = shareOut(whole.midMinor, mids);
  return middles.map((midMinor, index) => ({
    lowMinor: midMinor - (lower[index] ?? 0),
    midMinor,
    highMinor: midMinor + (upper[index] ?? 0),
  }));
}

/** An amount in proportion to weights, in whole minor units that add up to it; what rounding leaves goes to the largest. */
function shareOut(amountMinor: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const largest = weights.reduce((most, weight, index) => (weight > (weights[most] ?? 0) ? index : most), 0);
  const parts = weights.map((weight) => (sum === 0 ? 0 : Math.round((amountMinor * weight) / sum) + 0));
  const rest = amountMinor - parts.reduce((total, part) => total + part, 0);
  return parts.map((part, index) => (index === largest ? part + rest : part));
}
