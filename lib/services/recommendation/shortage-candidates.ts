import { dayInZone } from "@/lib/core/clock";
import { leastWorthMinor } from "@/lib/decisions/least-worth";
import { type ShortageAds, type SupplyTerms, shortageOptions } from "@/lib/decisions/rebalance/options";
import type { RebalanceProblem } from "@/lib/decisions/rebalance/types";
import type { PolicyRules } from "@/lib/services/policy/rules";
import { blockedShortage } from "./blocked-shortage";
import { toCandidate, uniqueEvidence } from "./candidate";
import type { DecidedCampaign } from "./decide-campaigns";
import {
  arrivalEvidence,
  forecastEvidence,
  marginEvidence,
  orderEvidence,
  spendEvidence,
  stockEvidence,
  supplierEvidence,
} from "./evidence";
import { impressionsEvidence, incompleteEvidence, responseEvidence } from "./evidence-budget";
import { publishedEvidence } from "./evidence-published";
import { clashEvidence, noLaneCarries } from "./lane-clashes";
import type { CampaignBudget } from "./load-budgets";
import type { Inputs, ShelfInput, SkuInput } from "./load-inputs";
import type { OvershownListing } from "./load-overshown";
import { toOption } from "./option";
import { inOrder } from "./order-options";
import { addPlays } from "./play-options";
import { shortageSubject } from "./shortage-subject";
import type { Candidate, Evidence, Option } from "./types";

/** The campaigns that advertise a SKU, as decided, and their budgets where they may matter. */
export interface AdsOfSku {
  decided: readonly DecidedCampaign[];
  budgets: ReadonlyMap<number, CampaignBudget>;
  /** Of all short SKUs. */
  overshown: readonly OvershownListing[];
}

/** How many days of orders a reorder should last beyond its lead time. */
const reviewDays = 7;

/**
 * One candidate for each place where the SKU is out or at risk and something is worth doing about it. They share the SKU's
 * plan: what goes to one place is off the donors when the other is looked at.
 */
export function shortageCandidates(
  inputs: Inputs,
  sku: SkuInput,
  problem: RebalanceProblem,
  ads: AdsOfSku,
  rules: PolicyRules,
): Candidate[] {
  const short = sku.shelves.filter((shelf) => shelf.state === "out" || shelf.state === "at_risk");
  return short.flatMap((shelf) => shortageCandidate(inputs, sku, problem, { shelf, ads, rules }) ?? []);
}

function shortageCandidate(
  inputs: Inputs,
  sku: SkuInput,
  problem: RebalanceProblem,
  { shelf, ads, rules }: { shelf: ShelfInput; ads: AdsOfSku; rules: PolicyRules },
): Candidate | null {
  const location = inputs.locations.get(shelf.locationId);
  if (!location) return null;
  const campaigns = ads.decided.map(({ campaign }) => campaign);
  const here = adsHere(inputs, sku, shelf, ads.decided);
  const found = shortageOptions({
    problem,
    locationId: shelf.locationId,
    asOfDay: dayInZone(inputs.now, "UTC"),
    ads: adsAt(sku, here),
    supply: supplyTerms(sku, rules),
  });
  const { budgets } = ads;
  const overshown = ads.overshown.filter(
    ({ skuId, channelId }) =>
      skuId === sku.id && (inputs.channels.get(channelId)?.locationIds.includes(shelf.locationId) ?? false),
  );
  const offered = addPlays(found?.options ?? [], {
    sku,
    shelf,
    problem,
    here,
    budgets,
    overshown,
    rules,
    now: inputs.now,
  });
  const options = inOrder(
    offered.map((option) =>
      toOption(option, {
        inputs,
        sku,
        campaigns,
        budgets,
        overshown,
        shelf,
        horizonDays: problem.policy.horizonDays,
      }),
    ),
  );
  const [best] = options;
  const leastMinor = leastWorthMinor(problem.sku.marginMinorPerUnit, problem.policy.hurdleShareOfMargin);
  if (!found) return null;
  if (!best || best.kind === "do_nothing" || best.valueMinor < leastMinor) {
    const clash = noLaneCarries(inputs, sku, shelf);
    const lossMinorPerDay = Math.max(shelf.lostMinorPerDay, found.lossMinorPerDay);
    return clash.length > 0 ? blockedShortage(inputs, sku, shelf, clash, { lossMinorPerDay, rules }) : null;
  }
  const lossMinorPerDay = Math.max(shelf.lostMinorPerDay, found.lossMinorPerDay);
  const donors = [...new Set(options.flatMap(donorIds))];
  return toCandidate(
    {
      ...shortageSubject(
        inputs,
        sku,
        { shelf, location },
        { lossMinorPerDay, donors, params: { optimalityGap: found.plan.optimalityGap } },
      ),
      options,
      evidence: evidenceOf(inputs, sku, { shelf, donors, ads, options, problem, rules }),
      lossMinorPerDay,
      state: shelf.state,
      packSizeUnits: sku.packSize,
    },
    inputs.now,
  );
}

function donorIds(option: Option): number[] {
  return option.steps.flatMap((step) => (step.kind === "transfer" ? step.originId : []));
}

/** Campaigns whose channel can only be served from this place now: elsewhere their SKU is out too. */
function adsHere(
  inputs: Inputs,
  sku: SkuInput,
  shelf: ShelfInput,
  ads: readonly DecidedCampaign[],
): DecidedCampaign[] {
  return ads.filter(({ campaign }) => {
    const serving = campaign.channelId === null ? null : inputs.channels.get(campaign.channelId)?.locationIds;
    if (serving && !serving.includes(shelf.locationId)) return false;
    return sku.shelves.every(
      (other) =>
        other.locationId === shelf.locationId ||
        (serving && !serving.includes(other.locationId)) ||
        (other.available ?? 0) <= 0,
    );
  });
}

function adsAt(sku: SkuInput, here: readonly DecidedCampaign[]): ShortageAds {
  const spendMinorPerDay = here
    .filter(({ campaign }) => !campaign.stopsWhenEmpty && campaign.state === "enabled")
    .flatMap(({ campaign }) => campaign.ads)
    .filter((ad) => ad.skuId === sku.id && ad.state === "enabled")
    .reduce((sum, ad) => sum + ad.spendMean, 0);
  return { decisions: here.map(({ decision }) => decision), spendMinorPerDay };
}

/** Suppliers are not known one by one: the policy's lead time stands for them. */
function supplyTerms(sku: SkuInput, rules: PolicyRules): SupplyTerms {
  return {
    leadTimeDays: rules.stock.fallbackLeadTimeDays,
    minQuantity: sku.packSize,
    fixedMinor: 0,
    reviewDays,
    serviceLevel: rules.stock.serviceLevel,
  };
}

function evidenceOf(
  inputs: Inputs,
  sku: SkuInput,
  of: {
    shelf: ShelfInput;
    donors: number[];
    ads: AdsOfSku;
    options: Option[];
    problem: RebalanceProblem;
    rules: PolicyRules;
  },
): Evidence[] {
  const { shelf, rules } = of;
  const donors = sku.shelves.filter((other) => of.donors.includes(other.locationId));
  const touched = of.options.flatMap(({ steps }) =>
    steps.flatMap((step) => ("campaignId" in step ? step.campaignId : [])),
  );
  const shown = new Set(
    of.options.flatMap(({ steps }) =>
      steps.flatMap((step) => (step.kind === "publish_quantity" ? step.listingId : [])),
    ),
  );
  const budgeted = of.options.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === "ad_budget" ? step.campaignId : [])),
  );
  return uniqueEvidence([
    stockEvidence(inputs, sku, shelf, rules),
    forecastEvidence(inputs, sku, shelf),
    arrivalEvidence(inputs, shelf),
    ...clashEvidence(inputs, sku, shelf),
    marginEvidence(of.problem.sku.marginMinorPerUnit, inputs, shelf),
    ...donors.flatMap((donor) => [
      stockEvidence(inputs, sku, donor, rules),
      forecastEvidence(inputs, sku, donor),
    ]),
    ...orderEvidence(inputs, shelf, rules),
    ...(of.options.some((option) => option.kind === "reorder") ||
    !inputs.lanes.some(({ to }) => to === shelf.locationId)
      ? [supplierEvidence(rules, inputs.policyAt)]
      : []),
    ...of.ads.decided
      .filter(({ campaign }) => touched.includes(campaign.id))
      .map(({ campaign }) => {
        const own = campaign.ads.filter((ad) => ad.skuId === sku.id);
        return spendEvidence(
          campaign,
          own.reduce((sum, ad) => sum + ad.spendMean, 0),
          rules,
          inputs.currency,
        );
      }),
    ...budgetEvidence(inputs, of.ads, budgeted),
    ...of.ads.overshown
      .filter(({ listingId }) => shown.has(listingId))
      .map((listing) => publishedEvidence(listing, inputs, rules)),
  ]);
}

/** What is known of the campaigns whose budgets an option sets. */
function budgetEvidence(inputs: Inputs, ads: AdsOfSku, campaignIds: readonly number[]): Evidence[] {
  return [...new Set(campaignIds)].flatMap((id) => {
    const budget = ads.budgets.get(id);
    const campaign = ads.decided.find((one) => one.campaign.id === id)?.campaign;
    if (!budget || !campaign) return [];
    const { source, spendAsOf: at } = campaign;
    return [
      responseEvidence(budget, budget.elasticity.isFitted ? at : inputs.policyAt),
      ...impressionsEvidence(budget, { source, at }),
      incompleteEvidence({ source, at }),
    ];
  });
}
