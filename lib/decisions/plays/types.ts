import type { KnownLocation } from "../rebalance/marginal-values";
import type { Id } from "../types";
import type { Overshown } from "./overshown";

/** A campaign that leads to the SKU where it is short. Amounts in minor units of the company's currency, a day. */
export interface PlayCampaign {
  campaignId: Id;
  /** Spend on this SKU; low and high as 10 % and 90 % of days. */
  spendMinorPerDay: { low: number; mid: number; high: number };
  /** Units of this SKU that the platform attributes to it, from days whose attribution is complete. */
  unitsPerDay: number;
  /** The platform shows no ad of a SKU it knows to be empty. */
  stopsWhenEmpty: boolean;
  elasticity: number;
  /** What the campaign's other SKUs spend, and earn in margin by it; they are taken to have stock. */
  others: { spendMinorPerDay: number; marginMinorPerDay: number };
  /** Its budget is known, can be set from here and was not set within the last day. */
  isSettable: boolean;
  /** It spends all of its budget, so that more would be spent. */
  isUsedUp: boolean;
  /** What can be paused so that no ad leads to the SKU; null: nothing, or it may not be toggled yet. */
  pause: { target: "product_ad" | "campaign"; targetId: Id } | null;
}

export interface PlayPolicy {
  horizonDays: number;
  /** Most by which a budget is raised a day. */
  shiftShare: number;
  /** What is worth less is not offered, minor units. */
  leastMinor: number;
}

/** A place in need with the ads that lead to it. */
export interface PlayPlace {
  location: KnownLocation;
  marginMinorPerUnit: number;
  campaigns: readonly PlayCampaign[];
  /** Channels served from there, which a connector can set, that show more than they can sell. */
  overshown: readonly (Overshown & { listingId: Id })[];
  /** Null: not known. */
  priceMinor: number | null;
  asOfDay: string;
}
