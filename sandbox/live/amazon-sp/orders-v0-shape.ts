import { minorToDecimal } from "@/lib/core/money";
import { changedAt, isPending, onFirst, siteOf, totalOf } from "./order-facts";
import { type AmazonState, type ShopLine, type ShopOrder, stamp } from "./state";

const statusOf = (state: AmazonState, order: ShopOrder): string => {
  if (order.state === "cancelled") return "Canceled";
  if (order.state === "shipped") return "Shipped";
  if (isPending(state, order)) return "Pending";
  return order.lines.some((line) => line.shipped > 0) ? "PartiallyShipped" : "Unshipped";
};

/** An order as Orders v0 shows it: without amounts while it is pending, with some truths as text. */
export function orderShape(state: AmazonState, order: ShopOrder): Record<string, unknown> {
  const pending = isPending(state, order);
  return {
    AmazonOrderId: order.number,
    PurchaseDate: stamp(order.placedAt.getTime()),
    LastUpdateDate: new Date(changedAt(state, order)).toISOString(),
    OrderStatus: statusOf(state, order),
    FulfillmentChannel: order.byAmazon ? "AFN" : "MFN",
    SalesChannel: siteOf(state),
    ShipServiceLevel: "Std US D2D Dom",
    ...(pending ? {} : { OrderTotal: { CurrencyCode: order.currency, Amount: totalOf(order) } }),
    NumberOfItemsShipped: order.lines.reduce((sum, line) => sum + line.shipped, 0),
    NumberOfItemsUnshipped: order.lines.reduce(
      (sum, line) => sum + line.quantity - line.shipped - line.cancelled,
      0,
    ),
    MarketplaceId: state.options.marketplaceId,
    OrderType: "StandardOrder",
    IsBusinessOrder: "false",
    IsPrime: false,
    IsReplacementOrder: order.replaces === null ? "false" : "true",
    ...(order.replaces === null ? {} : { ReplacedOrderId: order.replaces }),
    ...(pending || order.state === "cancelled" ? {} : { ShippingAddress: { CountryCode: order.country } }),
  };
}

/** An item as Orders v0 shows it: of a cancelled one it has forgotten how many were ordered. */
export function itemShape(state: AmazonState, order: ShopOrder, line: ShopLine): Record<string, unknown> {
  const money = (minor: number) => ({
    CurrencyCode: order.currency,
    Amount: minorToDecimal(minor, order.currency),
  });
  const gone = line.cancelled >= line.quantity;
  const amounts =
    isPending(state, order) || gone
      ? {}
      : {
          ItemPrice: money(line.quantity * line.unitPriceMinor),
          ItemTax: money(onFirst(order, line, order.taxMinor)),
          ShippingPrice: money(onFirst(order, line, order.shippingMinor)),
          PromotionDiscount: money(onFirst(order, line, order.discountMinor)),
        };
  return {
    ASIN: state.offers.get(line.sku)?.asin ?? "B000000000",
    OrderItemId: line.itemId,
    SellerSKU: line.sku,
    Title: line.title,
    QuantityOrdered: gone ? 0 : line.quantity,
    QuantityShipped: line.shipped,
    ...amounts,
    ...(isPending(state, order) ? {} : { IsGift: "false" }),
    IsTransparency: false,
    BuyerRequestedCancel: { IsBuyerRequestedCancel: "false" },
  };
}
