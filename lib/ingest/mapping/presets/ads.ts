import type { MappingInput } from "../mapping";

/** Google's report editor writes its title and its period above the header. */
const linesAboveHeader = 2;

/** Google Ads, report by campaign and item: each item of a campaign is an ad of its own. */
export const googleAdsProductAds: MappingInput = {
  kind: "product-ads",
  skipLines: linesAboveHeader,
  columns: { campaign: "Campaign ID", adId: "Item ID", sku: "Item ID" },
};

/** Google Ads, the same report by day with its costs. Conversions are fractions there and are left out. */
export const googleAdsSpend: MappingInput = {
  kind: "ad-spend",
  skipLines: linesAboveHeader,
  columns: {
    campaign: "Campaign ID",
    adId: "Item ID",
    startsAt: "Day",
    grain: { constant: "day" },
    currency: "Currency code",
    spend: "Cost",
    impressions: "Impr.",
    clicks: "Clicks",
    attributedSales: "Conv. value",
  },
  dateFormats: ["yyyy-MM-dd"],
};

/** Meta Ads Manager, export of ads broken down by day. The currency stands in the column's name: here US dollars. */
export const metaAdsSpend: MappingInput = {
  kind: "ad-spend",
  columns: {
    campaign: "Campaign ID",
    adId: "Ad ID",
    startsAt: "Day",
    grain: { constant: "day" },
    spend: "Amount spent (USD)",
    impressions: "Impressions",
    clicks: "Link clicks",
    attributedUnits: "Purchases",
    attributedSales: "Purchases conversion value",
  },
  currency: "USD",
  dateFormats: ["yyyy-MM-dd"],
};
