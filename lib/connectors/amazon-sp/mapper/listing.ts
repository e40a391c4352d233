import type { SourceRecord } from "../../live-contract";
import type { Account } from "../account";
import type { Issue, ListingItem } from "../wire-types/listings";

/** Amazon's name for what the seller ships. Any other channel code is a network of Amazon's. */
export const MERCHANT_CHANNEL = "DEFAULT";

const BLOCKING = new Set(["LISTING_SUPPRESSED", "CATALOG_ITEM_REMOVED", "SEARCH_SUPPRESSED"]);

/** The quantity that the seller offers; null: Amazon ships it, or does not say. */
export const offeredUnits = (item: ListingItem): number | null =>
  item.fulfillmentAvailability?.find((one) => one.fulfillmentChannelCode === MERCHANT_CHANNEL)?.quantity ??
  null;

/** Whether Amazon ships it, so that nobody can set a quantity. */
export const shippedByAmazon = (item: ListingItem): boolean => {
  const codes = (item.fulfillmentAvailability ?? []).map((one) => one.fulfillmentChannelCode);
  return codes.length > 0 && !codes.includes(MERCHANT_CHANNEL);
};

/** A listing on the account's marketplace; null when it is not on that one. `readAt`: when it was read. */
export function mapListing(
  item: ListingItem,
  account: Account,
  readAt: string,
  raw: unknown,
): SourceRecord | null {
  const { id } = account.marketplace;
  const summary = item.summaries?.find((one) => one.marketplaceId === id);
  if (!summary) return null;
  const issues = (item.issues ?? []).filter((one) => !one.marketplaceIds || one.marketplaceIds.includes(id));
  const offer = item.offers?.find((one) => one.marketplaceId === id && one.offerType === "B2C");
  const missing = missingContent(issues);
  return {
    kind: "listings",
    id: item.sku,
    version: null,
    fields: {
      channel: account.channel,
      sku: item.sku,
      listingId: summary.asin ?? null,
      price: offer?.price.amount ?? null,
      currency: offer?.price.currencyCode ?? null,
      state: stateOf(summary.status ?? [], issues),
      contentState: missing.length > 0 ? "incomplete" : "complete",
      contentMissing: missing,
      publishedUnits: offeredUnits(item),
      publishedAsOf: offeredUnits(item) === null ? null : readAt,
    },
    raw,
    eventAt: summary.lastUpdatedDate ?? null,
  };
}

function stateOf(status: readonly string[], issues: readonly Issue[]): "active" | "inactive" | "blocked" {
  if (status.includes("BUYABLE")) return "active";
  const actions = issues.flatMap((one) => one.enforcements?.actions ?? []);
  return actions.some(({ action }) => BLOCKING.has(action)) ? "blocked" : "inactive";
}

const missingContent = (issues: readonly Issue[]): string[] => [
  ...new Set(
    issues
      .filter((one) => one.severity === "ERROR" && one.categories?.includes("MISSING_ATTRIBUTE"))
      .flatMap((one) => one.attributeNames ?? []),
  ),
];
