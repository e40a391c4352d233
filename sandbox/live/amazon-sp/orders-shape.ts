import { minorToDecimal } from "@/lib/core/money";
import { changedAt, isPending, onFirst, siteOf, totalOf } from "./order-facts";
import { type AmazonState, type ShopLine, type ShopOrder, stamp } from "./state";

const statusOf = (state: AmazonState, order: ShopOrder): string => {
  if (order.state === "cancelled") return "CANCELLED";
  if (order.state === "shipped") return "SHIPPED";
  if (isPending(state, order)) return "PENDING";
  return order.lines.some((line) => line.shipped > 0) ? "PARTIALLY_SHIPPED" : "UNSHIPPED";
};

/** An order as Orders 2026-01-01 shows it: the data sets that were asked for and no others. */
export function shapeOf(
  state: AmazonState,
  order: ShopOrder,
  included: readonly string[],
): Record<string, unknown> {
  const pending = isPending(state, order);
  const amount = (value: string) => ({ amount: value, currencyCode: order.currency });
  return {
    orderId: order.number,
    createdTime: stamp(order.placedAt.getTime()),
    lastUpdatedTime: new Date(changedAt(state, order)).toISOString(),
    programs: [],
    associatedOrders:
      order.replaces === null
        ? []
        : [{ orderId: order.replaces, associationType: "REPLACEMENT_ORIGINAL_ID" }],
    salesChannel: {
      channelName: "AMAZON",
      marketplaceId: state.options.marketplaceId,
      marketplaceName: siteOf(state),
    },
    ...(included.includes("PROCEEDS") && !pending
      ? { proceeds: { grandTotal: amount(totalOf(order)) } }
      : {}),
    ...(included.includes("FULFILLMENT")
      ? {
          fulfillment: {
            fulfillmentStatus: statusOf(state, order),
            fulfilledBy: order.byAmazon ? "AMAZON" : "MERCHANT",
            fulfillmentServiceLevel: "STANDARD",
          },
        }
      : {}),
    orderItems: order.lines.map((line) => itemOf(state, order, line, included)),
  };
}

function itemOf(state: AmazonState, order: ShopOrder, line: ShopLine, included: readonly string[]) {
  const pending = isPending(state, order);
  const money = (minor: number) => ({
    amount: minorToDecimal(minor, order.currency),
    currencyCode: order.currency,
  });
  const parts: readonly (readonly [string, number])[] = [
    ["ITEM", line.quantity * line.unitPriceMinor],
    ["SHIPPING", onFirst(order, line, order.shippingMinor)],
    ["TAX", onFirst(order, line, order.taxMinor)],
    ["DISCOUNT", -onFirst(order, line, order.discountMinor)],
  ];
  const breakdowns = parts
    .filter(([type, minor]) => type === "ITEM" || minor !== 0)
    .map(([type, minor]) => ({ type, subtotal: money(minor) }));
  const total = parts.reduce((sum, [, minor]) => sum + minor, 0);
  return {
    orderItemId: line.itemId,
    quantityOrdered: line.quantity,
    product: {
      asin: state.offers.get(line.sku)?.asin ?? "B000000000",
      title: line.title,
      sellerSku: line.sku,
      ...(pending ? {} : { price: { unitPrice: money(line.unitPriceMinor) } }),
    },
    ...(included.includes("PROCEEDS") && !pending
      ? { proceeds: { proceedsTotal: money(total), breakdowns } }
      : {}),
    ...(included.includes("CANCELLATION") && line.cancelled > 0
      ? { cancellation: { cancellationExecution: { cancelledBy: "BUYER", cancelReason: "BUYER_CANCELED" } } }
      : {}),
    ...(included.includes("FULFILLMENT")
      ? {
          fulfillment: {
            quantityFulfilled: line.shipped,
            quantityUnfulfilled: line.quantity - line.shipped - line.cancelled,
          },
        }
      : {}),
  };
}
