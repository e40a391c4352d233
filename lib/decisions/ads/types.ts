import type { DemandRate } from "@/lib/metrics/demand-distribution/compute";
import type { ValueRange } from "@/lib/metrics/value-range/compute";
import type { Id } from "../types";

/** A SKU as the ads' channel sees it: the stock of the places that serve the channel. */
export interface AdSku {
  id: Id;
  /** Null: unknown. */
  available: number | null;
  /** Sold although it is out. */
  backorder: boolean;
  /** Demand that comes without ads; null: no forecast. */
  organicDemand: DemandRate | null;
  /** Days to the next receipt; null: none on its way. */
  resupplyInDays: number | null;
  /** Null: not known; then only an empty shelf is a reason to pause. */
  marginMinorPerUnit: number | null;
  /** Sale price, for the sales at risk. */
  priceMinor: number;
}

/** One ad for one SKU. */
export interface ProductAd {
  id: Id;
  sku: AdSku;
  state: "enabled" | "paused";
  pausedByPlimsoll: boolean;
  /** Null: never toggled. */
  hoursSinceToggle: number | null;
  /** Spend of a comparable day, low and high as 10 % and 90 % of days; minor units. */
  spendMinorPerDay: { low: number; mid: number; high: number };
  /** Units a day the platform attributes to it; null: not known. */
  adUnitsPerDay: number | null;
}

export interface AdCampaign {
  id: Id;
  state: "enabled" | "paused";
  pausedByPlimsoll: boolean;
  hoursSinceToggle: number | null;
  /** The platform shows no ad of a SKU it knows to be empty. */
  stopsWhenEmpty: boolean;
  smallestPausable: "product_ad" | "campaign";
  ads: readonly ProductAd[];
}

export interface AdPolicy {
  /** A paused ad resumes when the displaced share is this much below the one it is paused at. */
  resumeBelow: number;
  hoursBetweenToggles: number;
  /** Below this displaced share stock is not the reason to pause, whatever the ad earns. */
  leastProbability: number;
  /** The window when no receipt is known. */
  fallbackResupplyDays: number;
}

export type AdVerdict = "pause" | "resume" | "keep" | "wait";

export type AdReason =
  | "empty"
  | "displaces_sales"
  | "enough_stock"
  | "stock_unknown"
  | "forecast_unknown"
  | "margin_unknown"
  | "platform_stops_by_itself"
  | "backorder"
  | "paused_by_others"
  | "not_enough_to_resume"
  /** Stock is back, but running again is expected to bring less than it spends: for a person to decide. */
  | "loses_money"
  | "toggled_recently"
  | "each_ad_by_itself"
  | "only_whole_campaign"
  | "campaign_earns_more"
  | "campaign_paused";

/** What is best for one ad, and why. */
export interface AdDecision {
  adId: Id;
  skuId: Id;
  verdict: AdVerdict;
  reason: AdReason;
  /** P(organic demand until resupply ≥ available); null: cannot be known. */
  probability: number | null;
  /** Part of the margin of a sale by the ad that the unit would have brought later without it; null: cannot be known. */
  displacedShare: number | null;
  /** Displaced share above which it is paused: 1 − ad cost per sale ÷ margin, bounded. */
  pauseAbove: number;
  /** Value of a day of the pause (of a resumed ad: of running). */
  valuePerDay: ValueRange;
  /** Hours until a toggle is allowed again; 0: now. */
  waitHours: number;
}

export interface CampaignDecision {
  campaignId: Id;
  /** Of the campaign as a whole: only where a single ad cannot be paused. */
  verdict: AdVerdict;
  reason: AdReason;
  /** Net value a day of pausing the whole campaign; zero where single ads can be paused. */
  valuePerDay: ValueRange;
  /** Sales a day, at price, of SKUs with stock that a pause of the whole campaign would stop. */
  salesAtRiskMinorPerDay: number;
  waitHours: number;
  ads: AdDecision[];
}
