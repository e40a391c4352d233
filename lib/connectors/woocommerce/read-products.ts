import { z } from "zod";
import {
  type Gone,
  type Page,
  type Position,
  type ReadRequest,
  type Session,
  type SourceRecord,
  VendorError,
} from "../live-contract";
import { call, callAll, read } from "./client";
import { hasVariations, isSold, type Sellable, sellableRecords } from "./map-product";
import { currentCurrency, type Product, product } from "./wire-types";

const perPage = 50;

/**
 * Products with their variations: for `products` all of them, with SKUs; for `listings` those that changed. A variation's
 * own change need not show in its product's time, so the whole list is the net below. Throws VendorError.
 */
export async function readProducts(session: Session, request: ReadRequest): Promise<Page> {
  const { scope, stream, position } = request;
  const currency = typeof position?.currency === "string" ? position.currency : await shopCurrency(session);
  const page = typeof position?.page === "number" ? position.page : 1;
  const since = stream === "listings" && scope.kind === "incremental" ? scope.since : null;
  const ids = scope.kind === "ids" ? productIds(scope.ids).slice((page - 1) * perPage, page * perPage) : null;
  if (ids?.length === 0) return { records: [], next: null, progress: 1 };
  const { content, headers } = await call(session, {
    method: "GET",
    path: "/wc/v3/products",
    query: {
      orderby: "id",
      order: "asc",
      per_page: String(perPage),
      page: ids ? "1" : String(page),
      ...(ids ? { include: ids.join(",") } : {}),
      ...(since ? { modified_after: new Date(since).toISOString().slice(0, 19), dates_are_gmt: "true" } : {}),
    },
  });
  const products = read(z.array(product), content, "products");
  const raws: unknown[] = Array.isArray(content) ? [...content] : [];
  const gone: Gone[] = [];
  for (const id of (ids ?? []).filter((wanted) => !products.some((found) => found.id === wanted))) {
    const binned = await readProduct(session, `/wc/v3/products/${encodeURIComponent(id)}`);
    if (!binned) {
      gone.push({ kind: "product", id });
      continue;
    }
    products.push(binned.product);
    raws.push(binned.raw);
  }
  const readAt = session.now().toISOString();
  const records: SourceRecord[] = [];
  for (const [at, one] of products.entries())
    for (const sellable of await sellablesOf(session, one, raws[at]))
      records.push(
        ...sellableRecords(sellable, {
          settings: session.settings,
          currency,
          readAt,
          skus: stream === "products",
        }),
      );
  const pages = ids
    ? Math.ceil(productIds(scope.kind === "ids" ? scope.ids : []).length / perPage)
    : Number(headers["x-wp-totalpages"] ?? (products.length < perPage ? page : page + 1));
  const next: Position | null = page < pages ? { page: page + 1, currency } : null;
  return { records, next, progress: pages > 0 ? Math.min(page / pages, 1) : 1, gone };
}

/** Listings are named product/variation; both are read through the product. */
const productIds = (ids: readonly string[]): string[] => [
  ...new Set(ids.map((id) => id.split("/")[0] ?? id)),
];

/** A product as what can be bought of it. Throws VendorError. */
export async function sellablesOf(session: Session, one: Product, raw: unknown): Promise<Sellable[]> {
  if (!hasVariations(one)) return isSold(one) ? [{ product: one, parent: null, raw }] : [];
  const { items, raws } = await callAll(
    session,
    `/wc/v3/products/${one.id}/variations`,
    product,
    "variations",
  );
  return items.map((variation, at) => ({ product: variation, parent: one, raw: raws[at] }));
}

/** A product or variation by its path, also one in the bin, which lists leave out; null when it is gone. Throws VendorError. */
export async function readProduct(
  session: Session,
  path: string,
): Promise<{ product: Product; raw: unknown } | null> {
  try {
    const { content } = await call(session, { method: "GET", path });
    return { product: read(product, content, "products"), raw: content };
  } catch (error) {
    if (error instanceof VendorError && error.code === "http_404") return null;
    throw error;
  }
}

export async function shopCurrency(session: Session): Promise<string> {
  const { content } = await call(session, { method: "GET", path: "/wc/v3/data/currencies/current" });
  return read(currentCurrency, content, "currency").code;
}
