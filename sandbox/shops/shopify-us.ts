import type { Db } from "@/db/client";
import { allScopes, type ShopifyProductOptions } from "../live/shopify/options";
import { startShopify } from "../live/shopify/start";
import { connectShop, keptSecret, playable } from "./connect";
import { type KnownListing, loadListings, loadOrders } from "./load";
import type { LiveShop } from "./shop";

const KEY = "shopify-us";
const DOMAIN = "harbourandpine.myshopify.com";
/** The channel's places, as the shop and as Plimsoll calls them; the first sends what it can. */
const PLACES = ["LAX1", "EWR-FBA"] as const;
const [HOME, OTHER] = PLACES;

const statuses = { active: "ACTIVE", inactive: "ARCHIVED", blocked: "ARCHIVED", draft: "DRAFT" } as const;

/** Plays harbourandpine.com as a Shopify shop; null when the sample company has no such connection. */
export async function playShopifyUs(db: Db, secrets: Record<string, string>): Promise<LiveShop | null> {
  if (!(await playable(db, KEY, "shopify"))) return null;
  const clientSecret = keptSecret(secrets, `${KEY}/app`);
  const listings = await loadListings(db, KEY);
  const server = await startShopify({
    shop: DOMAIN,
    name: "harbourandpine.com",
    currency: "USD",
    timeZone: "America/Los_Angeles",
    country: "US",
    locations: PLACES.map((name) => ({ name, country: "US" })),
    products: listings.map(productOf),
    clientId: "plimsoll-sample",
    clientSecret,
    orderIdsByName: true,
  });
  for (const order of await loadOrders(db, KEY)) server.knowOrder(order);
  await connectShop(db, {
    key: KEY,
    vendor: "shopify",
    account: "harbourandpine.com",
    origin: server.origin,
    settings: {
      shop: DOMAIN,
      clientId: "plimsoll-sample",
      channel: "shop-us",
      locationCodes: PLACES.map((name) => `${server.locationId(name)}=${name}`).join("; "),
    },
    secrets: { webhookSecret: keptSecret(secrets, `${KEY}/webhooks`), clientSecret },
    scopes: allScopes,
    streams: { listings: null, orders: null },
  });
  const counted = new Set(listings.filter((one) => one.publishedUnits !== null).map(({ sku }) => sku));
  const at = (sku: string, place: string) => server.stockOf(sku, place) ?? 0;
  return {
    key: KEY,
    faults: server.faults,
    shows: (sku) => (counted.has(sku) ? Math.max(0, at(sku, HOME) + at(sku, OTHER)) : null),
    show: (sku, units) => {
      if (!counted.has(sku)) return;
      const there = Math.min(Math.max(0, at(sku, OTHER)), units);
      if (there !== at(sku, OTHER)) server.setStock(sku, OTHER, there);
      if (units - there !== at(sku, HOME)) server.setStock(sku, HOME, units - there);
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

/** A listing as a product of one variant, its units where they lie. */
function productOf(listing: KnownListing): ShopifyProductOptions {
  const units = listing.publishedUnits ?? 0;
  const there = listing.available.find(({ place }) => place === OTHER)?.units ?? 0;
  const here = listing.available.find(({ place }) => place === HOME)?.units ?? 0;
  const other = Math.min(there, Math.max(0, units - here));
  return {
    title: listing.title,
    vendor: listing.brand,
    productType: listing.category,
    status: statuses[listing.state],
    variants: [
      {
        sku: listing.sku,
        id: Number(listing.id),
        priceMinor: listing.priceMinor,
        tracked: listing.publishedUnits !== null,
        stock: { [HOME]: units - other, [OTHER]: other },
        ...(listing.barcode === null ? {} : { barcode: listing.barcode }),
      },
    ],
  };
}
