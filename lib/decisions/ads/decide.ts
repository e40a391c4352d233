import { probabilityAtLeast, windowDemand } from "@/lib/metrics/demand-distribution/compute";
import { zeroRange } from "@/lib/metrics/value-range/compute";
import { decideCampaign } from "./campaign";
import { pauseValuePerDay, resumeValuePerDay } from "./pause-value";
import type {
  AdCampaign,
  AdDecision,
  AdPolicy,
  AdReason,
  AdVerdict,
  CampaignDecision,
  ProductAd,
} from "./types";

export const defaultAdPolicy: AdPolicy = {
  resumeBelow: 0.1,
  hoursBetweenToggles: 24,
  leastProbability: 0.05,
  fallbackResupplyDays: 14,
};

/**
 * What is best for each ad of a campaign, and for the campaign as a whole where single ads cannot be paused.
 * Pause when P(organic demand until resupply ≥ available) > 1 − ad cost per sale ÷ margin, always when empty; resume 0.1
 * below that, and only what Plimsoll paused; 24 h between two toggles. Nothing is proposed for a platform that stops an
 * empty SKU's ad by itself. Amounts in minor units of the campaign's currency.
 */
export function decideAds(campaign: AdCampaign, policy: AdPolicy = defaultAdPolicy): CampaignDecision {
  const ads = campaign.ads.map((ad) => decideAd(campaign, ad, policy));
  if (campaign.smallestPausable === "campaign") return decideCampaign(campaign, ads, policy);
  return {
    campaignId: campaign.id,
    verdict: "keep",
    reason: campaign.state === "paused" ? "campaign_paused" : "each_ad_by_itself",
    valuePerDay: zeroRange,
    salesAtRiskMinorPerDay: 0,
    waitHours: 0,
    ads,
  };
}

/** P(organic demand until resupply takes all that is left); 1 when nothing is, null when it cannot be known. */
export function selloutProbability({ sku }: ProductAd, policy: AdPolicy): number | null {
  if (sku.available === null) return null;
  if (sku.backorder) return 0;
  if (sku.available <= 0) return 1;
  if (sku.organicDemand === null) return null;
  const window = windowDemand(sku.organicDemand, sku.resupplyInDays ?? policy.fallbackResupplyDays);
  return probabilityAtLeast(window, sku.available);
}

/**
 * The probability above which an ad is paused: 1 − ad cost per sale ÷ margin, at least the policy's least probability (an ad
 * that loses money with full stock is a matter of its bid). 1 when the cost of a sale or its margin is unknown: only an empty
 * SKU pauses.
 */
export function pauseAbove(ad: ProductAd, policy: AdPolicy): number {
  if (ad.adUnitsPerDay === null || ad.sku.marginMinorPerUnit === null) return 1;
  const costOfSales = ad.spendMinorPerDay.mid;
  const marginOfSales = ad.adUnitsPerDay * Math.max(0, ad.sku.marginMinorPerUnit);
  if (!(costOfSales > 0)) return 1;
  const limit = marginOfSales > 0 ? 1 - costOfSales / marginOfSales : 0;
  return Math.min(1, Math.max(policy.leastProbability, limit));
}

function decideAd(campaign: AdCampaign, ad: ProductAd, policy: AdPolicy): AdDecision {
  const probability = selloutProbability(ad, policy);
  const limit = pauseAbove(ad, policy);
  const { verdict, reason } = judge(campaign, ad, { probability, limit, policy });
  const waits =
    ad.hoursSinceToggle === null ? 0 : Math.max(0, policy.hoursBetweenToggles - ad.hoursSinceToggle);
  const isToggle = verdict === "pause" || verdict === "resume";
  const value = verdict === "resume" ? resumeValuePerDay : pauseValuePerDay;
  return {
    adId: ad.id,
    skuId: ad.sku.id,
    verdict: isToggle && waits > 0 ? "wait" : verdict,
    reason: isToggle && waits > 0 ? "toggled_recently" : reason,
    probability,
    pauseAbove: limit,
    valuePerDay: value(ad, probability, campaign.stopsWhenEmpty),
    waitHours: isToggle ? waits : 0,
  };
}

function judge(
  campaign: AdCampaign,
  ad: ProductAd,
  { probability, limit, policy }: { probability: number | null; limit: number; policy: AdPolicy },
): { verdict: AdVerdict; reason: AdReason } {
  const keep = (reason: AdReason) => ({ verdict: "keep" as const, reason });
  if (campaign.state === "paused" && campaign.smallestPausable === "product_ad")
    return keep("campaign_paused");
  const isOurs = ad.state === "paused" && ad.pausedByPlimsoll;
  if (ad.state === "paused" && !isOurs) return keep("paused_by_others");
  if (ad.sku.available === null) return keep("stock_unknown");
  if (probability === null) return keep("forecast_unknown");
  const isEmpty = ad.sku.available <= 0 && !ad.sku.backorder;
  if (isOurs) {
    // 0.1 lower, but for an ad that is paused at little more than nothing half of that.
    const resumeAt = Math.max(limit - policy.resumeBelow, limit / 2);
    if (isEmpty || probability > resumeAt) return keep("not_enough_to_resume");
    return { verdict: "resume", reason: ad.sku.backorder ? "backorder" : "enough_stock" };
  }
  if (ad.sku.backorder) return keep("backorder");
  if (isEmpty)
    return campaign.stopsWhenEmpty ? keep("platform_stops_by_itself") : { verdict: "pause", reason: "empty" };
  if (probability > limit) return { verdict: "pause", reason: "sells_out_without_ad" };
  return keep(ad.sku.marginMinorPerUnit === null ? "margin_unknown" : "enough_stock");
}
