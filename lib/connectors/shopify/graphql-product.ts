import { legacyId } from "./ids";
import type { PlainVariant } from "./map-product";
import { versionOfReading } from "./versions";
import type { ProductHead, VariantNode } from "./wire-types";

const grams: Record<string, number> = { GRAMS: 1, KILOGRAMS: 1000, OUNCES: 28.349523125, POUNDS: 453.59237 };

/** A variant as the Admin API gives it. Its state is as new as the newest of variant, product and inventory item. */
export function plainVariant(product: ProductHead, node: VariantNode, currency: string): PlainVariant {
  const { inventoryItem: item } = node;
  const updatedAt = newest(product.updatedAt, node.updatedAt, item.updatedAt);
  const { weight } = item.measurement;
  const factor = weight ? grams[weight.unit] : undefined;
  return {
    id: node.id,
    productId: legacyId(product.id),
    sku: node.sku ?? null,
    title: product.title,
    variantTitle: node.title,
    brand: product.vendor,
    category: product.productType,
    barcode: node.barcode ?? null,
    price: node.price,
    currency,
    status: product.status,
    giftCard: product.isGiftCard,
    updatedAt,
    version: versionOfReading(updatedAt),
    publishedUnits: item.tracked ? (node.inventoryQuantity ?? null) : null,
    unitCost: item.unitCost && item.unitCost.currencyCode === currency ? item.unitCost.amount : null,
    weightGrams:
      weight && factor && weight.value > 0 ? String(Number((weight.value * factor).toFixed(3))) : null,
  };
}

const newest = (...moments: readonly string[]): string =>
  moments.reduce((a, b) => (Date.parse(b) > Date.parse(a) ? b : a));
