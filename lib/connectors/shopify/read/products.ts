import { z } from "zod";
import type { Page, ReadRequest, Session, SourceRecord } from "@/lib/connectors/live-contract";
import { query } from "../client";
import {
  IDS,
  listingsByItemQuery,
  listingsQuery,
  productsByIdQuery,
  productsQuery,
  productVariantsQuery,
  ROWS,
} from "../documents";
import { plainVariant } from "../graphql-product";
import { globalId } from "../ids";
import { listingRecord, skuRecord } from "../map-product";
import { channelOf } from "../settings";
import {
  type ProductHead,
  type ProductNode,
  pageOf,
  product,
  type VariantNode,
  variant,
  variantWithProduct,
} from "../wire-types";
import { changedFilter, cursorOf, idsAt, nextCursor } from "./filters";

const shop = z.object({ currencyCode: z.string().length(3) });
const listShape = z.object({ shop, products: pageOf(product) });
const byIdShape = z.object({ shop, nodes: z.array(product.nullable()) });
const variantsShape = z.object({ product: z.object({ variants: pageOf(variant) }).nullable() });
const listingsShape = z.object({ shop, productVariants: pageOf(variantWithProduct) });
const itemsShape = z.object({
  shop,
  nodes: z.array(z.object({ id: z.string(), variants: pageOf(variantWithProduct).nullish() }).nullable()),
});

/** Products: each variant is a SKU and a listing. */
export async function readProducts(session: Session, { scope, position }: ReadRequest): Promise<Page> {
  if (scope.kind === "ids") {
    const { ids, next, progress } = idsAt(scope.ids, position, IDS.products);
    if (ids.length === 0) return { records: [], next, progress };
    const variables = { ids: ids.map((id) => globalId("Product", id)) };
    const answer = await query(session, productsByIdQuery, variables, byIdShape);
    const found = answer.nodes.filter((node) => node !== null);
    return { records: await recordsOf(session, found, answer.shop.currencyCode), next, progress };
  }
  const variables = { first: ROWS.products, after: cursorOf(position), query: changedFilter(scope) };
  const answer = await query(session, productsQuery, variables, listShape);
  return {
    records: await recordsOf(session, answer.products.nodes, answer.shop.currencyCode),
    next: nextCursor(answer.products.pageInfo),
    progress: null,
  };
}

/**
 * Listings alone: those of the inventory items named, or all of them, because a shop does not tell which variants sold less
 * than before.
 */
export async function readListings(session: Session, { scope, position }: ReadRequest): Promise<Page> {
  const channel = channelOf(session.settings);
  const records = (nodes: readonly z.output<typeof variantWithProduct>[], currency: string) =>
    nodes.map((node) => listingRecord(plainVariant(node.product, node, currency), channel, node));
  if (scope.kind === "ids") {
    const { ids, next, progress } = idsAt(scope.ids, position, IDS.items);
    if (ids.length === 0) return { records: [], next, progress };
    const variables = { ids: ids.map((id) => globalId("InventoryItem", id)) };
    const { nodes, shop: own } = await query(session, listingsByItemQuery, variables, itemsShape);
    const variants = nodes.flatMap((node) => node?.variants?.nodes ?? []);
    return { records: records(variants, own.currencyCode), next, progress };
  }
  const variables = { first: ROWS.variants, after: cursorOf(position) };
  const { productVariants, shop: own } = await query(session, listingsQuery, variables, listingsShape);
  return {
    records: records(productVariants.nodes, own.currencyCode),
    next: nextCursor(productVariants.pageInfo),
    progress: null,
  };
}

async function recordsOf(
  session: Session,
  nodes: readonly ProductNode[],
  currency: string,
): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for (const node of nodes) {
    const { variants: shown, ...head } = node;
    for (const one of await allVariants(session, node.id, shown))
      records.push(...both(session, head, one, currency));
  }
  return records;
}

function both(session: Session, head: ProductHead, node: VariantNode, currency: string): SourceRecord[] {
  const plain = plainVariant(head, node, currency);
  const raw = { ...node, product: head };
  return [skuRecord(plain, raw), listingRecord(plain, channelOf(session.settings), null)];
}

async function allVariants(
  session: Session,
  id: string,
  shown: ProductNode["variants"],
): Promise<readonly VariantNode[]> {
  const variants = [...shown.nodes];
  for (let next = nextCursor(shown.pageInfo); next; ) {
    const { product: found } = await query(
      session,
      productVariantsQuery,
      { id, after: next.cursor },
      variantsShape,
    );
    if (!found) break;
    variants.push(...found.variants.nodes);
    next = nextCursor(found.variants.pageInfo);
  }
  return variants;
}
