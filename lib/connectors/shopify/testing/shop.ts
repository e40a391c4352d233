import type { ShopifyOptions } from "@/sandbox/live/shopify/options";
import { startShopify } from "@/sandbox/live/shopify/start";
import { testSession } from "./session";

const credentials = { clientId: "app-id", clientSecret: "app-secret for tests" };

/** A small shop with two places and three products, and a session that is connected to it. */
export async function openShop(more: Partial<ShopifyOptions> = {}) {
  const shop = await startShopify({
    shop: "harbour.myshopify.com",
    name: "Harbour",
    currency: "USD",
    timeZone: "America/New_York",
    country: "US",
    ...credentials,
    locations: [
      { name: "NYC", country: "US" },
      { name: "SHOP", country: "US", kind: "store" },
    ],
    products: [
      {
        title: "Lamp",
        vendor: "Harbour",
        productType: "Lighting",
        variants: [
          {
            sku: "LAMP-G",
            title: "Green",
            priceMinor: 4950,
            unitCostMinor: 1800,
            grams: 900,
            barcode: "4006381333931",
          },
          { sku: "LAMP-B", title: "Blue", priceMinor: 4950 },
        ],
      },
      { title: "Mug", variants: [{ sku: "MUG", priceMinor: 1205 }] },
      { title: "Old rug", status: "DRAFT", variants: [{ sku: "RUG", priceMinor: 9900 }] },
    ],
    ...more,
  });
  const session = (settings: Record<string, string> = {}, secrets: Record<string, string> = {}) =>
    testSession(
      {
        shop: "harbour.myshopify.com",
        baseUrl: shop.origin,
        clientId: credentials.clientId,
        channel: "web",
        ...settings,
      },
      { clientSecret: credentials.clientSecret, ...secrets },
      more.now,
    );
  return { shop, session, credentials };
}

export const orderOf = (number: string, sku = "MUG", quantity = 1, placedAt = new Date()) => ({
  number,
  placedAt,
  currency: "USD",
  customer: "7001",
  country: "US",
  lines: [{ sku, title: sku, quantity, unitPriceMinor: 1205 }],
  discountMinor: 0,
  taxMinor: 0,
  shippingMinor: 0,
});
