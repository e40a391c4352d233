/** A simulated shop. Everything in it is made up. */
export interface ShopifyOptions {
  /** Its domain, such as harbour.myshopify.com. */
  shop: string;
  name?: string;
  currency: string;
  timeZone: string;
  country: string;
  locations: readonly { name: string; country: string; kind?: "warehouse" | "store" | "3pl" }[];
  products: readonly ShopifyProductOptions[];
  taxesIncluded?: boolean;
  /** Value of one unit of another currency in the shop's own, for orders paid in it. */
  rates?: Readonly<Record<string, number>>;
  /** The app that connects: its id and secret buy tokens, the secret signs webhooks. */
  clientId: string;
  clientSecret: string;
  /** A token made in the shop's settings, which does not end. */
  accessToken?: string;
  /** What the app was granted; everything when left out. */
  scopes?: readonly string[];
  /** Query points: 100 a second and 2,000 at most when left out, as of the plan most shops have. */
  restorePerSecond?: number;
  pointsMax?: number;
  /** How long a bulk operation takes. */
  bulkSeconds?: number;
  /** Seconds between the tries of a webhook that was not taken. */
  retrySeconds?: readonly number[];
  /** Makes chance repeatable. */
  seed?: number;
  port?: number;
  /** Keeps the ids of several shops apart. */
  idOffset?: number;
  /** Ids of orders follow from their names, so that a shop that is set up anew has the same ones. */
  orderIdsByName?: boolean;
  now?: () => Date;
}

export interface ShopifyProductOptions {
  title: string;
  vendor?: string;
  productType?: string;
  status?: "ACTIVE" | "DRAFT" | "ARCHIVED" | "UNLISTED";
  giftCard?: boolean;
  variants: readonly {
    sku: string | null;
    /** The variant's own id; its inventory item's follows from it. Any when left out. */
    id?: number;
    /** What can be sold at each place, by its name; nothing when left out. */
    stock?: Readonly<Record<string, number>>;
    title?: string;
    barcode?: string;
    priceMinor: number;
    unitCostMinor?: number;
    grams?: number;
    tracked?: boolean;
  }[];
}

/** Eight tries after the first over four hours, as Shopify makes them. */
export const usualRetrySeconds: readonly number[] = [10, 60, 240, 600, 1200, 2400, 3600, 6290];

export const allScopes: readonly string[] = [
  "read_orders",
  "read_all_orders",
  "read_customers",
  "read_products",
  "read_inventory",
  "write_inventory",
  "read_locations",
  "read_inventory_transfers",
  "write_inventory_transfers",
  "read_inventory_shipments",
  "write_inventory_shipments",
  "read_inventory_shipments_received_items",
  "write_inventory_shipments_received_items",
];
