import type { Db } from "@/db/client";
import { type SimulatedProduct, startWooCommerce } from "../live/woocommerce/server";
import { connectShop, keptSecret, playable } from "./connect";
import { type KnownListing, loadListings, loadOrders } from "./load";
import type { LiveShop } from "./shop";

const KEY = "woocommerce-tw";
const NAME = "harbourandpine.tw";
/** A shop of WooCommerce names one place that all of its orders leave from. */
const HOME = "TPE1";
/** Nothing changed for so long that its age says nothing about lag. */
const UNCHANGED_MS = 45 * 86_400_000;

const statuses = { active: "publish", inactive: "private", blocked: "private", draft: "draft" } as const;

/** Plays harbourandpine.tw as a WooCommerce shop; null when the sample company has no such connection. */
export async function playWooCommerceTw(db: Db, secrets: Record<string, string>): Promise<LiveShop | null> {
  if (!(await playable(db, KEY, "woocommerce"))) return null;
  const consumerKey = keptSecret(secrets, `${KEY}/key`);
  const consumerSecret = keptSecret(secrets, `${KEY}/secret`);
  const listings = await loadListings(db, KEY);
  const server = await startWooCommerce({
    name: NAME,
    currency: "TWD",
    country: "TW",
    timeZone: "Asia/Taipei",
    keys: [{ consumerKey, consumerSecret, permissions: "read_write" }],
    products: listings.map(productOf),
    changedAt: new Date(Date.now() - UNCHANGED_MS),
  });
  // What left, or is to leave, from elsewhere was not sent by this shop.
  const orders = await loadOrders(db, KEY);
  for (const order of orders) if (order.lines.every(({ place }) => place === HOME)) server.knowOrder(order);
  await connectShop(db, {
    key: KEY,
    vendor: "woocommerce",
    account: NAME,
    origin: server.origin,
    settings: { address: `https://${NAME}`, channel: "shop-tw", location: HOME },
    secrets: { webhookSecret: keptSecret(secrets, `${KEY}/webhooks`), consumerKey, consumerSecret },
    scopes: ["read", "write"],
    streams: { listings: 60, orders: null },
  });
  return {
    key: KEY,
    faults: server.faults,
    shows: (sku) => server.stockOf(sku, ""),
    show: (sku, units) => {
      const now = server.stockOf(sku, "");
      if (now !== null && now !== units) server.setStock(sku, "", units);
    },
    placeOrder: server.placeOrder,
    ship: (number) => {
      if (!server.knows(number)) return false;
      server.changeOrder(number, { kind: "ship", at: new Date() });
      return true;
    },
    stop: server.stop,
  };
}

const productOf = (listing: KnownListing): SimulatedProduct => ({
  id: Number(listing.id),
  sku: listing.sku,
  title: listing.title,
  priceMinor: listing.priceMinor,
  stock: listing.publishedUnits,
  status: statuses[listing.state],
});
