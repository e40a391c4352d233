import { amazonAdsConnector } from "./amazon-ads/provider";
import { amazonSpConnector } from "./amazon-sp/provider";
import type { LiveConnector } from "./live-contract";
import { shopifyConnector } from "./shopify/provider";
import { woocommerceConnector } from "./woocommerce/provider";

/** Every vendor that Plimsoll speaks to live. A new one is a folder beside this file and a line here. */
export const liveConnectors: readonly LiveConnector[] = [
  amazonAdsConnector,
  shopifyConnector,
  amazonSpConnector,
  woocommerceConnector,
];

const added: LiveConnector[] = [];

/** Adds a connector that is none of ours, such as one for a vendor of tests. It takes the place of one of the same vendor. */
export function addLiveConnector(connector: LiveConnector): void {
  added.unshift(connector);
}

/** Every vendor that is spoken to live, those added meanwhile too. */
export const knownConnectors = (): readonly LiveConnector[] => [...added, ...liveConnectors];

/** The live connector of a vendor; null for sources that only send to us, such as files and the API. */
export function liveConnectorFor(vendor: string): LiveConnector | null {
  return knownConnectors().find((connector) => connector.vendor === vendor) ?? null;
}
