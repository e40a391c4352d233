import type { PolicyRules } from "@/lib/services/policy/rules";
import type { Inputs } from "./load-inputs";
import type { OvershownListing } from "./load-overshown";
import type { Evidence } from "./types";

/** What a channel shows of a SKU, as last read. */
export function publishedEvidence(listing: OvershownListing, inputs: Inputs, rules: PolicyRules): Evidence {
  return {
    key: "published",
    value: listing.shownUnits,
    unit: "units",
    source: inputs.channels.get(listing.channelId)?.source ?? "ledger",
    asOf: listing.asOf?.toISOString() ?? null,
    limitSeconds: Math.round(rules.freshness.stockHours * 3_600),
    href: "/sync",
    params: { channelName: listing.channelName },
  };
}
