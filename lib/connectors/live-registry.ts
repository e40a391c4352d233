import { amazonAdsConnector } from "./amazon-ads/provider";
import { amazonSpConnector } from "./amazon-sp/provider";
import type { LiveConnector } from "./live-contract";
import { shopifyConnector } from "./shopify/provider";

/** Every vendor that Plimsoll speaks to live. A new one is a folder beside this file and a line here. */
export const liveConnectors: readonly LiveConnector[] = [
  amazonAdsConnector,
  shopifyConnector,
  amazonSpConnector,
];

/** The live connector of a vendor; null for sources that only send to us, such as files and the API. */
export function liveConnectorFor(vendor: string): LiveConnector | null {
  return liveConnectors.find((connector) => connector.vendor === vendor) ?? null;
}
