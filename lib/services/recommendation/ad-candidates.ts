import type { AdDecision } from "@/lib/decisions/ads/types";
import { leastWorthMinor } from "@/lib/decisions/least-worth";
import type { ValueRange } from "@/lib/metrics/value-range/compute";
import type { PolicyRules } from "@/lib/services/policy/rules";
import { throttleForAd } from "./ad-throttle";
import { doNothing, toCandidate, uniqueEvidence } from "./candidate";
import { type DecidedCampaign, servingShelves } from "./decide-campaigns";
import {
  arrivalEvidence,
  forecastEvidence,
  spendEvidence,
  stockEvidence,
  supplierEvidence,
} from "./evidence";
import { incompleteEvidence, responseEvidence } from "./evidence-budget";
import type { AdInput, CampaignInput } from "./load-ads";
import type { CampaignBudget } from "./load-budgets";
import type { Inputs, SkuInput } from "./load-inputs";
import { adStep } from "./option";
import { skuMargin } from "./problem";
import type { Candidate, Evidence, Option } from "./types";

/** Ads and campaigns to pause, and those that Plimsoll paused and may resume. */
export function adCandidates(
  inputs: Inputs,
  decided: DecidedCampaign,
  budgets: ReadonlyMap<number, CampaignBudget>,
  rules: PolicyRules,
): Candidate[] {
  const { campaign, decision } = decided;
  if (decision.verdict === "pause" || decision.verdict === "resume") {
    const asking = campaign.ads.filter((ad) => inputs.skus.has(ad.skuId));
    const worst = decision.ads.reduce<AdDecision | undefined>(
      (most, ad) => ((ad.probability ?? 0) > (most?.probability ?? -1) ? ad : most),
      undefined,
    );
    const candidate = switchCandidate(inputs, campaign, {
      verdict: decision.verdict,
      losesMoney: decision.reason === "loses_money",
      ad: null,
      ads: asking,
      sku: worst ? inputs.skus.get(Number(worst.skuId)) : undefined,
      valuePerDay: decision.valuePerDay,
      probability: worst?.probability ?? null,
      salesAtRiskMinorPerDay: decision.salesAtRiskMinorPerDay,
      budgets,
      rules,
    });
    return candidate ? [candidate] : [];
  }
  return decision.ads.flatMap((one) => {
    if (one.verdict !== "pause" && one.verdict !== "resume") return [];
    const ad = campaign.ads.find(({ id }) => id === one.adId);
    if (!ad) return [];
    const candidate = switchCandidate(inputs, campaign, {
      verdict: one.verdict,
      losesMoney: one.reason === "loses_money",
      ad,
      ads: [ad],
      sku: inputs.skus.get(ad.skuId),
      valuePerDay: one.valuePerDay,
      probability: one.probability,
      salesAtRiskMinorPerDay: 0,
      budgets,
      rules,
    });
    return candidate ?? [];
  });
}

/** An ad that stays off neither earns nor loses. */
const leftOff: Option = doNothing({ valueLowMinor: 0, valueMinor: 0, valueHighMinor: 0 });

interface Switch {
  verdict: "pause" | "resume";
  /** It could run again, but is expected to bring less than it spends. */
  losesMoney: boolean;
  /** Null: the campaign as a whole. */
  ad: AdInput | null;
  ads: readonly AdInput[];
  /** Whose stock it is about. */
  sku: SkuInput | undefined;
  valuePerDay: ValueRange;
  probability: number | null;
  /** At price, of SKUs with stock that go with the one that is short. */
  salesAtRiskMinorPerDay: number;
  /** Where they may matter. */
  budgets: ReadonlyMap<number, CampaignBudget>;
  rules: PolicyRules;
}

function switchCandidate(inputs: Inputs, campaign: CampaignInput, of: Switch): Candidate | null {
  const { verdict, ad, sku, rules } = of;
  if (!sku) return null;
  const kind = verdict === "pause" ? "ad_pause" : "ad_resume";
  const shelves = servingShelves(inputs, sku, campaign.channelId);
  const available = shelves.reduce((sum, shelf) => sum + Math.max(0, shelf.available ?? 0), 0);
  const spendMinorPerDay = of.ads.reduce((sum, one) => sum + one.spendMean, 0);
  const days = daysOfEffect(
    sku,
    shelves.map((shelf) => shelf.locationId),
    rules,
  );
  const options = waysOf(inputs, campaign, { ...of, sku }, switchOption(kind, campaign, of, days));
  const [option] = options;
  // An ad that spends next to nothing costs nothing while it waits; a resume is due even when its worth cannot be told.
  const leastMinor = leastWorthMinor(skuMargin(sku), rules.transfers.hurdleShare);
  if (verdict === "pause" && option.valueMinor < leastMinor) return null;
  const lossMinorPerDay = Math.max(0, of.valuePerDay.midMinor);
  const back = of.losesMoney ? "loses" : "back";
  const state = verdict === "resume" ? back : available <= 0 ? "out" : "at_risk";
  const channel = campaign.channelId === null ? null : inputs.channels.get(campaign.channelId);
  return toCandidate(
    {
      kind,
      team: "marketing",
      subjectKey: ad ? `ad:${ad.id}` : `campaign:${campaign.id}`,
      skuId: ad ? sku.id : null,
      locationId: null,
      campaignId: campaign.id,
      productAdId: ad?.id ?? null,
      problem: {
        key: `${kind}.${state}`,
        params: {
          skuCode: sku.code,
          skuTitle: sku.title,
          adName: campaign.name,
          campaignName: campaign.name,
          channelName: channel?.name ?? null,
          adKind: campaign.kind,
          isWholeCampaign: ad === null,
          availableUnits: available,
          probability: of.probability,
          spendMinorPerDay: Math.round(spendMinorPerDay),
          currency: inputs.currency,
          lossMinorPerDay,
          ...(of.losesMoney && { costMinorPerDay: -of.valuePerDay.midMinor }),
        },
        locationIds: shelves.map((shelf) => shelf.locationId),
      },
      // Nobody switches on at a loss without having been asked: leaving it off stands first, and the policy has nothing to carry out.
      options: of.losesMoney ? [leftOff, ...options] : [...options, doNothing(option)],
      evidence: uniqueEvidence([
        spendEvidence(campaign, spendMinorPerDay, rules, inputs.currency),
        ...throttleEvidence(inputs, campaign, options, of.budgets),
        ...shelves.flatMap((shelf) => [
          stockEvidence(inputs, sku, shelf, rules),
          forecastEvidence(inputs, sku, shelf),
          arrivalEvidence(inputs, shelf),
        ]),
        // Until when an ad would run on what is left is then an assumption.
        ...(shelves.some(({ locationId }) => sku.receipts.get(locationId)?.length)
          ? []
          : [supplierEvidence(rules, inputs.policyAt)]),
      ]),
      lossMinorPerDay,
      state,
      packSizeUnits: 1,
    },
    inputs.now,
  );
}

function switchOption(
  kind: "ad_pause" | "ad_resume",
  campaign: CampaignInput,
  of: Switch,
  days: number,
): Option {
  const running = of.ads.filter((one) => one.state === (kind === "ad_pause" ? "enabled" : "paused"));
  return {
    key: kind,
    kind,
    params: { adCount: of.ad ? 1 : Math.max(1, running.length), adName: campaign.name },
    valueLowMinor: Math.round(of.valuePerDay.lowMinor * days),
    valueMinor: Math.round(of.valuePerDay.midMinor * days),
    valueHighMinor: Math.round(of.valuePerDay.highMinor * days),
    costMinor: 0,
    effectDays: 0,
    arrivesAt: null,
    unsolved:
      kind === "ad_pause"
        ? [
            { key: "brings_no_stock", params: {} },
            ...(of.salesAtRiskMinorPerDay > 0
              ? [{ key: "sales_at_risk", params: { minorPerDay: of.salesAtRiskMinorPerDay } }]
              : []),
          ]
        : [],
    steps: [{ ...adStep(kind, campaign, of.ad?.id ?? null), claimDays: days }],
    executable: true,
  };
}

/**
 * The switch, and for one ad whose stock is short less budget instead where that is better; both are then valued on the shelf,
 * best first.
 */
function waysOf(
  inputs: Inputs,
  campaign: CampaignInput,
  of: Switch & { sku: SkuInput },
  whole: Option,
): [Option, ...Option[]] {
  const instead = of.verdict === "pause" && of.ad ? throttleForAd(inputs, campaign, of.sku, of) : null;
  if (!instead) return [whole];
  const { lowMinor, midMinor, highMinor } = instead.pause;
  const pause = { ...whole, valueLowMinor: lowMinor, valueMinor: midMinor, valueHighMinor: highMinor };
  return instead.throttle.valueMinor > midMinor ? [instead.throttle, pause] : [pause, instead.throttle];
}

/** What is known of a budget that an option sets. */
function throttleEvidence(
  { policyAt }: Inputs,
  { id, source, spendAsOf: at }: CampaignInput,
  options: readonly Option[],
  budgets: ReadonlyMap<number, CampaignBudget>,
): Evidence[] {
  const budget = budgets.get(id);
  if (!budget || !options.some(({ kind }) => kind === "ad_throttle")) return [];
  return [
    responseEvidence(budget, budget.elasticity.isFitted ? at : policyAt),
    incompleteEvidence({ source, at }),
  ];
}

/** A switch counts until stock comes, or as long as goods ordered today would take. */
function daysOfEffect(sku: SkuInput, locationIds: number[], rules: PolicyRules): number {
  const receipts = locationIds.flatMap((id) => sku.receipts.get(id) ?? []);
  const next =
    receipts.length > 0
      ? Math.min(...receipts.map((receipt) => receipt.days))
      : rules.stock.fallbackLeadTimeDays;
  return Math.min(rules.transfers.horizonDays, Math.max(1, next));
}
