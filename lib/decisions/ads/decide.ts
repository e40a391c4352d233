import { zeroRange } from "@/lib/metrics/value-range/compute";
import { decideCampaign } from "./campaign";
import { displacementOf, isEmpty, pauseAbove, resumeAt } from "./displaced-share";
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
 * Pause when the part of its margin that a sale by the ad takes from later sales of the same stock (`displacementOf`) is above
 * the part it brings, 1 − ad cost per sale ÷ margin; always when empty. Resume 0.1 below that, and only what Plimsoll paused;
 * 24 h between two toggles. One that would run at a loss with its stock back is a resume too, with that as its reason: what we
 * paused is never forgotten, but a person decides it. Nothing is proposed for a platform that stops an
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

function decideAd(campaign: AdCampaign, ad: ProductAd, policy: AdPolicy): AdDecision {
  const displacement = displacementOf(ad, policy);
  const displacedShare = displacement?.displacedShare ?? null;
  const limit = pauseAbove(ad, policy);
  const judged = judge(campaign, ad, { displacedShare, limit, policy });
  const { verdict } = judged;
  const waits =
    ad.hoursSinceToggle === null ? 0 : Math.max(0, policy.hoursBetweenToggles - ad.hoursSinceToggle);
  const isToggle = verdict === "pause" || verdict === "resume";
  const worth = verdict === "resume" ? resumeValuePerDay : pauseValuePerDay;
  const valuePerDay = worth(ad, displacedShare, campaign.stopsWhenEmpty);
  const reason = verdict === "resume" && valuePerDay.midMinor < 0 ? "loses_money" : judged.reason;
  return {
    adId: ad.id,
    skuId: ad.sku.id,
    verdict: isToggle && waits > 0 ? "wait" : verdict,
    reason: isToggle && waits > 0 ? "toggled_recently" : reason,
    probability: displacement?.probability ?? null,
    displacedShare,
    pauseAbove: limit,
    valuePerDay,
    waitHours: isToggle ? waits : 0,
  };
}

function judge(
  campaign: AdCampaign,
  ad: ProductAd,
  { displacedShare, limit, policy }: { displacedShare: number | null; limit: number; policy: AdPolicy },
): { verdict: AdVerdict; reason: AdReason } {
  const keep = (reason: AdReason) => ({ verdict: "keep" as const, reason });
  if (campaign.state === "paused" && campaign.smallestPausable === "product_ad")
    return keep("campaign_paused");
  const isOurs = ad.state === "paused" && ad.pausedByPlimsoll;
  if (ad.state === "paused" && !isOurs) return keep("paused_by_others");
  if (ad.sku.available === null) return keep("stock_unknown");
  if (displacedShare === null) return keep("forecast_unknown");
  if (isOurs) {
    if (isEmpty(ad.sku) || displacedShare > resumeAt(limit, policy)) return keep("not_enough_to_resume");
    return { verdict: "resume", reason: ad.sku.backorder ? "backorder" : "enough_stock" };
  }
  if (ad.sku.backorder) return keep("backorder");
  if (isEmpty(ad.sku))
    return campaign.stopsWhenEmpty ? keep("platform_stops_by_itself") : { verdict: "pause", reason: "empty" };
  if (displacedShare > limit) return { verdict: "pause", reason: "displaces_sales" };
  return keep(ad.sku.marginMinorPerUnit === null ? "margin_unknown" : "enough_stock");
}
