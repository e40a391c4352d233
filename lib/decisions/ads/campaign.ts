import { addRanges, negateRange } from "@/lib/metrics/value-range/compute";
import { isEmpty, resumeAt } from "./displaced-share";
import { pauseValuePerDay } from "./pause-value";
import type { AdCampaign, AdDecision, AdPolicy, AdReason, AdVerdict, CampaignDecision } from "./types";

/**
 * A campaign of which no single ad can be paused: all of it or nothing. It is paused only when an ad of it asks for that and
 * the spend saved on those outweighs what the others earn; it resumes, if Plimsoll paused it, when that no longer holds with
 * every displaced share 0.1 higher. Where all its SKUs have their stock back and it would lose money all the same, a person decides.
 */
export function decideCampaign(
  campaign: AdCampaign,
  single: readonly AdDecision[],
  policy: AdPolicy,
): CampaignDecision {
  const value = addRanges(netValues(campaign, single, 0));
  const { verdict, reason } = judge(campaign, single, policy, value.midMinor);
  const waits =
    campaign.hoursSinceToggle === null
      ? 0
      : Math.max(0, policy.hoursBetweenToggles - campaign.hoursSinceToggle);
  const isToggle = verdict === "pause" || verdict === "resume";
  return {
    campaignId: campaign.id,
    verdict: isToggle && waits > 0 ? "wait" : verdict,
    reason: isToggle && waits > 0 ? "toggled_recently" : reason,
    valuePerDay: verdict === "resume" ? negateRange(value) : value,
    salesAtRiskMinorPerDay: salesAtRisk(campaign, single),
    waitHours: isToggle ? waits : 0,
    ads: single.map((ad) =>
      ad.verdict === "keep" ? ad : { ...ad, verdict: "keep", reason: "only_whole_campaign", waitHours: 0 },
    ),
  };
}

function judge(
  campaign: AdCampaign,
  single: readonly AdDecision[],
  policy: AdPolicy,
  netMinor: number,
): { verdict: AdVerdict; reason: AdReason } {
  if (campaign.state === "paused") {
    if (!campaign.pausedByPlimsoll) return { verdict: "keep", reason: "paused_by_others" };
    const strict = addRanges(netValues(campaign, single, policy.resumeBelow)).midMinor;
    if (strict < 0) return { verdict: "resume", reason: "enough_stock" };
    const isStocked = single.every(
      ({ displacedShare, pauseAbove }) =>
        displacedShare !== null && displacedShare <= resumeAt(pauseAbove, policy),
    );
    return isStocked && netMinor > 0
      ? { verdict: "resume", reason: "loses_money" }
      : { verdict: "keep", reason: "not_enough_to_resume" };
  }
  const asking = campaign.ads.filter((_, index) => {
    const verdict = single[index]?.verdict;
    return verdict === "pause" || verdict === "wait";
  });
  if (asking.length === 0) return { verdict: "keep", reason: single[0]?.reason ?? "enough_stock" };
  if (netMinor <= 0) return { verdict: "keep", reason: "campaign_earns_more" };
  return {
    verdict: "pause",
    reason: asking.some(({ sku }) => isEmpty(sku)) ? "empty" : "displaces_sales",
  };
}

function netValues(campaign: AdCampaign, single: readonly AdDecision[], higher: number) {
  return campaign.ads.map((ad, index) => {
    const share = single[index]?.displacedShare ?? null;
    const raised = share === null ? null : Math.min(1, share + higher);
    return pauseValuePerDay(ad, raised, campaign.stopsWhenEmpty);
  });
}

function salesAtRisk(campaign: AdCampaign, single: readonly AdDecision[]): number {
  const sales = campaign.ads.map((ad, index) => {
    const probability = single[index]?.probability ?? 1;
    return (1 - probability) * (ad.adUnitsPerDay ?? 0) * ad.sku.priceMinor;
  });
  return Math.round(sales.reduce((sum, minor) => sum + minor, 0));
}
