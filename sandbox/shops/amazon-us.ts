import type { Db } from "@/db/client";
import { startAmazonSp } from "../live/amazon-sp/server";
import { connectShop, keptSecret, playable } from "./connect";
import { loadListings, loadOrders } from "./load";
import type { LiveShop } from "./shop";

const KEY = "amazon-us";
const NAME = "Harbour & Pine";
/** Where the channel's orders leave from unless they name another place. */
const HOME = "EWR-FBA";
const DAY_MS = 86_400_000;

/**
 * Plays the company's seller account on Amazon; null when the sample company has no such connection. The seller has
 * registered no queue for notifications, so everything is found by asking: minutes instead of seconds.
 */
export async function playAmazonUs(db: Db, secrets: Record<string, string>): Promise<LiveShop | null> {
  if (!(await playable(db, KEY, "amazon_sp"))) return null;
  const clientSecret = keptSecret(secrets, `${KEY}/app`);
  const refreshToken = `Atzr|${keptSecret(secrets, `${KEY}/grant`)}`;
  const server = await startAmazonSp({
    storeName: NAME,
    fulfilledBy: "merchant",
    clientSecret,
    refreshToken,
  });
  const changedAt = Date.now() - DAY_MS;
  for (const listing of await loadListings(db, KEY))
    server.knowOffer({
      sku: listing.sku,
      asin: listing.id,
      title: listing.title,
      productType: "HOME",
      priceMinor: listing.priceMinor,
      quantity: listing.publishedUnits,
      buyable: listing.state === "active",
      suppressed: listing.state === "blocked",
      missing: listing.contentMissing,
      changedAt,
    });
  // What left, or is to leave, from elsewhere was entered by hand and is not among the account's own.
  for (const order of await loadOrders(db, KEY))
    if (order.lines.every(({ place }) => place === HOME)) server.knowOrder(order);
  const { baseUrl: _address, fbaLocation: _none, ...settings } = server.settings;
  await connectShop(db, {
    key: KEY,
    vendor: "amazon_sp",
    account: NAME,
    origin: server.origin,
    settings: { ...settings, marketplace: "US", channel: "amazon-us" },
    secrets: { webhookSecret: keptSecret(secrets, `${KEY}/webhooks`), ...server.secrets },
    scopes: ["orders", "inventory", "listings", "reports"],
    streams: { listings: null, orders: null },
  });
  return {
    key: KEY,
    faults: server.faults,
    shows: (sku) => server.stockOf(sku, ""),
    show: (sku, units) => {
      const now = server.stockOf(sku, "");
      if (now !== null && now !== units) server.setStock(sku, "", units);
    },
    placeOrder: (order) => server.placeOrder(order),
    ship: (number) => {
      if (!server.knows(number)) return false;
      server.changeOrder(number, { kind: "ship", at: new Date() });
      return true;
    },
    stop: server.stop,
  };
}
