import type { MappingInput } from "../mapping";
import { googleAdsProductAds, googleAdsSpend, metaAdsSpend } from "./ads";
import { lazadaOrders, shopeeOrders, tiktokShopOrders, walmartItems } from "./shops";

/**
 * Mappings for exports whose columns are known, by key, in the form in which the Imports page saves them. They fit the
 * English export; `connectors.presets.<key>` in the messages names each and says what to choose while exporting.
 */
export const mappingPresets = {
  google_ads_product_ads: googleAdsProductAds,
  google_ads_spend: googleAdsSpend,
  meta_ads_spend: metaAdsSpend,
  walmart_items: walmartItems,
  tiktok_shop_orders: tiktokShopOrders,
  lazada_orders: lazadaOrders,
  shopee_orders: shopeeOrders,
} as const satisfies Readonly<Record<string, MappingInput>>;

export type PresetKey = keyof typeof mappingPresets;
