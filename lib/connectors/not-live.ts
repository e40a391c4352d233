/** How records of a system that Plimsoll does not speak to come in today. */
export type Way = "file" | "api";

/** A system that people look for in the list of connections and that is not connected live. */
export interface NotLive {
  vendor: string;
  /** Its own name, the same in every language. */
  name: string;
  kind: "shop" | "ads";
  ways: readonly Way[];
  /** Keys of lib/ingest/mapping/presets: exports whose columns are known, ready to be imported. */
  presets: readonly string[];
}

/**
 * Shown as what they are: through files or the API. `connectors.notLive.<vendor>` in the messages says how. A preset is
 * listed only where the export's columns are publicly known; the others are mapped by hand at their first import.
 */
export const notLive: readonly NotLive[] = [
  {
    vendor: "google_ads",
    name: "Google Ads",
    kind: "ads",
    ways: ["file", "api"],
    presets: ["google_ads_product_ads", "google_ads_spend"],
  },
  { vendor: "meta_ads", name: "Meta Ads", kind: "ads", ways: ["file", "api"], presets: ["meta_ads_spend"] },
  {
    vendor: "walmart",
    name: "Walmart Marketplace",
    kind: "shop",
    ways: ["file", "api"],
    presets: ["walmart_items"],
  },
  {
    vendor: "tiktok_shop",
    name: "TikTok Shop",
    kind: "shop",
    ways: ["file", "api"],
    presets: ["tiktok_shop_orders"],
  },
  { vendor: "lazada", name: "Lazada", kind: "shop", ways: ["file", "api"], presets: ["lazada_orders"] },
  { vendor: "shopee", name: "Shopee", kind: "shop", ways: ["file", "api"], presets: ["shopee_orders"] },
  { vendor: "mercado_libre", name: "Mercado Libre", kind: "shop", ways: ["file", "api"], presets: [] },
];
