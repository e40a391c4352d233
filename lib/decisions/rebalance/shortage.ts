import type { CampaignDecision } from "../ads/types";
import type { DecisionOption, Id } from "../types";
import type { KnownLocation } from "./marginal-values";
import type { MissedSales } from "./missed-sales";
import type { RebalancePlan, RebalanceProblem } from "./types";

/** Terms of buying more from the supplier. */
export interface SupplyTerms {
  leadTimeDays: number;
  minQuantity: number;
  /** Cost of an order, whatever its size, minor units. */
  fixedMinor: number;
  /** Days until the next chance to order: the quantity lasts for lead time + these. */
  reviewDays: number;
  serviceLevel: number;
}

/** Ads that lead to the SKU where it is short, already decided by decideAds. */
export interface ShortageAds {
  decisions: readonly CampaignDecision[];
  /** Spend a day on ads that no platform stops by itself, minor units. */
  spendMinorPerDay: number;
}

export interface Shortage {
  problem: RebalanceProblem;
  locationId: Id;
  asOfDay: string;
  ads: ShortageAds;
  /** Null: the supplier is not known. */
  supply: SupplyTerms | null;
  /** The SKU's plan, where it is worked out already. */
  plan?: RebalancePlan;
}

export interface ShortageOptions {
  /** Best first, do nothing last; at most five. */
  options: DecisionOption[];
  /** What doing nothing is expected to miss within the horizon. */
  missed: MissedSales;
  /** Its cost ÷ days of the horizon, ads' waste included. */
  lossMinorPerDay: number;
  plan: RebalancePlan;
}

/** A shortage with what every option needs of it. */
export interface ShortageContext {
  shortage: Shortage;
  location: KnownLocation;
  missed: MissedSales;
}
