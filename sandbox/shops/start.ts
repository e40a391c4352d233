import type { Db } from "@/db/client";
import type { LiveShop } from "./shop";
import { playShopifyUs } from "./shopify-us";

/**
 * Starts the servers of the sample company's live connections, by the keys of these. What they show is what Plimsoll last
 * read of them, so that a start brings nothing new. `secrets` keeps what was made before and takes what is new.
 */
export async function startShops(
  db: Db,
  secrets: Record<string, string>,
): Promise<ReadonlyMap<string, LiveShop>> {
  const shops = new Map<string, LiveShop>();
  for (const play of [playShopifyUs]) {
    const shop = await play(db, secrets);
    if (shop) shops.set(shop.key, shop);
  }
  return shops;
}
