import type { Db } from "@/db/client";
import type { LiveFaults } from "../live/contract";
import type { LiveAds } from "./ad-platform";
import { playAmazonAdsUs } from "./amazon-ads-us";
import { playAmazonUs } from "./amazon-us";
import type { LiveShop } from "./shop";
import { playShopifyUs } from "./shopify-us";
import { playWooCommerceTw } from "./woocommerce-tw";

/** Every vendor of the sample company that is played with its own protocol, by the key of its connection. */
export interface LiveVendors {
  shops: ReadonlyMap<string, LiveShop>;
  ads: ReadonlyMap<string, LiveAds>;
  faults: ReadonlyMap<string, LiveFaults>;
  stop: () => Promise<void>;
}

/**
 * Starts the servers of the sample company's live connections. What they show is what Plimsoll last read of them, so that a
 * start brings nothing new. `secrets` keeps what was made before and takes what is new.
 */
export async function startLiveVendors(db: Db, secrets: Record<string, string>): Promise<LiveVendors> {
  const shops = new Map<string, LiveShop>();
  for (const play of [playAmazonUs, playShopifyUs, playWooCommerceTw]) {
    const shop = await play(db, secrets);
    if (shop) shops.set(shop.key, shop);
  }
  const ads = new Map<string, LiveAds>();
  const platform = await playAmazonAdsUs(db, secrets);
  if (platform) ads.set(platform.key, platform);
  const all = [...shops.values(), ...ads.values()];
  return {
    shops,
    ads,
    faults: new Map(all.map(({ key, faults }) => [key, faults])),
    stop: async () => {
      await Promise.all(all.map(({ stop }) => stop()));
    },
  };
}
