import type { PolicyRules } from "@/lib/services/policy/rules";
import { type CampaignBudget, incompleteDays } from "./load-budgets";
import type { Evidence } from "./types";

interface Source {
  /** Key of the connection that its spend is read from. */
  source: string;
  at: Date | null;
}

/** What a campaign spends a day, all its ads together. */
export function runningSpendEvidence(
  budget: CampaignBudget,
  { source, at }: Source,
  rules: PolicyRules,
  currency: string,
): Evidence {
  return {
    key: "ad_spend",
    value: Math.round(budget.spendMinorPerDay),
    unit: "minor_per_day",
    source,
    asOf: at?.toISOString() ?? null,
    limitSeconds: Math.round(rules.freshness.adSpendHours * 3_600),
    href: "/ads",
    params: { campaignName: budget.name, currency },
  };
}

/** How sales follow a campaign's spend: from its own days, or assumed by the policy since a time. */
export function responseEvidence({ elasticity, name }: CampaignBudget, since: Date | null): Evidence {
  const fact = {
    value: Math.round(elasticity.value * 100) / 100,
    unit: "share",
    params: { campaignName: name },
  };
  const asOf = since?.toISOString() ?? null;
  if (elasticity.isFitted)
    return {
      key: "ad_response_fitted",
      ...fact,
      source: "computed",
      asOf,
      href: "/ads",
    };
  return {
    key: "ad_response_assumed",
    ...fact,
    source: "policy",
    asOf,
    href: "/settings/policy",
  };
}

/** From such a change of a campaign's impressions on it is worth a line. */
const notableRise = 1.5;

/** How often its ads were shown of late beside before: what people look for, ahead of what they buy. */
export function impressionsEvidence(
  { impressionsRatio, name }: CampaignBudget,
  { source, at }: Source,
): Evidence[] {
  if (impressionsRatio === null || (impressionsRatio < notableRise && impressionsRatio > 1 / notableRise))
    return [];
  return [
    {
      key: "ad_impressions",
      value: Math.round(impressionsRatio * 100) / 100,
      unit: "share",
      source,
      asOf: at?.toISOString() ?? null,
      href: "/ads",
      params: { campaignName: name },
    },
  ];
}

/** The last days' ad sales are still being attributed, so that no figure takes them. */
export function incompleteEvidence({ source, at }: Source): Evidence {
  return {
    key: "ad_sales_left_out",
    value: incompleteDays,
    unit: "days",
    source,
    asOf: at?.toISOString() ?? null,
    href: "/ads",
  };
}
