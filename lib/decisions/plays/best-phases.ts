import type { Receipt } from "@/lib/metrics/cover/compute";
import { midOfPhases, type Phase, unchanged } from "./ad-phases";
import type { PlayPlace, PlayPolicy } from "./types";

/** Shares that a budget is throttled to. */
const throttles = [0.25, 0.5, 0.75] as const;

export interface AdPlan {
  /** Before the goods come: the SKU's ads paused, or budgets at this share; 1 leaves them. */
  before: { budgetShare: number; isPaused: boolean };
  /** Afterwards, until the horizon; 1 is back to what it was. */
  afterShare: number;
  phases: Phase[];
}

/**
 * The best that the ads can do around an arrival: paused or throttled until then, back or raised (by no more than a day's limit)
 * afterwards, whatever earns most together. A raise is only tried where a budget is used up. Null: leaving them is best.
 */
export function bestPhases(
  place: PlayPlace,
  receipts: readonly Receipt[],
  arrivalDay: number,
  policy: PlayPolicy,
): AdPlan | null {
  const { horizonDays } = policy;
  const untilDay = Math.min(arrivalDay, horizonDays);
  const canThrottle = place.campaigns.some(({ isSettable }) => isSettable);
  const canPause = place.campaigns.some(({ pause }) => pause !== null);
  const canRaise = place.campaigns.some(({ isSettable, isUsedUp }) => isSettable && isUsedUp);
  const befores = [
    { budgetShare: 1, isPaused: false },
    ...(canThrottle ? throttles.map((budgetShare) => ({ budgetShare, isPaused: false })) : []),
    ...(canPause ? [{ budgetShare: 1, isPaused: true }] : []),
  ];
  const afters = canRaise && untilDay < horizonDays ? [1, 1 + policy.shiftShare] : [1];
  const nothing = midOfPhases(place, receipts, unchanged(horizonDays), horizonDays);
  let best: AdPlan | null = null;
  // What earns no more than this is not worth the trouble of a change.
  let most = nothing + Math.max(policy.leastMinor, leastGainShare * spendOf(place) * horizonDays);
  for (const before of befores) {
    for (const afterShare of afters) {
      if (before.budgetShare === 1 && !before.isPaused && afterShare === 1) continue;
      const phases: Phase[] = [
        { untilDay, ...before },
        { untilDay: horizonDays, budgetShare: afterShare, isPaused: false },
      ];
      const value = midOfPhases(place, receipts, phases, horizonDays);
      if (value > most) {
        most = value;
        best = { before, afterShare, phases };
      }
    }
  }
  return best;
}

/** Part of the spend that a change must earn at least. */
const leastGainShare = 0.02;

const spendOf = ({ campaigns }: PlayPlace) =>
  campaigns.reduce((sum, one) => sum + one.spendMinorPerDay.mid, 0);
