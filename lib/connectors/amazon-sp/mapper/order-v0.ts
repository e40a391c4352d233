import type { SourceRecord } from "../../live-contract";
import type { Account } from "../account";
import type { OrderItemV0, OrderV0 } from "../wire-types/orders-v0";
import { sumKnown } from "./decimals";
import { orderRecord, type ToldItem } from "./order-record";

/** An order of Orders v0 with all its items, in our fields. `raw` are the two answers as they came. */
export function mapOrderV0(
  order: OrderV0,
  items: readonly OrderItemV0[],
  account: Account,
  raw: { order: unknown; items: readonly unknown[] },
): SourceRecord | null {
  const currencies = [order.OrderTotal, ...items.map((item) => item.ItemPrice)];
  const told = {
    id: order.AmazonOrderId,
    placedAt: order.PurchaseDate,
    updatedAt: order.LastUpdateDate,
    status: order.OrderStatus,
    byAmazon: order.FulfillmentChannel ? order.FulfillmentChannel === "AFN" : null,
    currency: currencies.find((money) => money?.CurrencyCode)?.CurrencyCode ?? null,
    country: order.ShippingAddress?.CountryCode ?? null,
    total: order.OrderTotal?.Amount ?? null,
    items: items.map(toldItem),
  };
  return orderRecord(
    told,
    account,
    { ...withoutBuyer(raw.order), OrderItems: raw.items.map(withoutBuyer) },
    order.LastUpdateDate,
  );
}

function toldItem(item: OrderItemV0): ToldItem {
  return {
    id: item.OrderItemId,
    sku: item.SellerSKU ?? item.ASIN,
    title: item.Title ?? null,
    ordered: item.QuantityOrdered,
    shipped: item.QuantityShipped ?? null,
    cancelled: null,
    unitPrice: null,
    price: item.ItemPrice?.Amount ?? null,
    tax: item.ItemTax?.Amount ?? null,
    shipping: sumKnown([item.ShippingPrice?.Amount, item.CODFee?.Amount]),
    shippingTax: item.ShippingTax?.Amount ?? null,
    discount: sumKnown([
      item.PromotionDiscount?.Amount,
      item.ShippingDiscount?.Amount,
      item.CODFeeDiscount?.Amount,
    ]),
  };
}

const personal = new Set(["BuyerInfo", "BuyerTaxInformation", "BuyerEmail", "BuyerName"]);

/** Who bought is asked for nowhere and kept nowhere, also where Amazon sends it unasked. */
function withoutBuyer(raw: unknown): Record<string, unknown> {
  const entries = Object.entries((raw ?? {}) as Record<string, unknown>).filter(
    ([name]) => !personal.has(name),
  );
  return Object.fromEntries(
    entries.map(([name, value]) => (name === "ShippingAddress" ? [name, countryOnly(value)] : [name, value])),
  );
}

const countryOnly = (address: unknown): Record<string, unknown> => {
  const { CountryCode } = (address ?? {}) as Record<string, unknown>;
  return { CountryCode };
};
