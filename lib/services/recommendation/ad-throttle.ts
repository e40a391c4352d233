import { dayInZone } from "@/lib/core/clock";
import { leastWorthMinor } from "@/lib/decisions/least-worth";
import { throttleOption, valueOfPause } from "@/lib/decisions/plays/decide";
import type { ValueRange } from "@/lib/metrics/value-range/compute";
import type { PolicyRules } from "@/lib/services/policy/rules";
import { organicDemand, servingShelves } from "./decide-campaigns";
import type { CampaignInput } from "./load-ads";
import type { CampaignBudget } from "./load-budgets";
import type { Inputs, SkuInput } from "./load-inputs";
import { toOption } from "./option";
import { playCampaign } from "./play-options";
import { skuMargin } from "./problem";
import type { Option } from "./types";

/**
 * Less budget instead of a pause, so that what is advertised lasts until goods come, and the pause valued in the same way:
 * on one shelf of all that serves the campaign's channel. Null where pausing wholly is best, where the budget cannot be set,
 * or where stock, forecast or margin is not known.
 */
export function throttleForAd(
  inputs: Inputs,
  campaign: CampaignInput,
  sku: SkuInput,
  { budgets, rules }: { budgets: ReadonlyMap<number, CampaignBudget>; rules: PolicyRules },
): { throttle: Option; pause: ValueRange } | null {
  const shelves = servingShelves(inputs, sku, campaign.channelId);
  const marginMinorPerUnit = skuMargin(sku);
  const demand = organicDemand(shelves, 0);
  const [fullest] = [...shelves].sort((a, b) => (b.available ?? 0) - (a.available ?? 0));
  if (marginMinorPerUnit === null || demand === null || !fullest || (fullest.available ?? 0) <= 0)
    return null;
  const lead = playCampaign(campaign, { sku, budgets, rules, now: inputs.now, marginMinorPerUnit });
  if (!lead?.isSettable || !lead.pause) return null;
  const place = {
    location: {
      id: fullest.locationId,
      available: shelves.reduce((sum, { available }) => sum + Math.max(0, available ?? 0), 0),
      receipts: shelves.flatMap(({ locationId }) => sku.receipts.get(locationId) ?? []),
      demand,
      safetyStockUnits: 0,
      isProtected: false,
    },
    marginMinorPerUnit: Math.max(0, marginMinorPerUnit),
    // What a raise after the goods came would gain is no reason to throttle before.
    campaigns: [{ ...lead, isUsedUp: false }],
    overshown: [],
    priceMinor: sku.priceMinor,
    asOfDay: dayInZone(inputs.now, "UTC"),
  };
  const { horizonDays, hurdleShare } = rules.transfers;
  const policy = {
    horizonDays,
    shiftShare: rules.ads.budgetShiftShare,
    leastMinor: leastWorthMinor(marginMinorPerUnit, hurdleShare),
  };
  const throttle = throttleOption(place, policy);
  if (!throttle) return null;
  const context = {
    ...{ inputs, sku, campaigns: [campaign], budgets, overshown: [], shelf: fullest },
    horizonDays: policy.horizonDays,
  };
  return { throttle: toOption(throttle, context), pause: valueOfPause(place, policy) };
}
