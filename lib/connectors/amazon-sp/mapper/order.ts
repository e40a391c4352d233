import type { SourceRecord } from "../../live-contract";
import type { Account } from "../account";
import type { Money, Order, OrderItem } from "../wire-types/orders";
import { sumKnown, unsigned } from "./decimals";
import { orderRecord, type ToldItem } from "./order-record";

/** An order of Orders 2026-01-01 in our fields. */
export function mapOrder(order: Order, account: Account, raw: unknown): SourceRecord | null {
  const amounts: (Money | undefined)[] = [
    order.proceeds?.grandTotal,
    ...order.orderItems.map((item) => item.product.price?.unitPrice),
  ];
  const told = {
    id: order.orderId,
    placedAt: order.createdTime,
    updatedAt: order.lastUpdatedTime,
    status: order.fulfillment?.fulfillmentStatus ?? "PENDING",
    byAmazon: order.fulfillment?.fulfilledBy ? order.fulfillment.fulfilledBy === "AMAZON" : null,
    currency: amounts.find((money) => money)?.currencyCode ?? null,
    country: null,
    total: order.proceeds?.grandTotal?.amount ?? null,
    items: order.orderItems.map((item) => toldItem(item)),
  };
  return orderRecord(told, account, withoutPeople(raw), order.lastUpdatedTime);
}

function toldItem(item: OrderItem): ToldItem {
  const parts = item.proceeds?.breakdowns;
  const amount = (...types: string[]) =>
    sumKnown((parts ?? []).filter(({ type }) => types.includes(type)).map(({ subtotal }) => subtotal.amount));
  // Where the parts are told, one that is not among them is nothing.
  const extra = (...types: string[]) => amount(...types) ?? (parts ? "0" : null);
  const discount = extra("DISCOUNT");
  const { quantityFulfilled: shipped, quantityUnfulfilled: waiting } = item.fulfillment ?? {};
  const done = item.cancellation?.cancellationExecution !== undefined;
  const left = done ? item.quantityOrdered - (shipped ?? 0) - (waiting ?? 0) : 0;
  return {
    id: item.orderItemId,
    sku: item.product.sellerSku ?? item.product.asin ?? item.orderItemId,
    title: item.product.title ?? null,
    ordered: item.quantityOrdered,
    shipped: shipped ?? null,
    cancelled: left,
    unitPrice: item.product.price?.unitPrice?.amount ?? null,
    price: amount("ITEM"),
    tax: extra("TAX"),
    shipping: extra("SHIPPING", "GIFT_WRAP", "COD_FEE", "OTHER"),
    shippingTax: null,
    discount: discount === null ? null : unsigned(discount),
  };
}

/** The data sets that name people are not asked for; what comes of them unasked is not kept. */
function withoutPeople(raw: unknown): Record<string, unknown> {
  const {
    buyer: _buyer,
    recipient: _recipient,
    payment: _payment,
    tax: _tax,
    ...rest
  } = (raw ?? {}) as Record<string, unknown>;
  return rest;
}
