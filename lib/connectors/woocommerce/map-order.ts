import { linesHash } from "../lines-hash";
import type { SourceRecord } from "../live-contract";
import { channelOf, placesOf, plainText, skuCode, utc } from "./codes";
import { dividedBy, isNegative, negated, sum } from "./decimals";
import type { Order, OrderLine, Refund } from "./wire-types";

type OrderState = "open" | "shipped" | "completed" | "cancelled";

const states: Readonly<Record<string, OrderState>> = {
  pending: "open",
  "on-hold": "open",
  processing: "open",
  completed: "completed",
  shipped: "shipped",
  delivered: "completed",
  cancelled: "cancelled",
  failed: "cancelled",
  trash: "cancelled",
};

/** Carts that were never sent off, which the shop keeps among its orders. */
const drafts: ReadonlySet<string> = new Set(["checkout-draft", "auto-draft"]);

/** States that a shop invents count as open, since nothing says that goods have left. A refunded order is completed if it ever was. */
export function stateOf(order: Order): OrderState {
  if (order.status === "refunded") return order.date_completed_gmt ? "completed" : "cancelled";
  return states[order.status] ?? "open";
}

/** Shops with a numbering of their own may number two orders alike; the id behind it keeps them apart. */
export const orderNumber = ({ number, id }: Pick<Order, "number" | "id">): string =>
  number === id ? id : `${number}/${id}`;

type Settings = Readonly<Record<string, string>>;

/**
 * An order and what came back of it. Where prices include the tax, every amount is taken with its tax and none is added;
 * fees count as shipping, or as discount where they are negative: lines − discount + tax + shipping is the total.
 */
export function orderRecords(
  order: Order,
  refunds: readonly Refund[],
  settings: Settings,
  raw: unknown,
): SourceRecord[] {
  const placedAt = utc(order.date_created_gmt);
  if (drafts.has(order.status) || order.line_items.length === 0 || placedAt === null) return [];
  const updatedAt = utc(order.date_modified_gmt) ?? placedAt;
  const state = stateOf(order);
  const fates = order.line_items.map((line) => fateOf(line, order, state, refunds));
  const withTax = (net: string | null | undefined, tax: string | null | undefined): string =>
    order.prices_include_tax ? sum([net, tax]) : sum([net]);
  const fees = order.fee_lines.map((fee) => withTax(fee.total, fee.total_tax));
  const country = order.shipping?.country || order.billing?.country;
  const fields = {
    orderNumber: orderNumber(order),
    placedAt,
    channel: channelOf(settings),
    location: placesOf(settings).ships,
    currency: order.currency,
    ...(order.customer_id && order.customer_id !== "0" ? { customer: order.customer_id } : {}),
    ...(country ? { country } : {}),
    state,
    discount: sum([
      withTax(order.discount_total, order.discount_tax),
      ...fees.filter(isNegative).map(negated),
    ]),
    tax: order.prices_include_tax ? "0" : sum([order.total_tax]),
    shipping: sum([
      withTax(order.shipping_total, order.shipping_tax),
      ...fees.filter((fee) => !isNegative(fee)),
    ]),
    total: order.total,
    lines: order.line_items.map((line, at) => ({
      lineNo: at + 1,
      sku: lineSku(line),
      title: plainText(line.name ?? ""),
      quantity: line.quantity,
      unitPrice: unitPrice(line, withTax(line.subtotal, line.subtotal_tax)),
      cancelledQuantity: fates[at]?.cancelled ?? 0,
      shippedQuantity: fates[at]?.shipped ?? 0,
    })),
    updatedAt,
  };
  const returns = fates.flatMap((fate, at) =>
    fate.returns.map((one) => returnRecord(order, at + 1, one, settings, updatedAt)),
  );
  const checks = {
    linesHash: linesHash(fields.lines.map((line) => ({ ...line, quantity: Number(line.quantity) }))),
  };
  return [
    { kind: "orders", id: order.id, version: null, fields, raw, eventAt: updatedAt, checks },
    ...returns,
  ];
}

const lineSku = (line: OrderLine): string =>
  skuCode(line.sku, line.variation_id && line.variation_id !== "0" ? line.variation_id : line.product_id);

/** Before discounts: the shop's own `price` is after them and rounded. */
const unitPrice = (line: OrderLine, subtotal: string): string =>
  Number.isInteger(Number(line.quantity)) && Number(line.quantity) !== 0
    ? dividedBy(subtotal, Number(line.quantity))
    : subtotal;

interface Returned {
  refund: Refund;
  line: OrderLine;
  units: number;
  restocked: boolean;
}

interface Fate {
  shipped: number;
  cancelled: number;
  returns: Returned[];
}

/** Units refunded before the order was completed never left; those refunded after it came back, or are lost. */
function fateOf(line: OrderLine, order: Order, state: OrderState, refunds: readonly Refund[]): Fate {
  const ordered = Number(line.quantity);
  if (!Number.isInteger(ordered) || ordered <= 0) return { shipped: 0, cancelled: 0, returns: [] };
  if (state === "cancelled") return { shipped: 0, cancelled: ordered, returns: [] };
  const left = state !== "open";
  const leftAt = utc(order.date_completed_gmt);
  const fate: Fate = { shipped: 0, cancelled: 0, returns: [] };
  let restockable = Number(metaOf(line, "_restock_refunded_items") ?? 0) || 0;
  let remaining = ordered;
  for (const refund of refunds) {
    const at = utc(refund.date_created_gmt);
    for (const part of refund.line_items) {
      if (metaOf(part, "_refunded_item_id") !== line.id) continue;
      const units = Math.min(Math.abs(Number(part.quantity)) || 0, remaining);
      if (units === 0) continue;
      remaining -= units;
      const afterLeaving = left && (leftAt === null || at === null || at > leftAt);
      if (!afterLeaving) fate.cancelled += units;
      else {
        fate.returns.push({ refund, line: part, units, restocked: restockable >= units });
        restockable -= units;
      }
    }
  }
  if (left) fate.shipped = ordered - fate.cancelled;
  return fate;
}

function metaOf(line: OrderLine, key: string): string | null {
  const value = line.meta_data.find((entry) => entry.key === key)?.value;
  return typeof value === "string" ? value : null;
}

function returnRecord(
  order: Order,
  lineNo: number,
  { refund, line, units, restocked }: Returned,
  settings: Settings,
  updatedAt: string,
): SourceRecord {
  const at = utc(refund.date_created_gmt) ?? updatedAt;
  const amount = sum([line.total, line.total_tax]);
  const reason = refund.reason?.trim();
  return {
    kind: "returns",
    id: `${refund.id}/${line.id}`,
    version: null,
    fields: {
      returnId: `${refund.id}/${line.id}`,
      order: orderNumber(order),
      lineNo,
      sku: lineSku(line),
      location: placesOf(settings).ships,
      quantity: units,
      refund: isNegative(amount) ? negated(amount) : amount,
      currency: order.currency,
      ...(reason ? { reason: plainText(reason) } : {}),
      state: restocked ? "restocked" : "written_off",
      announcedAt: at,
      receivedAt: restocked ? at : null,
      settledAt: at,
      updatedAt,
    },
    raw: null,
    eventAt: at,
  };
}
