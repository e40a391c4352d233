import { createHash } from "node:crypto";
import { minorDigits } from "@/lib/core/money";
import type { ShopifyOptions } from "./options";

/** What the shop keeps. Plain data, so that it can be copied whole when a write shall change nothing. */
export interface ShopData {
  nextId: number;
  nextTransfer: number;
  locations: Map<number, ShopLocation>;
  products: Map<number, ShopProduct>;
  variants: Map<number, ShopVariant>;
  /** By inventory item and location, "12|34". */
  levels: Map<string, ShopLevel>;
  orders: Map<number, ShopOrder>;
  transfers: Map<number, ShopTransfer>;
  shipments: Map<number, ShopShipment>;
  customers: Map<string, number>;
  variantIdBySku: Map<string, number>;
  variantIdByItem: Map<number, number>;
  orderIdByName: Map<string, number>;
}

export interface ShopLocation {
  id: number;
  name: string;
  country: string;
  active: boolean;
  fulfillmentService: boolean;
  pickup: boolean;
  createdAt: number;
  updatedAt: number;
}
export interface ShopProduct {
  id: number;
  title: string;
  vendor: string;
  productType: string;
  status: "ACTIVE" | "DRAFT" | "ARCHIVED" | "UNLISTED";
  giftCard: boolean;
  variantIds: number[];
  createdAt: number;
  updatedAt: number;
}
export interface ShopVariant {
  id: number;
  itemId: number;
  productId: number;
  sku: string | null;
  title: string;
  barcode: string | null;
  priceMinor: number;
  unitCostMinor: number | null;
  grams: number | null;
  tracked: boolean;
  position: number;
  createdAt: number;
  updatedAt: number;
}
/** States of a shelf that are kept; on hand is their sum without incoming. */
export const STATES = [
  "available",
  "committed",
  "reserved",
  "damaged",
  "safety_stock",
  "quality_control",
  "incoming",
] as const;
export type StockState = (typeof STATES)[number];
export interface ShopLevel {
  itemId: number;
  locationId: number;
  units: Record<StockState, number>;
  createdAt: number;
  updatedAt: number;
}
export interface ShopLine {
  id: number;
  variantId: number | null;
  sku: string | null;
  title: string;
  quantity: number;
  unitPriceMinor: number;
  /** Where its units are set aside. */
  locationId: number | null;
  shipped: number;
  cancelled: number;
  /** Units refunded without being cancelled. */
  refunded: number;
}
export interface ShopRefundLine {
  id: number;
  lineId: number;
  quantity: number;
  restockType: "CANCEL" | "RETURN" | "NO_RESTOCK";
  locationId: number | null;
  subtotalMinor: number;
  taxMinor: number;
}
export interface ShopOrder {
  id: number;
  name: string;
  number: number;
  createdAt: number;
  processedAt: number;
  updatedAt: number;
  cancelledAt: number | null;
  test: boolean;
  taxesIncluded: boolean;
  /** What the customer paid in; amounts are kept in it. */
  currency: string;
  customerId: number | null;
  country: string;
  retailLocationId: number | null;
  lines: ShopLine[];
  discountMinor: number;
  taxMinor: number;
  shippingMinor: number;
  refunds: { id: number; at: number; note: string | null; lines: ShopRefundLine[] }[];
  fulfillments: {
    id: number;
    at: number;
    locationId: number | null;
    status: "SUCCESS" | "CANCELLED";
    lines: { lineId: number; quantity: number }[];
  }[];
}
export interface ShopTransfer {
  id: number;
  name: string;
  status: "DRAFT" | "READY_TO_SHIP" | "IN_PROGRESS" | "TRANSFERRED" | "CANCELED";
  originId: number;
  destinationId: number;
  referenceName: string | null;
  note: string | null;
  tags: string[];
  createdAt: number;
  lines: { id: number; itemId: number; quantity: number; shipped: number }[];
  shipmentIds: number[];
}
export interface ShopShipment {
  id: number;
  name: string;
  transferId: number;
  status: "DRAFT" | "IN_TRANSIT" | "PARTIALLY_RECEIVED" | "RECEIVED";
  createdAt: number;
  shippedAt: number | null;
  receivedAt: number | null;
  lines: { id: number; itemId: number; quantity: number; accepted: number; rejected: number }[];
}

export const levelKey = (itemId: number, locationId: number): string => `${itemId}|${locationId}`;

/** "gid://shopify/Order/42" → 42. */
export const numberOf = (id: string): number => Number(/(\d+)(?:\?.*)?$/.exec(id)?.[1] ?? Number.NaN);
export const gid = (type: string, id: number): string => `gid://shopify/${type}/${id}`;

/** The id of an order where it follows from its name: 15 digits. */
export const orderIdOf = (name: string): number =>
  (createHash("sha256").update(name).digest().readUIntBE(0, 6) % 800_000_000_000_000) + 100_000_000_000_000;

/** Whole seconds, as Shopify dates things. */
export const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** "12.50"; currencies without cents as Shopify writes them, "1250.0". */
export function amount(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  const sign = minor < 0 ? "-" : "";
  const text = Math.abs(minor)
    .toString()
    .padStart(digits + 1, "0");
  return digits === 0 ? `${sign}${text}.0` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Between the id of a variant that was given one and that of its inventory item. */
const ITEM_OFFSET = 1_000_000_000_000;

/** An empty shop with the locations and products of its options. */
export function newShopData(options: ShopifyOptions, at: number): ShopData {
  const data: ShopData = {
    nextId: 1_000_000_001 + (options.idOffset ?? 0),
    nextTransfer: 1,
    locations: new Map(),
    products: new Map(),
    variants: new Map(),
    levels: new Map(),
    orders: new Map(),
    transfers: new Map(),
    shipments: new Map(),
    customers: new Map(),
    variantIdBySku: new Map(),
    variantIdByItem: new Map(),
    orderIdByName: new Map(),
  };
  const nextId = () => data.nextId++;
  for (const { name, country, kind } of options.locations) {
    const id = nextId();
    data.locations.set(id, {
      id,
      name,
      country,
      active: true,
      fulfillmentService: kind === "3pl",
      pickup: kind === "store",
      createdAt: at,
      updatedAt: at,
    });
  }
  for (const product of options.products) {
    const id = nextId();
    const variants = product.variants.map((variant, index) => {
      const made: ShopVariant = {
        id: variant.id ?? nextId(),
        itemId: variant.id === undefined ? nextId() : variant.id + ITEM_OFFSET,
        productId: id,
        sku: variant.sku,
        title: variant.title ?? "Default Title",
        barcode: variant.barcode ?? null,
        priceMinor: variant.priceMinor,
        unitCostMinor: variant.unitCostMinor ?? null,
        grams: variant.grams ?? null,
        tracked: variant.tracked ?? true,
        position: index + 1,
        createdAt: at,
        updatedAt: at,
      };
      data.variants.set(made.id, made);
      data.variantIdByItem.set(made.itemId, made.id);
      if (made.sku !== null && !data.variantIdBySku.has(made.sku)) data.variantIdBySku.set(made.sku, made.id);
      for (const location of data.locations.values()) {
        const level = newLevel(made.itemId, location.id, at);
        level.units.available = variant.stock?.[location.name] ?? 0;
        data.levels.set(levelKey(made.itemId, location.id), level);
      }
      return made;
    });
    data.products.set(id, {
      id,
      title: product.title,
      vendor: product.vendor ?? "",
      productType: product.productType ?? "",
      status: product.status ?? "ACTIVE",
      giftCard: product.giftCard ?? false,
      variantIds: variants.map((variant) => variant.id),
      createdAt: at,
      updatedAt: at,
    });
  }
  return data;
}

export function newLevel(itemId: number, locationId: number, at: number): ShopLevel {
  const units = {
    available: 0,
    committed: 0,
    reserved: 0,
    damaged: 0,
    safety_stock: 0,
    quality_control: 0,
    incoming: 0,
  };
  return { itemId, locationId, units, createdAt: at, updatedAt: at };
}

export const onHand = ({ units }: ShopLevel): number =>
  units.available +
  units.committed +
  units.reserved +
  units.damaged +
  units.safety_stock +
  units.quality_control;
