import type { SourceRecord } from "../../live-contract";
import type { Account } from "../account";
import { minus, sameNumber, share, sumKnown, times } from "./decimals";

/** An order as every interface of Amazon tells it, before it is put into our fields. Amounts are exact decimals. */
export interface ToldOrder {
  id: string;
  placedAt: string;
  updatedAt: string;
  status: string;
  byAmazon: boolean | null;
  currency: string | null;
  country: string | null;
  /** Null: Amazon does not say it yet. Absent: this interface never says it, so nothing that is known is taken back. */
  total?: string | null;
  items: readonly ToldItem[];
}

export interface ToldItem {
  /** The item's own id where there is one; sorts items of one SKU. */
  id: string;
  sku: string;
  title: string | null;
  ordered: number;
  shipped: number | null;
  /** Units taken back before they were shipped; null: not told. */
  cancelled: number | null;
  /** Price of one unit, or else of all units together. */
  unitPrice: string | null;
  price: string | null;
  tax: string | null;
  /** Postage with its tax-free extras: gift wrap, cash on delivery. */
  shipping: string | null;
  shippingTax: string | null;
  discount: string | null;
}

const CANCELLED = new Set(["canceled", "cancelled", "unfulfillable"]);
const SHIPPED = new Set(["shipped", "invoiceunconfirmed"]);

const plainStatus = (status: string): string => status.toLowerCase().replace(/_/g, "");

/** What Amazon's status of an order is in ours. Pending orders are open: they hold stock. */
export function stateOf(status: string): "open" | "shipped" | "cancelled" {
  const plain = plainStatus(status);
  if (CANCELLED.has(plain)) return "cancelled";
  return SHIPPED.has(plain) ? "shipped" : "open";
}

/**
 * The order in our fields; null for one without a single item.
 *
 * Lines are numbered by SKU and item id, so that every interface gives a line the same number. Amazon forgets what was
 * ordered of a cancelled item and writes 0; a line of the ledger cannot be of none, so it stands as one unit ordered and
 * cancelled, which sums to nothing. Prices of pending orders are not told: they are unknown, and so is the total.
 * Where prices include the tax, the tax is left out, or it would be counted twice: the total shows it, and without one the
 * marketplace's custom.
 */
export function orderRecord(
  told: ToldOrder,
  account: Account,
  raw: unknown,
  version: string,
): SourceRecord | null {
  if (told.items.length === 0) return null;
  const state = stateOf(told.status);
  const sorted = [...told.items].sort((a, b) => byText(a.sku, b.sku) || byText(a.id, b.id));
  const lines = sorted.map((item, index) => ({
    lineNo: index + 1,
    sku: item.sku,
    title: item.title?.slice(0, 500) ?? null,
    ...unitsOf(item, state),
    unitPrice: sumKnown([priceOf(item)]),
  }));
  const discount = sumKnown(sorted.map((item) => item.discount));
  const shipping = sumKnown(sorted.map((item) => item.shipping));
  const tax = sumKnown(sorted.flatMap((item) => [item.tax, item.shippingTax]));
  const priced = sorted.filter((item) => item.ordered > 0).map(goodsOf);
  const goods = priced.includes(null) ? null : sumKnown(priced);
  const net = goods && minus(sumKnown([goods, shipping]) ?? goods, discount ?? "0");
  const taxed = tax !== null && !sameNumber(tax, "0");
  const inclusive =
    taxed && (told.total ? net !== null && sameNumber(net, told.total) : !account.marketplace.taxOnTop);
  return {
    kind: "orders",
    id: told.id,
    version,
    fields: {
      orderNumber: told.id,
      placedAt: told.placedAt,
      updatedAt: told.updatedAt,
      channel: account.channel,
      location: told.byAmazon ? account.fbaLocation : account.merchantLocation,
      currency: told.currency ?? account.marketplace.currency,
      country: told.country,
      state,
      discount,
      tax: inclusive ? null : tax,
      shipping,
      ...(told.total === undefined ? {} : { total: sumKnown([told.total]) }),
      lines,
    },
    raw,
    eventAt: told.updatedAt,
  };
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function unitsOf(item: ToldItem, state: string) {
  if (item.ordered <= 0) return { quantity: 1, cancelledQuantity: 1, shippedQuantity: 0 };
  const shipped = Math.min(item.shipped ?? (state === "shipped" ? item.ordered : 0), item.ordered);
  const taken = state === "cancelled" ? item.ordered - shipped : (item.cancelled ?? 0);
  return {
    quantity: item.ordered,
    cancelledQuantity: Math.max(0, Math.min(taken, item.ordered - shipped)),
    shippedQuantity: shipped,
  };
}

const goodsOf = (item: ToldItem): string | null =>
  item.price ?? (item.unitPrice && times(item.unitPrice, item.ordered));

function priceOf(item: ToldItem): string | null {
  if (item.unitPrice !== null) return item.unitPrice;
  return item.price !== null && item.ordered > 0 ? share(item.price, item.ordered) : null;
}
