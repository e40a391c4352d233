import type { SourceRecord } from "../../live-contract";
import type { Account } from "../account";
import { sumKnown } from "./decimals";
import { orderRecord, type ToldItem } from "./order-record";

type Row = Readonly<Record<string, string>>;

/**
 * The orders of an all-orders report. Such a report tells all marketplaces of a region, so rows of other sites are left
 * out. Units of one SKU that left from several of Amazon's houses stand on several rows without an item's id; rows of one
 * SKU at one price are one line. Rows that hold no order number are left out.
 */
export function mapReportedOrders(rows: readonly Row[], account: Account): SourceRecord[] {
  const byOrder = new Map<string, Row[]>();
  for (const row of rows) {
    const id = row["amazon-order-id"];
    const site = row["sales-channel"];
    if (!id || (site && site.toLowerCase() !== account.marketplace.site.toLowerCase())) continue;
    const known = byOrder.get(id);
    if (known) known.push(row);
    else byOrder.set(id, [row]);
  }
  return [...byOrder].flatMap(([id, own]) => mapReportedOrder(id, own, account) ?? []);
}

function mapReportedOrder(id: string, rows: readonly Row[], account: Account): SourceRecord | null {
  const [first] = rows;
  const placedAt = first?.["purchase-date"];
  if (!first || !placedAt) return null;
  const updatedAt =
    rows
      .map((row) => row["last-updated-date"] ?? "")
      .sort()
      .at(-1) || placedAt;
  const channel = first["fulfillment-channel"]?.toLowerCase();
  const told = {
    id,
    placedAt,
    updatedAt: justBefore(updatedAt),
    status: first["order-status"] ?? "",
    byAmazon: channel ? channel === "amazon" || channel === "afn" : null,
    currency: rows.find((row) => row.currency)?.currency ?? null,
    country: first["ship-country"] || null,
    items: itemsOf(rows),
  };
  return orderRecord(told, account, rows.map(withoutPlace), `report:${updatedAt}`);
}

function itemsOf(rows: readonly Row[]): ToldItem[] {
  const items = new Map<string, ToldItem>();
  for (const row of rows) {
    const sku = row.sku || row.asin;
    if (!sku) continue;
    const ordered = Number(row.quantity || 0);
    const price = amount(row["item-price"]);
    const shipped = row["item-status"]?.toLowerCase() === "shipped" ? ordered : 0;
    const each = `${sku} ${price !== null && ordered > 0 ? Number(price) / ordered : ""} ${ordered === 0}`;
    const known = items.get(each);
    items.set(each, {
      id: each,
      sku,
      title: row["product-name"] || null,
      ordered: (known?.ordered ?? 0) + ordered,
      shipped: (known?.shipped ?? 0) + shipped,
      cancelled: null,
      unitPrice: null,
      price: sumKnown([known?.price, price]),
      tax: sumKnown([known?.tax, amount(row["item-tax"])]),
      shipping: sumKnown([known?.shipping, amount(row["shipping-price"]), amount(row["gift-wrap-price"])]),
      shippingTax: sumKnown([known?.shippingTax, amount(row["shipping-tax"]), amount(row["gift-wrap-tax"])]),
      discount: sumKnown([
        known?.discount,
        amount(row["item-promotion-discount"]),
        amount(row["ship-promotion-discount"]),
      ]),
    });
  }
  return [...items.values()];
}

/** An empty cell is not told, and neither is one that holds no number. */
const amount = (cell: string | undefined): string | null =>
  cell && /^-?\d+(\.\d+)?$/.test(cell) ? cell : null;

/** Where exactly the buyer lives is not kept. */
const withoutPlace = ({
  "ship-city": _city,
  "ship-postal-code": _code,
  "ship-state": _state,
  ...rest
}: Row): Row => rest;

/**
 * A report tells less of an order than the interface does. Its state counts as a millisecond older, so that it never takes
 * the place of what the interface told of the same change.
 */
const justBefore = (moment: string): string => {
  const ms = Date.parse(moment);
  return Number.isNaN(ms) ? moment : new Date(ms - 1).toISOString();
};
