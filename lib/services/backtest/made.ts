import type { SupposedPause, SupposedTransfer } from "@/lib/services/past/move-to";
import type { GovernedKind } from "@/lib/services/policy/kinds";
import type { BacktestDecision, BacktestResult } from "./types";

/** A transfer the policy would have made, with what it was expected to cost. */
export interface MadeTransfer extends SupposedTransfer {
  costMinor: number;
  by: BacktestDecision["by"];
}

/** A pause the policy would have made; it ends when the policy would have resumed the ad. */
export interface MadePause extends SupposedPause {
  resumedAt: Date | null;
  by: BacktestDecision["by"];
}

/** Any other step: counted, its worth is not told. */
export interface MadeOther {
  kind: GovernedKind;
  at: Date;
  by: BacktestDecision["by"];
}

/** All that the policy would have done up to a moment. Each only grows, in the order of the mornings. */
export interface Made {
  transfers: MadeTransfer[];
  pauses: MadePause[];
  others: MadeOther[];
  /** Subjects that were proposed and not carried out, by why. */
  notDone: Record<WhyNotDone, Set<string>>;
  /** When something was last done to a lane's SKU, an ad …, in milliseconds. */
  lastDone: Map<string, number>;
}

export type WhyNotDone = keyof BacktestResult["notDone"];

export const nothingMade = (): Made => ({
  transfers: [],
  pauses: [],
  others: [],
  notDone: {
    watch: new Set(),
    blackout: new Set(),
    cooldown: new Set(),
    advice: new Set(),
    blocked: new Set(),
  },
  lastDone: new Map(),
});

/** What was decided before a day, YYYY-MM-DD. */
export function madeBefore(made: Made, day: string): Made {
  const isCounted = (at: Date) => at.toISOString() < day;
  return {
    ...made,
    transfers: made.transfers.filter(({ plannedAt }) => isCounted(plannedAt)),
    pauses: made.pauses.filter(({ pausedAt }) => isCounted(pausedAt)),
    others: made.others.filter(({ at }) => isCounted(at)),
  };
}
