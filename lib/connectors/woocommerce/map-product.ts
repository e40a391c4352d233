import type { SourceRecord } from "../live-contract";
import { channelOf, placesOf, plainText, skuCode, utc } from "./codes";
import type { Product } from "./wire-types";

type Settings = Readonly<Record<string, string>>;

/** A thing that can be put into a cart: a simple product, or one variation of a product. */
export interface Sellable {
  product: Product;
  /** Of a variation. */
  parent: Product | null;
  raw: unknown;
}

/** What the shop sells itself; bundles and goods sold elsewhere are made of, or are, something else. */
export const isSold = ({ type }: Product): boolean =>
  type == null || type === "simple" || type === "variation" || type === "subscription";
export const hasVariations = ({ type, variations }: Product): boolean =>
  type === "variable" || type === "variable-subscription" || (variations ?? []).length > 0;

/** Names a product, or a variation together with the product that it is written to. */
export const listingIdOf = ({ id }: Pick<Product, "id">, parentId: string | null): string =>
  parentId === null ? id : `${parentId}/${id}`;

/**
 * The number that the shop shows. Null where it does not count this one: unknown is not zero. Sold below zero on backorder
 * is zero. A variation counted with its product shows that one's number.
 */
export function publishedUnits({ product, parent }: Pick<Sellable, "product" | "parent">): number | null {
  const counted = product.manage_stock === true || product.manage_stock === "parent";
  const shown =
    product.manage_stock === "parent"
      ? (parent?.stock_quantity ?? product.stock_quantity)
      : product.stock_quantity;
  const units = shown == null || shown === "" ? Number.NaN : Math.trunc(Number(shown));
  return counted && Number.isFinite(units) ? Math.max(0, units) : null;
}

/** The SKU, its listing and, where the shop's numbers are a place's stock, the level there. */
export function sellableRecords(
  { product, parent, raw }: Sellable,
  {
    settings,
    currency,
    readAt,
    skus,
  }: { settings: Settings; currency: string; readAt: string; skus: boolean },
): SourceRecord[] {
  const sku = skuCode(product.sku, product.id);
  const changes = [utc(product.date_modified_gmt), utc(parent?.date_modified_gmt)]
    .filter((at) => at !== null)
    .sort();
  const updatedAt = changes.at(-1) ?? null;
  const units = publishedUnits({ product, parent });
  const listingId = listingIdOf(product, parent?.id ?? null);
  const price = product.price || product.regular_price || null;
  const common = { version: null, eventAt: updatedAt };
  const dated = updatedAt ? { updatedAt } : {};
  const listing: SourceRecord = {
    ...common,
    kind: "listings",
    id: listingId,
    fields: {
      channel: channelOf(settings),
      sku,
      listingId,
      ...(price ? { price, currency } : {}),
      state: stateOf(product, parent),
      ...(units === null ? {} : { publishedUnits: units, publishedAsOf: readAt }),
      ...dated,
    },
    raw,
    partOf: parent?.id ?? product.id,
  };
  const { counted } = placesOf(settings);
  const stock: SourceRecord[] =
    counted !== null && units !== null
      ? [
          {
            ...common,
            kind: "stock",
            id: listingId,
            fields: { sku, location: counted, onHand: units, asOf: readAt },
            raw: null,
          },
        ]
      : [];
  if (!skus) return [listing, ...stock];
  const barcode = product.global_unique_id?.trim();
  const category = (product.categories ?? parent?.categories ?? [])[0]?.name;
  const described: SourceRecord = {
    ...common,
    kind: "skus",
    id: sku,
    fields: {
      code: sku,
      title: titleOf(product, parent),
      ...(price ? { price, currency } : {}),
      ...(barcode ? { barcode } : {}),
      ...(category ? { category: plainText(category) } : {}),
      ...dated,
    },
    raw: null,
  };
  return [described, listing, ...stock];
}

/** Something out of stock whose number is not counted cannot be bought, which is all that is known of it. */
function stateOf(product: Product, parent: Product | null): "active" | "inactive" | "draft" {
  const statuses = [product.status, parent?.status].filter((status) => status != null);
  if (statuses.some((status) => status === "draft" || status === "pending" || status === "auto-draft"))
    return "draft";
  if (statuses.some((status) => status !== "publish")) return "inactive";
  const counted = product.manage_stock === true || product.manage_stock === "parent";
  return !counted && product.stock_status === "outofstock" ? "inactive" : "active";
}

function titleOf(product: Product, parent: Product | null): string {
  if (!parent) return plainText(product.name ?? product.id);
  const options = (product.attributes ?? []).map(({ option }) => option).filter(Boolean);
  return plainText([parent.name ?? parent.id, options.join(", ")].filter(Boolean).join(" – "));
}
