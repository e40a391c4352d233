import { type Say, say } from "@/lib/core/say";
import { HOUR_MS } from "./types";

export interface Connection {
  key: string;
  vendor: string;
  name: string;
  role: "channel" | "warehouse" | "ads";
  /** Locations a warehouse system runs. */
  locations?: readonly string[];
  ordersMoveStock: boolean;
  lagLimitSeconds: number | null;
  /** Median and spread (of the logarithm) of the time from an event there to its showing here. */
  lagMedianSeconds: number;
  lagSpread: number;
  /** How long ago the last complete reading was. */
  confirmedAgoMs: number;
  /** Why its last reading failed, in English, and as the sentence for pages. */
  error?: { english: string; say: Say };
}

const MINUTE_MS = 60_000;
const channel = (
  key: string,
  name: string,
  lagMedianSeconds: number,
  lagSpread: number,
  confirmedAgoMinutes: number,
  more: Partial<Connection> = {},
): Connection => ({
  key,
  vendor: "sample",
  name,
  role: "channel",
  ordersMoveStock: true,
  lagLimitSeconds: null,
  lagMedianSeconds,
  lagSpread,
  confirmedAgoMs: confirmedAgoMinutes * MINUTE_MS,
  ...more,
});
const warehouse = (
  key: string,
  name: string,
  locations: readonly string[],
  confirmedAgoMinutes: number,
  more: Partial<Connection> = {},
): Connection => ({
  key,
  vendor: "sandbox_warehouse",
  name,
  role: "warehouse",
  locations,
  ordersMoveStock: false,
  lagLimitSeconds: null,
  lagMedianSeconds: 95,
  lagSpread: 0.8,
  confirmedAgoMs: confirmedAgoMinutes * MINUTE_MS,
  ...more,
});
const ads = (key: string, name: string, confirmedAgoMinutes: number, vendor = "sandbox_ads"): Connection => ({
  key,
  vendor,
  name,
  role: "ads",
  ordersMoveStock: false,
  lagLimitSeconds: 4 * 3600,
  lagMedianSeconds: 540,
  lagSpread: 0.5,
  confirmedAgoMs: confirmedAgoMinutes * MINUTE_MS,
});

/** Every system the sample company reads; ids follow the list, from 1. Most are fresh, some late, one has gone silent. */
export const connections: readonly Connection[] = [
  channel("amazon-us", "Amazon US", 210, 0.9, 6, { vendor: "amazon_sp" }),
  channel("shopify-us", "Shopify harbourandpine.com", 9, 0.8, 1, { vendor: "shopify", lagLimitSeconds: 900 }),
  channel("walmart-us", "Walmart US", 640, 1.0, 41, { lagLimitSeconds: 3600 }),
  channel("amazon-de", "Amazon DE", 230, 0.9, 9),
  channel("tiktok-uk", "TikTok Shop UK", 75, 0.9, 4),
  channel("woocommerce-tw", "WooCommerce harbourandpine.tw", 10, 0.8, 2, {
    vendor: "woocommerce",
    lagLimitSeconds: 900,
  }),
  channel("shopee-tw", "Shopee TW", 320, 1.2, 13),
  channel("lazada-sg", "Lazada SG", 1500, 1.1, 172, {
    error: {
      english: "HTTP 429 from the vendor at 3 of the last 5 readings; the pace was lowered.",
      say: say("refusals.reading.tooFast", { times: 3, of: 5 }),
    },
  }),
  warehouse("wms-us", "Warehouse system US", ["LAX1", "EWR-FBA"], 4),
  warehouse("wms-eu", "Frankfurt 3PL portal", ["FRA-3PL"], 11),
  warehouse("wms-apac", "Warehouse system Asia", ["SZX1", "TPE1"], 7),
  warehouse("pos-sg", "Singapore store till", ["SIN-ST"], (31 * HOUR_MS) / MINUTE_MS, {
    vendor: "sample",
    error: {
      english:
        "No answer for 31 hours: the till's computer in the store seems to be off. Stock there is as of the last reading.",
      say: say("refusals.reading.silent", { hours: 31 }),
    },
  }),
  ads("amazon-ads-us", "Amazon Ads US", 22, "amazon_ads"),
  ads("amazon-ads-de", "Amazon Ads DE", 26),
  ads("google-us", "Google Ads US", 18),
  ads("meta-us", "Meta US", 35),
  ads("tiktok-ads-uk", "TikTok Ads UK", 31),
  ads("google-tw", "Google Ads TW", 24),
  ads("lazada-ads-sg", "Lazada Sponsored SG", 95),
  ads("amazon-brands-us", "Amazon Ads US, brands and display", 22),
];

/** Id of a connection by its key. Throws on a key that is not in the list. */
export function connectionId(key: string): number {
  const at = connections.findIndex((connection) => connection.key === key);
  if (at < 0) throw new RangeError(`no connection ${key} in the sample company`);
  return at + 1;
}

/** Id of the warehouse system that runs a location. */
export function warehouseConnectionId(locationCode: string): number {
  return connections.findIndex((connection) => connection.locations?.includes(locationCode)) + 1;
}
