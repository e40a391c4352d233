import type { LiveConnector } from "../live-contract";
import { VendorError } from "../live-contract";
import { readBack } from "./ad-reading";
import { REGIONS } from "./address";
import { check } from "./check";
import { readCampaigns, readProductAds } from "./read-entities";
import { readSpend } from "./read-spend";
import { send } from "./send";

/**
 * Amazon Ads, Sponsored Products v3 and reporting v3. Sales are attributed for up to 14 days after a click, so that much
 * is read again with every sync. Amazon names no limits beforehand: what it says in a 429 is learned.
 */
export const amazonAdsConnector: LiveConnector = {
  vendor: "amazon_ads",
  name: "Amazon Ads",
  settings: [
    { key: "region", kind: "choice", choices: REGIONS, required: true },
    { key: "profileId", kind: "text", required: true },
    { key: "clientId", kind: "text", required: true },
    { key: "clientSecret", kind: "secret", required: true },
    { key: "refreshToken", kind: "secret", required: true },
    { key: "channel", kind: "text", required: false },
  ],
  streams: {
    campaigns: { pollSeconds: 300, overlapSeconds: 0, backfill: false, pushed: false },
    product_ads: { pollSeconds: 300, overlapSeconds: 0, backfill: false, pushed: false },
    ad_spend: { pollSeconds: 1_800, overlapSeconds: 14 * 86_400, backfill: true, pushed: false },
  },
  limits: [],
  check,
  read: async (session, request) => {
    if (request.stream === "campaigns") return readCampaigns(session, request);
    if (request.stream === "product_ads") return readProductAds(session, request);
    if (request.stream === "ad_spend") return readSpend(session, request);
    throw new VendorError("refused", "unknown_stream", `Amazon Ads has no ${request.stream}.`);
  },
  send,
  budgets: true,
  readBack,
};
