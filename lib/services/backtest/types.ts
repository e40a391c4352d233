import type { ValueRange } from "@/lib/metrics/value-range/compute";
import type { TermsKnown } from "@/lib/services/past/terms";
import type { GovernedKind } from "@/lib/services/policy/kinds";

/** Decisions of one kind that the policy would have made, and what they would have been worth. */
export interface KindResult {
  kind: GovernedKind;
  decisions: number;
  /** Of them by the policy itself, and above one person's limit. */
  byPolicy: number;
  bySecond: number;
  units: number;
  /** Freight and handling of transfers. */
  costMinor: number;
  /** Sales made possible, or spend that would not have happened, before costs and losses. */
  savedMinor: number;
  /** Net of costs and of what was lost for it elsewhere. */
  value: ValueRange;
}

/** One decision with what became of it. */
export interface BacktestDecision {
  at: string;
  kind: GovernedKind;
  by: "policy" | "person" | "two";
  skuCode: string;
  from: string | null;
  to: string | null;
  units: number;
  value: ValueRange;
}

export interface BacktestResult {
  /** First and last day decided on; what came of it is followed until the end. */
  fromDay: string;
  lastDay: string;
  untilAt: string;
  currency: string;
  sampledSkus: number;
  allSkus: number;
  /** How far costs, prices and lanes were those of the first day; null or missing: of an earlier version, which took today's. */
  terms?: TermsKnown | null;
  /** Of the policy, by kind; kinds without a decision are left out. */
  kinds: KindResult[];
  value: ValueRange;
  /** Of it what the policy would have done without anybody's click. */
  byPolicy: ValueRange;
  /** Problems whose proposal was not carried out at least once, by why. */
  notDone: { watch: number; blackout: number; cooldown: number; advice: number; blocked: number };
  /** In the same span, really. */
  happened: {
    transfers: number;
    transferUnits: number;
    adPauses: number;
    lostSales: ValueRange;
    wastedMinor: number;
    spendMinor: number;
  };
  /** Net value of the decisions of each day, and sales really lost on it. */
  days: { day: string; decisions: number; valueMinor: number; lostMinor: number }[];
  /** The weightiest, best first. */
  top: BacktestDecision[];
}
