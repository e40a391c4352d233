import { dayInZone } from "@/lib/core/clock";
import { leastWorthMinor } from "@/lib/decisions/least-worth";
import { withPlays } from "@/lib/decisions/plays/decide";
import type { PlayCampaign } from "@/lib/decisions/plays/types";
import type { RebalanceProblem } from "@/lib/decisions/rebalance/types";
import type { DecisionOption } from "@/lib/decisions/types";
import type { PolicyRules } from "@/lib/services/policy/rules";
import type { DecidedCampaign } from "./decide-campaigns";
import type { CampaignInput } from "./load-ads";
import { type CampaignBudget, isSettable, isUsedUp } from "./load-budgets";
import type { ShelfInput, SkuInput } from "./load-inputs";
import type { OvershownListing } from "./load-overshown";

export interface PlayInputs {
  sku: SkuInput;
  shelf: ShelfInput;
  problem: RebalanceProblem;
  /** Campaigns that can only be served from this place now. */
  here: readonly DecidedCampaign[];
  budgets: ReadonlyMap<number, CampaignBudget>;
  /** On channels that this place serves. */
  overshown: readonly OvershownListing[];
  rules: PolicyRules;
  now: Date;
}

/** The options of a shortage with the combinations of goods and ads among them. */
export function addPlays(options: readonly DecisionOption[], inputs: PlayInputs): DecisionOption[] {
  const { problem, shelf, here, rules } = inputs;
  const place = problem.locations.find(({ id }) => id === shelf.locationId);
  if (!place || place.available === null || place.demand === null) return [...options];
  return withPlays(
    options,
    {
      location: { ...place, available: place.available, demand: place.demand },
      marginMinorPerUnit: Math.max(0, problem.sku.marginMinorPerUnit),
      campaigns: here.flatMap(
        ({ campaign }) =>
          playCampaign(campaign, { ...inputs, marginMinorPerUnit: problem.sku.marginMinorPerUnit }) ?? [],
      ),
      overshown: inputs.overshown.map((listing) => ({
        ...listing,
        errorMinorPerOrder: rules.costs.errorMinorPerOrder,
      })),
      priceMinor: inputs.sku.priceMinor,
      asOfDay: dayInZone(inputs.now, "UTC"),
    },
    {
      horizonDays: problem.policy.horizonDays,
      shiftShare: rules.ads.budgetShiftShare,
      leastMinor: leastWorthMinor(problem.sku.marginMinorPerUnit, problem.policy.hurdleShareOfMargin),
    },
  );
}

/** A campaign as it leads to one SKU; null when it does not run, spends nothing on it or its budget was not read. */
export function playCampaign(
  campaign: CampaignInput,
  inputs: Pick<PlayInputs, "sku" | "budgets" | "now" | "rules"> & { marginMinorPerUnit: number },
): PlayCampaign | null {
  const { sku, budgets, now, rules } = inputs;
  const budget = budgets.get(campaign.id);
  const own = campaign.ads.filter((ad) => ad.skuId === sku.id && ad.state === "enabled");
  const spend = own.reduce((sum, ad) => sum + ad.spendMean, 0);
  if (!budget || campaign.state !== "enabled" || !(spend > 0)) return null;
  const unitsPerDay = own.reduce((sum, ad) => sum + (ad.unitsPerDay ?? 0), 0);
  const margin = Math.max(0, inputs.marginMinorPerUnit);
  return {
    campaignId: campaign.id,
    spendMinorPerDay: {
      low: own.reduce((sum, ad) => sum + ad.spendLow, 0),
      mid: spend,
      high: own.reduce((sum, ad) => sum + ad.spendHigh, 0),
    },
    unitsPerDay,
    stopsWhenEmpty: campaign.stopsWhenEmpty,
    elasticity: budget.elasticity.value,
    others: {
      spendMinorPerDay: Math.max(0, budget.spendMinorPerDay - spend),
      marginMinorPerDay: Math.max(0, budget.marginMinorPerDay - unitsPerDay * margin),
    },
    // Sales that are not known cannot be weighed against their spend.
    isSettable: isSettable(budget, now) && own.every((ad) => ad.unitsPerDay !== null),
    isUsedUp: isUsedUp(budget),
    pause: pauseOf(campaign, own, now, rules.ads.minHoursBetweenToggles),
  };
}

function pauseOf(
  campaign: CampaignInput,
  own: CampaignInput["ads"],
  now: Date,
  hoursBetween: number,
): PlayCampaign["pause"] {
  const rests = (at: Date | null) => at === null || now.getTime() - at.getTime() >= hoursBetween * 3_600_000;
  if (campaign.smallestPausable === "campaign")
    return rests(campaign.toggledAt) ? { target: "campaign", targetId: campaign.id } : null;
  const [ad, ...others] = own;
  return ad && others.length === 0 && rests(ad.toggledAt) ? { target: "product_ad", targetId: ad.id } : null;
}
