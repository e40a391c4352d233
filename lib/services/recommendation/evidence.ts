import type { PolicyRules } from "@/lib/services/policy/rules";
import { rulesFor } from "@/lib/services/policy/rules-for";
import type { CampaignInput } from "./load-ads";
import type { Inputs, ShelfInput, SkuInput } from "./load-inputs";
import type { Evidence } from "./types";

const iso = (moment: Date | null) => moment?.toISOString() ?? null;
const seconds = (hours: number) => Math.round(hours * 3_600);

/** Stock of one shelf, with its limit. */
export function stockEvidence(
  inputs: Inputs,
  sku: SkuInput,
  shelf: ShelfInput,
  rules: PolicyRules,
): Evidence {
  const location = inputs.locations.get(shelf.locationId);
  return {
    key: "stock",
    value: shelf.available,
    unit: "units",
    source: location?.source ?? "ledger",
    asOf: iso(shelf.asOf),
    limitSeconds: seconds(
      rulesFor(rules, {
        categories: sku.category === null ? [] : [sku.category],
        locations: location ? [location.code] : [],
      }).freshness.stockHours,
    ),
    href: `/inventory/${encodeURIComponent(sku.code)}`,
    params: { locationCode: location?.code ?? null, locationName: location?.name ?? null },
  };
}

export function forecastEvidence(inputs: Inputs, sku: SkuInput, shelf: ShelfInput): Evidence {
  const location = inputs.locations.get(shelf.locationId);
  return {
    key: "forecast",
    value: shelf.meanPerDay === null ? null : Math.round(shelf.meanPerDay * 100) / 100,
    unit: "units_per_day",
    source: "computed",
    asOf: iso(shelf.forecastAt),
    href: `/inventory/${encodeURIComponent(sku.code)}`,
    params: { locationCode: location?.code ?? null, locationName: location?.name ?? null },
  };
}

/** Margin of a sale, from the sales and costs that the status of `shelf` was worked out with. */
export function marginEvidence(marginMinor: number | null, inputs: Inputs, shelf: ShelfInput): Evidence {
  return {
    key: "margin",
    value: marginMinor === null ? null : Math.round(marginMinor),
    unit: "minor",
    source: "computed",
    asOf: iso(shelf.computedAt),
    ...(marginMinor === null && { href: "/imports/new" }),
    params: { currency: inputs.currency },
  };
}

export function arrivalEvidence(inputs: Inputs, shelf: ShelfInput): Evidence {
  const location = inputs.locations.get(shelf.locationId);
  return {
    key: "next_arrival",
    value: iso(shelf.nextArrivalAt),
    unit: "time",
    source: "ledger",
    asOf: iso(shelf.asOf),
    params: {
      locationCode: location?.code ?? null,
      locationName: location?.name ?? null,
      incomingUnits: shelf.incoming,
    },
  };
}

/** When the orders of the channels that matter to this shelf were last read. */
export function orderEvidence(inputs: Inputs, shelf: ShelfInput, rules: PolicyRules): Evidence[] {
  const channelIds = inputs.demandChannels.get(`${shelf.skuId}:${shelf.locationId}`) ?? [];
  return channelIds.flatMap((id) => {
    const channel = inputs.channels.get(id);
    if (!channel?.source) return [];
    return {
      key: "orders",
      value: channel.name,
      unit: "text",
      source: channel.source,
      asOf: iso(channel.asOf),
      limitSeconds: seconds(rulesFor(rules, { channels: [channel.code] }).freshness.ordersHours),
      href: "/sync",
      params: { channelName: channel.name },
    };
  });
}

export function spendEvidence(
  campaign: CampaignInput,
  minorPerDay: number,
  rules: PolicyRules,
  currency: string,
): Evidence {
  return {
    key: "ad_spend",
    value: Math.round(minorPerDay),
    unit: "minor_per_day",
    source: campaign.source,
    asOf: iso(campaign.spendAsOf),
    limitSeconds: seconds(rules.freshness.adSpendHours),
    href: "/ads",
    params: { campaignName: campaign.name, currency },
  };
}

/** The lead time that stands for every supplier, and for goods of which none are on their way, since the policy in force. */
export function supplierEvidence(rules: PolicyRules, policyAt: Date | null): Evidence {
  return {
    key: "supplier_lead_time",
    value: rules.stock.fallbackLeadTimeDays,
    unit: "days",
    source: "policy",
    asOf: iso(policyAt),
    href: "/settings/policy",
  };
}
