import { bag, refundedMinor, totalBag, totalMinor } from "../amounts";
import { type PageArguments, pageOf } from "../paging";
import type { Shop } from "../shop";
import { gid, iso, type ShopLine, type ShopOrder, type ShopRefundLine } from "../state";
import { locationView, variantView } from "./goods";

const placeView = (shop: Shop, id: number | null) => {
  const location = id === null ? undefined : shop.data.locations.get(id);
  return location ? locationView(shop, location) : null;
};

export const orderView = (shop: Shop, order: ShopOrder) => ({
  __typename: "Order",
  id: gid("Order", order.id),
  name: order.name,
  number: order.number,
  createdAt: iso(order.createdAt),
  processedAt: iso(order.processedAt),
  updatedAt: iso(order.updatedAt),
  cancelledAt: order.cancelledAt === null ? null : iso(order.cancelledAt),
  test: order.test,
  taxesIncluded: order.taxesIncluded,
  currencyCode: shop.options.currency,
  presentmentCurrencyCode: order.currency,
  customer:
    order.customerId === null ? null : { __typename: "Customer", id: gid("Customer", order.customerId) },
  shippingAddress: { countryCodeV2: order.country },
  retailLocation: () => placeView(shop, order.retailLocationId),
  totalPriceSet: () => totalBag(shop, order),
  totalReceivedSet: () => totalBag(shop, order),
  currentTotalPriceSet: () => bag(shop, totalMinor(order) - refundedMinor(order), order.currency),
  totalDiscountsSet: bag(shop, order.discountMinor, order.currency),
  totalTaxSet: bag(shop, order.taxMinor, order.currency),
  totalShippingPriceSet: bag(shop, order.shippingMinor, order.currency),
  originalTotalDutiesSet: null,
  originalTotalAdditionalFeesSet: null,
  fulfillments: ({ first }: { first?: number | null }) =>
    order.fulfillments.slice(0, first ?? undefined).map(({ id, status, at, locationId }) => ({
      __typename: "Fulfillment",
      id: gid("Fulfillment", id),
      status,
      createdAt: iso(at),
      updatedAt: iso(at),
      location: () => placeView(shop, locationId),
    })),
  refunds: ({ first }: { first?: number | null }) =>
    order.refunds.slice(0, first ?? undefined).map((refund) => refundView(shop, order, refund)),
  lineItems: (args: PageArguments) =>
    pageOf(
      order.lines,
      ({ id }) => [id, id],
      (line) => lineView(shop, order, line),
      args,
    ),
});

const lineView = (shop: Shop, order: ShopOrder, line: ShopLine) => ({
  __typename: "LineItem",
  id: gid("LineItem", line.id),
  sku: line.sku,
  title: line.title,
  variantTitle: () => {
    const variant = line.variantId === null ? undefined : shop.data.variants.get(line.variantId);
    return variant && variant.title !== "Default Title" ? variant.title : null;
  },
  name: line.title,
  quantity: line.quantity,
  currentQuantity: line.quantity - line.cancelled - line.refunded,
  unfulfilledQuantity: line.quantity - line.shipped - line.cancelled,
  isGiftCard: false,
  requiresShipping: true,
  originalUnitPriceSet: bag(shop, line.unitPriceMinor, order.currency),
  variant: () => {
    const variant = line.variantId === null ? undefined : shop.data.variants.get(line.variantId);
    return variant ? variantView(shop, variant) : null;
  },
});

export const refundView = (shop: Shop, order: ShopOrder, refund: ShopOrder["refunds"][number]) => ({
  __typename: "Refund",
  id: gid("Refund", refund.id),
  createdAt: iso(refund.at),
  processedAt: iso(refund.at),
  updatedAt: iso(refund.at),
  note: refund.note,
  totalRefundedSet: bag(
    shop,
    refund.lines.reduce((sum, { subtotalMinor, taxMinor }) => sum + subtotalMinor + taxMinor, 0),
    order.currency,
  ),
  refundLineItems: (args: PageArguments) =>
    pageOf(
      refund.lines,
      ({ id }) => [id, id],
      (line) => refundLineView(shop, order, line),
      args,
    ),
});

function refundLineView(shop: Shop, order: ShopOrder, line: ShopRefundLine) {
  const sold = order.lines.find(({ id }) => id === line.lineId);
  return {
    id: gid("RefundLineItem", line.id),
    quantity: line.quantity,
    restockType: line.restockType,
    restocked: line.restockType !== "NO_RESTOCK",
    lineItem: () => (sold ? lineView(shop, order, sold) : null),
    location: () => placeView(shop, line.locationId),
    priceSet: bag(shop, sold?.unitPriceMinor ?? 0, order.currency),
    subtotalSet: bag(shop, line.subtotalMinor, order.currency),
    totalTaxSet: bag(shop, line.taxMinor, order.currency),
  };
}
