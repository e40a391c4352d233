import type { Queryable } from "@/db/client";
import { afterCursor, orderBy, type SortDirection } from "./shared/after-cursor";
import { cutPage, decodeCursor } from "./shared/keyset";

/** One SKU with how completely it is described and where it is offered. */
export interface CatalogueRow {
  id: number;
  code: string;
  title: string;
  titleLang: string | null;
  brand: string | null;
  category: string | null;
  lifecycle: string;
  isProduct: boolean;
  currency: string;
  unitCost: string | null;
  price: string | null;
  packSize: number;
  listings: number;
  /** Listings whose content is not complete. */
  contentGaps: number;
  updatedAt: Date;
}

export interface CatalogueFilter {
  lifecycle?: string[];
  category?: string[];
  brand?: string[];
  gap?: string[];
  q?: string | null;
}

const sorts = {
  code: { column: "k.code", columnType: "text" },
  title: { column: "k.title", columnType: "text" },
  updated: { column: "k.updated_at", columnType: "timestamptz" },
} as const;
export type CatalogueSort = keyof typeof sorts;
export const catalogueSorts = Object.keys(sorts) as CatalogueSort[];

/** One keyset page of SKUs. */
export async function listCatalogue(
  db: Queryable,
  params: {
    filter: CatalogueFilter;
    sort: { key: CatalogueSort; direction: SortDirection };
    cursor: string | null;
    pageSize: number;
  },
): Promise<{ rows: CatalogueRow[]; nextCursor: string | null }> {
  const sort = {
    ...sorts[params.sort.key],
    direction: params.sort.direction,
    ids: ["k.id"],
    idTypes: ["int"],
  };
  const rows = await db<(CatalogueRow & { sortValue: string })[]>`
    select ${columns(db)}, ${db.unsafe(sort.column)}::text as "sortValue"
    from sku k where ${matching(db, params.filter)} and ${afterCursor(db, decodeCursor(params.cursor, 1), sort)}
    order by ${orderBy(db, sort)} limit ${params.pageSize + 1}`;
  return cutPage(rows, params.pageSize, (row) => ({ value: row.sortValue, ids: [row.id] }));
}

/** How many SKUs match a filter. */
export async function countCatalogue(db: Queryable, filter: CatalogueFilter): Promise<number> {
  const [row] = await db<
    { count: number }[]
  >`select count(*) as count from sku k where ${matching(db, filter)}`;
  return row?.count ?? 0;
}

/** Whether every SKU is priced in one currency, so that it need not be written in each cell. */
export async function isOneCurrency(db: Queryable): Promise<boolean> {
  const [row] = await db<
    { currencies: number }[]
  >`select count(distinct currency)::int as currencies from sku`;
  return (row?.currencies ?? 0) <= 1;
}

/** SKUs of a filter for an export, streamed. */
export async function* exportCatalogue(db: Queryable, filter: CatalogueFilter): AsyncGenerator<CatalogueRow> {
  const cursor = db<
    CatalogueRow[]
  >`select ${columns(db)} from sku k where ${matching(db, filter)} order by k.code`.cursor(1000);
  for await (const batch of cursor) yield* batch;
}

/** SKUs and orders whose code, title or number fits a text typed into the search box; exact codes first. */
export async function searchEverything(
  db: Queryable,
  text: string,
): Promise<{ kind: "sku" | "order"; id: number; label: string; detail: string }[]> {
  const like = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const [skus, orders] = await Promise.all([
    db<{ kind: "sku"; id: number; label: string; detail: string }[]>`
      select 'sku' as kind, id, code as label, title as detail from sku
      where code ilike ${like} or title ilike ${like} or barcode = ${text}
      order by (lower(code) = lower(${text})) desc, (code ilike ${like}) desc, code limit 8`,
    db<{ kind: "order"; id: number; label: string; detail: string }[]>`
      select 'order' as kind, o.id, o.external_id as label, c.name as detail
      from sales_order o join channel c on c.id = o.channel_id where o.external_id = ${text} limit 4`,
  ]);
  return [...skus, ...orders];
}

const columns = (db: Queryable) => db`
  k.id, k.code, k.title, k.title_lang as "titleLang", k.brand, k.category, k.lifecycle, k.is_product as "isProduct", k.currency,
  k.unit_cost::text as "unitCost", k.price::text, k.pack_size as "packSize", k.updated_at as "updatedAt",
  (select count(*)::int from listing i where i.sku_id = k.id) as listings,
  (select count(*)::int from listing i where i.sku_id = k.id and i.content_state <> 'complete') as "contentGaps"`;

function matching(db: Queryable, filter: CatalogueFilter) {
  const conditions = [db`true`];
  if (filter.lifecycle?.length) conditions.push(db`k.lifecycle in ${db(filter.lifecycle)}`);
  if (filter.category?.length) conditions.push(db`k.category in ${db(filter.category)}`);
  if (filter.brand?.length) conditions.push(db`k.brand in ${db(filter.brand)}`);
  if (filter.gap?.includes("cost")) conditions.push(db`k.is_product and k.unit_cost is null`);
  if (filter.gap?.includes("content"))
    conditions.push(
      db`exists (select from listing i where i.sku_id = k.id and i.content_state <> 'complete')`,
    );
  if (filter.gap?.includes("unlisted"))
    conditions.push(db`k.is_product and not exists (select from listing i where i.sku_id = k.id)`);
  if (filter.q) {
    const like = `%${filter.q.replace(/[\\%_]/g, "\\$&")}%`;
    conditions.push(
      db`(k.code ilike ${like} or k.title ilike ${like} or k.brand ilike ${like} or k.barcode = ${filter.q})`,
    );
  }
  return conditions.reduce((all, one) => db`${all} and ${one}`);
}
