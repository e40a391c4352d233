import { type Codes, skuCode } from "../codes";
import { movedGoods } from "../graphql-order";
import { globalId } from "../ids";
import type { PlainVariant } from "../map-product";
import type { PlainOrder } from "../order-form";
import { titleOf } from "../titles";
import { versionOfDelivery } from "../versions";
import type { OrderBody, ProductBody } from "./bodies";

/** An order as a webhook gives it; null where it must be asked for, because something came back or its place has no code. */
export function plainOrderOfBody(
  body: OrderBody,
  codes: Codes,
  triggeredAt: string | null,
): PlainOrder | null {
  if (body.refunds.length > 0) return null;
  const sent = body.fulfillments.filter(({ status }) => movedGoods(status ?? "success"));
  const placeId = sent.find(({ location_id }) => location_id)?.location_id ?? body.location_id ?? null;
  const location = placeId === null ? null : codes.placeById(placeId);
  if (placeId !== null && location === null) return null;
  const amount = (set: { shop_money: { amount: string } } | null | undefined) =>
    set?.shop_money.amount ?? "0";
  const updatedAt = body.updated_at;
  return {
    id: globalId("Order", body.id),
    name: body.name,
    placedAt: body.processed_at ?? body.created_at,
    updatedAt,
    version: versionOfDelivery(updatedAt, triggeredAt),
    cancelledAt: body.cancelled_at ?? null,
    test: body.test ?? false,
    taxesIncluded: body.taxes_included,
    currency: body.currency,
    customer: body.customer?.id ?? null,
    country: body.shipping_address?.country_code ?? null,
    location,
    total: amount(body.total_price_set),
    received: null,
    discount: amount(body.total_discounts_set),
    tax: amount(body.total_tax_set),
    shipping: amount(body.total_shipping_price_set),
    duties: amount(body.original_total_duties_set),
    fees: amount(body.original_total_additional_fees_set),
    lines: body.line_items.map((line) => {
      const shipped = sent
        .flatMap(({ line_items }) => line_items)
        .filter(({ id }) => id === line.id)
        .reduce((sum, { quantity }) => sum + quantity, 0);
      const current = line.current_quantity ?? line.quantity;
      return {
        id: line.id,
        sku: skuCode(line.sku, line.variant_id, line.title),
        title: titleOf(line.title, line.variant_title),
        quantity: line.quantity,
        currentQuantity: current,
        unfulfilledQuantity: Math.max(0, current - shipped),
        unitPrice: line.price_set.shop_money.amount,
      };
    }),
    refunds: [],
  };
}

/** A variant as a webhook gives it: without what it sells for where, its cost and its units, which the body does not tell surely. */
export function plainVariantOfBody(
  product: ProductBody,
  variant: ProductBody["variants"][number],
  triggeredAt: string | null,
): PlainVariant {
  const updatedAt =
    Date.parse(variant.updated_at) > Date.parse(product.updated_at) ? variant.updated_at : product.updated_at;
  return {
    id: globalId("ProductVariant", variant.id),
    productId: product.id,
    sku: variant.sku ?? null,
    title: product.title,
    variantTitle: variant.title,
    brand: product.vendor ?? "",
    category: product.product_type ?? "",
    barcode: variant.barcode ?? null,
    price: variant.price,
    currency: null,
    status: product.status,
    giftCard: null,
    updatedAt,
    version: versionOfDelivery(updatedAt, triggeredAt),
  };
}
