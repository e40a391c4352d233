import { type Bag, bag, refundedMinor, totalBag, totalMinor } from "./amounts";
import { availableOf, type Shop } from "./shop";
import { amount, gid, iso, type ShopLine, type ShopOrder, type ShopProduct } from "./state";

/** Bodies of webhooks, in the form of the older REST interface, which is what Shopify sends. */

const moneySet = ({ shopMoney, presentmentMoney }: Bag) => ({
  shop_money: { amount: shopMoney.amount, currency_code: shopMoney.currencyCode },
  presentment_money: { amount: presentmentMoney.amount, currency_code: presentmentMoney.currencyCode },
});

export function orderPayload(shop: Shop, order: ShopOrder) {
  const set = (minor: number) => moneySet(bag(shop, minor, order.currency));
  const own = (minor: number) => bag(shop, minor, order.currency).shopMoney.amount;
  const open = order.lines.reduce((sum, line) => sum + line.quantity - line.shipped - line.cancelled, 0);
  const shipped = order.lines.reduce((sum, line) => sum + line.shipped, 0);
  return {
    id: order.id,
    admin_graphql_api_id: gid("Order", order.id),
    name: order.name,
    number: order.number,
    order_number: order.number,
    created_at: iso(order.createdAt),
    processed_at: iso(order.processedAt),
    updated_at: iso(order.updatedAt),
    cancelled_at: order.cancelledAt === null ? null : iso(order.cancelledAt),
    test: order.test,
    taxes_included: order.taxesIncluded,
    currency: shop.options.currency,
    presentment_currency: order.currency,
    financial_status:
      refundedMinor(order) === 0
        ? "paid"
        : refundedMinor(order) >= totalMinor(order)
          ? "refunded"
          : "partially_refunded",
    fulfillment_status: open === 0 && shipped > 0 ? "fulfilled" : shipped > 0 ? "partial" : null,
    total_price: totalBag(shop, order).shopMoney.amount,
    total_price_set: moneySet(totalBag(shop, order)),
    total_discounts: own(order.discountMinor),
    total_discounts_set: set(order.discountMinor),
    total_tax: own(order.taxMinor),
    total_tax_set: set(order.taxMinor),
    total_shipping_price_set: set(order.shippingMinor),
    original_total_duties_set: null,
    original_total_additional_fees_set: null,
    location_id: order.retailLocationId,
    customer:
      order.customerId === null
        ? null
        : { id: order.customerId, admin_graphql_api_id: gid("Customer", order.customerId) },
    shipping_address: { country_code: order.country },
    line_items: order.lines.map((line) => linePayload(shop, order, line)),
    fulfillments: order.fulfillments.map(({ id, at, locationId, status, lines }) => ({
      id,
      admin_graphql_api_id: gid("Fulfillment", id),
      order_id: order.id,
      created_at: iso(at),
      updated_at: iso(at),
      status: status.toLowerCase(),
      location_id: locationId,
      line_items: lines.map(({ lineId, quantity }) => ({ id: lineId, quantity })),
    })),
    refunds: order.refunds.map((refund) => refundPayload(shop, order, refund)),
  };
}

function linePayload(shop: Shop, order: ShopOrder, line: ShopLine) {
  const variant = line.variantId === null ? undefined : shop.data.variants.get(line.variantId);
  const price = bag(shop, line.unitPriceMinor, order.currency);
  return {
    id: line.id,
    admin_graphql_api_id: gid("LineItem", line.id),
    sku: line.sku,
    title: line.title,
    variant_title: variant && variant.title !== "Default Title" ? variant.title : null,
    name: line.title,
    quantity: line.quantity,
    current_quantity: line.quantity - line.cancelled - line.refunded,
    fulfillable_quantity: line.quantity - line.shipped - line.cancelled,
    fulfillment_status: line.shipped === 0 ? null : line.shipped === line.quantity ? "fulfilled" : "partial",
    gift_card: false,
    requires_shipping: true,
    price: price.shopMoney.amount,
    price_set: moneySet(price),
    product_id: variant?.productId ?? null,
    variant_id: line.variantId,
  };
}

export function refundPayload(shop: Shop, order: ShopOrder, refund: ShopOrder["refunds"][number]) {
  const set = (minor: number) => moneySet(bag(shop, minor, order.currency));
  return {
    id: refund.id,
    admin_graphql_api_id: gid("Refund", refund.id),
    order_id: order.id,
    created_at: iso(refund.at),
    processed_at: iso(refund.at),
    note: refund.note,
    refund_line_items: refund.lines.map((line) => ({
      id: line.id,
      line_item_id: line.lineId,
      quantity: line.quantity,
      restock_type: line.restockType.toLowerCase(),
      location_id: line.locationId,
      subtotal_set: set(line.subtotalMinor),
      total_tax_set: set(line.taxMinor),
    })),
  };
}

export function productPayload(shop: Shop, product: ShopProduct) {
  const variants = product.variantIds.flatMap((id) => shop.data.variants.get(id) ?? []);
  return {
    id: product.id,
    admin_graphql_api_id: gid("Product", product.id),
    title: product.title,
    vendor: product.vendor,
    product_type: product.productType,
    status: product.status.toLowerCase(),
    created_at: iso(product.createdAt),
    updated_at: iso(product.updatedAt),
    variants: variants.slice(0, 100).map((variant) => ({
      id: variant.id,
      admin_graphql_api_id: gid("ProductVariant", variant.id),
      product_id: product.id,
      inventory_item_id: variant.itemId,
      title: variant.title,
      sku: variant.sku,
      barcode: variant.barcode,
      price: amount(variant.priceMinor, shop.options.currency),
      position: variant.position,
      inventory_quantity: availableOf(shop, variant.itemId),
      created_at: iso(variant.createdAt),
      updated_at: iso(variant.updatedAt),
    })),
    variant_gids: variants.map((variant) => ({
      admin_graphql_api_id: gid("ProductVariant", variant.id),
      updated_at: iso(variant.updatedAt),
    })),
  };
}
