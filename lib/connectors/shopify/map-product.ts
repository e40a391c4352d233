import type { SourceRecord } from "@/lib/connectors/live-contract";
import { skuCode } from "./codes";
import { legacyId } from "./ids";
import { titleOf } from "./titles";
import { stateOf } from "./versions";

/** A variant with what it has of its product, whether it came through the Admin API or a webhook. Left out: not said. */
export interface PlainVariant {
  id: string;
  /** Shopify's number of its product. */
  productId: string;
  sku: string | null;
  title: string;
  variantTitle: string;
  brand: string;
  category: string;
  barcode: string | null;
  price: string;
  currency: string | null;
  status: string;
  giftCard: boolean | null;
  updatedAt: string;
  version: number;
  /** Null: the shop does not count it. Left out: the source does not say. */
  publishedUnits?: number | null;
  unitCost?: string | null;
  weightGrams?: string | null;
}

const lifecycles: Record<string, string> = {
  ACTIVE: "active",
  UNLISTED: "active",
  DRAFT: "draft",
  ARCHIVED: "discontinued",
};
const listingStates: Record<string, string> = {
  ACTIVE: "active",
  UNLISTED: "active",
  DRAFT: "draft",
  ARCHIVED: "inactive",
};

/** The SKU as the shop describes it. */
export function skuRecord(variant: PlainVariant, raw: unknown): SourceRecord {
  const fields = {
    code: codeOf(variant),
    title: titleOf(variant.title, variant.variantTitle).slice(0, 500),
    ...said("brand", variant.brand || undefined),
    ...said("category", variant.category || undefined),
    ...said("barcode", variant.barcode?.trim() || undefined),
    ...said("currency", variant.currency ?? undefined),
    ...said("unitCost", variant.unitCost ?? undefined),
    price: variant.price,
    ...said("weight", variant.weightGrams ?? undefined),
    ...said("lifecycle", lifecycles[variant.status.toUpperCase()]),
    ...said("isProduct", variant.giftCard === null ? undefined : !variant.giftCard),
  };
  return recordOf("skus", variant, fields, raw);
}

/** The variant as the shop offers it. */
export function listingRecord(variant: PlainVariant, channel: string, raw: unknown): SourceRecord {
  const counted = variant.publishedUnits;
  const fields = {
    channel,
    sku: codeOf(variant),
    listingId: legacyId(variant.id),
    price: variant.price,
    ...said("currency", variant.currency ?? undefined),
    ...said("state", listingStates[variant.status.toUpperCase()]),
    ...(counted === undefined ? {} : { publishedUnits: counted === null ? null : Math.max(0, counted) }),
  };
  return { ...recordOf("listings", variant, fields, raw), partOf: variant.productId };
}

const codeOf = ({ sku, id, title }: PlainVariant): string => skuCode(sku, id, title);

function recordOf(
  kind: "skus" | "listings",
  { id, updatedAt, version }: PlainVariant,
  fields: Record<string, unknown>,
  raw: unknown,
): SourceRecord {
  return {
    kind,
    id,
    version: stateOf(updatedAt, fields),
    fields: { ...fields, version, updatedAt },
    raw,
    eventAt: updatedAt,
  };
}

const said = (key: string, value: string | boolean | undefined): Record<string, string | boolean> =>
  value === undefined ? {} : { [key]: value };
