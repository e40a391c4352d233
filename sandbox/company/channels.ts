import { EWR, FRA, LAX, SIN, SZX, TPE } from "./places";

export interface Channel {
  code: string;
  name: string;
  kind: "marketplace" | "own_shop" | "social";
  connectionKey: string;
  currency: string;
  country: string;
  timeZone: string;
  lagLimitSeconds: number | null;
  publishShare: number;
  promotionReserve: number;
  buffer: number;
  maxUnits: number | null;
  feeRate: number;
  /** Served from these, nearest first. */
  locations: readonly number[];
  /** Share of all demand, and of the catalogue that is listed here. */
  demandShare: number;
  assortment: number;
  /** Prices end like this many minor units: 99 for $12.99, 9_00 for NT$499. */
  priceStepMinor: number;
  priceEndMinor: number;
  /** Weekdays, Monday first. */
  weekdays: readonly number[];
}

const western = [0.98, 0.94, 0.93, 0.95, 0.96, 1.1, 1.14] as const;
const asian = [0.97, 0.95, 0.96, 0.98, 1.04, 1.08, 1.02] as const;

/** The eight channels; ids follow the list, from 1. */
export const channels: readonly Channel[] = [
  {
    code: "amazon-us",
    name: "Amazon US",
    kind: "marketplace",
    connectionKey: "amazon-us",
    currency: "USD",
    country: "US",
    timeZone: "America/Los_Angeles",
    lagLimitSeconds: null,
    publishShare: 1,
    promotionReserve: 0,
    buffer: 2,
    maxUnits: null,
    feeRate: 0.15,
    locations: [EWR, LAX],
    demandShare: 0.27,
    assortment: 0.62,
    priceStepMinor: 100,
    priceEndMinor: 99,
    weekdays: western,
  },
  {
    code: "shop-us",
    name: "harbourandpine.com",
    kind: "own_shop",
    connectionKey: "shopify-us",
    currency: "USD",
    country: "US",
    timeZone: "America/Los_Angeles",
    lagLimitSeconds: 900,
    publishShare: 1,
    promotionReserve: 5,
    buffer: 1,
    maxUnits: null,
    feeRate: 0.029,
    locations: [LAX, EWR],
    demandShare: 0.2,
    assortment: 0.76,
    priceStepMinor: 100,
    priceEndMinor: 0,
    weekdays: western,
  },
  {
    code: "walmart-us",
    name: "Walmart US",
    kind: "marketplace",
    connectionKey: "walmart-us",
    currency: "USD",
    country: "US",
    timeZone: "America/Chicago",
    lagLimitSeconds: 3600,
    publishShare: 0.8,
    promotionReserve: 0,
    buffer: 3,
    maxUnits: 500,
    feeRate: 0.15,
    locations: [LAX],
    demandShare: 0.09,
    assortment: 0.3,
    priceStepMinor: 100,
    priceEndMinor: 97,
    weekdays: western,
  },
  {
    code: "amazon-de",
    name: "Amazon DE",
    kind: "marketplace",
    connectionKey: "amazon-de",
    currency: "EUR",
    country: "DE",
    timeZone: "Europe/Berlin",
    lagLimitSeconds: null,
    publishShare: 1,
    promotionReserve: 0,
    buffer: 2,
    maxUnits: null,
    feeRate: 0.15,
    locations: [FRA],
    demandShare: 0.15,
    assortment: 0.5,
    priceStepMinor: 100,
    priceEndMinor: 99,
    weekdays: western,
  },
  {
    code: "tiktok-uk",
    name: "TikTok Shop UK",
    kind: "social",
    connectionKey: "tiktok-uk",
    currency: "GBP",
    country: "GB",
    timeZone: "Europe/London",
    lagLimitSeconds: null,
    publishShare: 0.7,
    promotionReserve: 0,
    buffer: 2,
    maxUnits: 300,
    feeRate: 0.09,
    locations: [FRA],
    demandShare: 0.06,
    assortment: 0.22,
    priceStepMinor: 100,
    priceEndMinor: 50,
    weekdays: [0.9, 0.9, 0.95, 1, 1.05, 1.1, 1.1],
  },
  {
    code: "shop-tw",
    name: "harbourandpine.tw",
    kind: "own_shop",
    connectionKey: "woocommerce-tw",
    currency: "TWD",
    country: "TW",
    timeZone: "Asia/Taipei",
    lagLimitSeconds: 900,
    publishShare: 1,
    promotionReserve: 5,
    buffer: 1,
    maxUnits: null,
    feeRate: 0.029,
    locations: [TPE, SZX],
    demandShare: 0.09,
    assortment: 0.46,
    priceStepMinor: 1000,
    priceEndMinor: 0,
    weekdays: asian,
  },
  {
    code: "shopee-tw",
    name: "Shopee TW",
    kind: "marketplace",
    connectionKey: "shopee-tw",
    currency: "TWD",
    country: "TW",
    timeZone: "Asia/Taipei",
    lagLimitSeconds: null,
    publishShare: 0.9,
    promotionReserve: 0,
    buffer: 2,
    maxUnits: 400,
    feeRate: 0.075,
    locations: [TPE],
    demandShare: 0.09,
    assortment: 0.36,
    priceStepMinor: 1000,
    priceEndMinor: 900,
    weekdays: asian,
  },
  {
    code: "lazada-sg",
    name: "Lazada SG",
    kind: "marketplace",
    connectionKey: "lazada-sg",
    currency: "SGD",
    country: "SG",
    timeZone: "Asia/Singapore",
    lagLimitSeconds: null,
    publishShare: 1,
    promotionReserve: 0,
    buffer: 1,
    maxUnits: null,
    feeRate: 0.06,
    locations: [SIN, SZX],
    demandShare: 0.05,
    assortment: 0.26,
    priceStepMinor: 100,
    priceEndMinor: 90,
    weekdays: asian,
  },
];

/** US dollars one unit of the currency buys, around which the simulated rate moves. */
export const currencies: Record<string, number> = { USD: 1, EUR: 1.09, GBP: 1.28, TWD: 0.0312, SGD: 0.752 };
