import { decideAds } from "@/lib/decisions/ads/decide";
import { spreadByConversions } from "@/lib/decisions/ads/share";
import type { AdCampaign, AdPolicy, AdSku, CampaignDecision, ProductAd } from "@/lib/decisions/ads/types";
import type { PolicyRules } from "@/lib/services/policy/rules";
import { rulesFor } from "@/lib/services/policy/rules-for";
import type { AdInput, CampaignInput } from "./load-ads";
import type { Inputs, ShelfInput, SkuInput } from "./load-inputs";
import { skuMargin } from "./problem";

/** A campaign with what was decided about it. */
export interface DecidedCampaign {
  campaign: CampaignInput;
  decision: CampaignDecision;
}

/** Decides every campaign on the stock of the locations that serve its channel. */
export function decideCampaigns(
  inputs: Inputs,
  campaigns: readonly CampaignInput[],
  rules: PolicyRules,
): DecidedCampaign[] {
  return campaigns.map((campaign) => ({
    campaign,
    decision: decideAds(adCampaign(inputs, campaign), adPolicy(inputs, campaign, rules)),
  }));
}

/** The rules as they hold for the campaign's channel. */
function adPolicy(inputs: Inputs, { channelId }: CampaignInput, rules: PolicyRules): AdPolicy {
  const channel = channelId === null ? undefined : inputs.channels.get(channelId);
  const { ads, stock } = rulesFor(rules, { team: "marketing", channels: channel ? [channel.code] : [] });
  return {
    resumeBelow: ads.resumeHysteresis,
    hoursBetweenToggles: ads.minHoursBetweenToggles,
    leastProbability: ads.leastProbability,
    fallbackResupplyDays: stock.fallbackLeadTimeDays,
  };
}

/** The SKU's shelves that serve a channel; all of them when the campaign has none. */
export function servingShelves(inputs: Inputs, sku: SkuInput, channelId: number | null): ShelfInput[] {
  const serving = channelId === null ? undefined : inputs.channels.get(channelId)?.locationIds;
  return serving ? sku.shelves.filter((shelf) => serving.includes(shelf.locationId)) : sku.shelves;
}

function adCampaign(inputs: Inputs, campaign: CampaignInput): AdCampaign {
  const ads = campaign.ads.flatMap((ad) => productAd(inputs, campaign, ad) ?? []);
  return {
    id: campaign.id,
    state: campaign.state === "enabled" ? "enabled" : "paused",
    pausedByPlimsoll: campaign.pausedByPlimsoll,
    hoursSinceToggle: hoursSince(campaign.toggledAt, inputs.now),
    stopsWhenEmpty: campaign.stopsWhenEmpty,
    smallestPausable: campaign.smallestPausable,
    ads: campaign.smallestPausable === "campaign" ? spreadByConversions(ads) : ads,
  };
}

function productAd(inputs: Inputs, campaign: CampaignInput, ad: AdInput): ProductAd | null {
  const sku = inputs.skus.get(ad.skuId);
  if (!sku) return null;
  return {
    id: ad.id,
    sku: adSku(inputs, campaign, sku, ad.unitsPerDay ?? 0),
    state: ad.state === "enabled" ? "enabled" : "paused",
    pausedByPlimsoll: ad.pausedByPlimsoll,
    hoursSinceToggle: hoursSince(ad.toggledAt, inputs.now),
    spendMinorPerDay: { low: ad.spendLow, mid: ad.spendMean, high: ad.spendHigh },
    adUnitsPerDay: ad.unitsPerDay,
  };
}

/** Shelves without a reading make the sum unknown only when no shelf is known to have stock. */
function adSku(inputs: Inputs, campaign: CampaignInput, sku: SkuInput, adUnitsPerDay: number): AdSku {
  const shelves = servingShelves(inputs, sku, campaign.channelId);
  const known = shelves.filter((shelf) => shelf.available !== null);
  const available = known.reduce((sum, shelf) => sum + Math.max(0, shelf.available ?? 0), 0);
  const isKnown = known.length > 0 && (known.length === shelves.length || available > 0);
  const receipts = shelves.flatMap((shelf) => sku.receipts.get(shelf.locationId) ?? []);
  return {
    id: sku.id,
    available: isKnown ? available : null,
    backorder: campaign.channelId !== null && (inputs.channels.get(campaign.channelId)?.backorder ?? false),
    organicDemand: organicDemand(shelves, adUnitsPerDay),
    resupplyInDays: receipts.length > 0 ? Math.min(...receipts.map((receipt) => receipt.days)) : null,
    marginMinorPerUnit: skuMargin(sku),
    priceMinor: sku.priceMinor ?? 0,
  };
}

/** All demand on these shelves less what the ad brings; dispersion from the sum of the shelves' variances. */
export function organicDemand(shelves: readonly ShelfInput[], adUnitsPerDay: number) {
  let mean = 0;
  let beyondPoisson = 0;
  let known = false;
  for (const shelf of shelves) {
    if (shelf.meanPerDay === null) continue;
    known = true;
    mean += shelf.meanPerDay;
    beyondPoisson += shelf.dispersion * shelf.meanPerDay * shelf.meanPerDay;
  }
  if (!known) return null;
  return {
    meanPerDay: Math.max(0, mean - adUnitsPerDay),
    dispersion: mean > 0 ? beyondPoisson / (mean * mean) : 0,
  };
}

function hoursSince(moment: Date | null, now: Date): number | null {
  return moment === null ? null : (now.getTime() - moment.getTime()) / 3_600_000;
}
