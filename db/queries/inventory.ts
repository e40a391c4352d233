import type { Queryable } from "@/db/client";
import { afterCursor, orderBy, type SortDirection } from "./shared/after-cursor";
import { cutPage, decodeCursor } from "./shared/keyset";

export type StockStateCode = "out" | "at_risk" | "healthy" | "excess" | "unknown" | "no_demand";

/** One SKU at one location as the Inventory page lists it. Money in minor units of the company's currency. */
export interface InventoryRow {
  skuId: number;
  locationId: number;
  skuCode: string;
  title: string;
  titleLang: string | null;
  brand: string | null;
  category: string | null;
  locationCode: string;
  locationName: string;
  state: StockStateCode;
  available: number | null;
  incoming: number;
  forecastPerDay: number | null;
  coverDays: number | null;
  gapDays: number;
  safetyStockUnits: number | null;
  excessUnits: number;
  stockValueMinor: number | null;
  lossPerDayMinor: number;
  atStakeMinor: number;
  arrivals: { days: number; quantity: number; confirmed: boolean }[];
  dataAsOf: Date | null;
}

export interface InventoryFilter {
  state?: string[];
  location?: string[];
  region?: string[];
  brand?: string[];
  category?: string[];
  q?: string | null;
}

const sorts = {
  money: { column: "s.money_at_stake_base_minor", columnType: "bigint", notNull: true },
  cover: { column: "s.cover_days", columnType: "real" },
  available: { column: "s.available", columnType: "int" },
  forecast: { column: "s.forecast_units_per_day", columnType: "real" },
  excess: { column: "s.excess_base_minor", columnType: "bigint" },
  sku: { column: "k.code", columnType: "text" },
} as const;
export type InventorySort = keyof typeof sorts;
export const inventorySorts = Object.keys(sorts) as InventorySort[];

const ids = ["s.sku_id", "s.location_id"] as const;
const idTypes = ["int", "smallint"] as const;
/** Counting stops here; beyond it the page says "more than". */
const countLimit = 10_000;

/** One keyset page of SKU × location, unknown sort values last. */
export async function listInventory(
  db: Queryable,
  params: {
    filter: InventoryFilter;
    sort: { key: InventorySort; direction: SortDirection };
    cursor: string | null;
    pageSize: number;
    now: Date;
  },
): Promise<{ rows: InventoryRow[]; nextCursor: string | null }> {
  const sort = { ...sorts[params.sort.key], direction: params.sort.direction, ids, idTypes };
  const cursor = decodeCursor(params.cursor, 2);
  const rows = await db<(InventoryRow & { sortValue: string | number | null })[]>`
    with page as materialized (
      select s.*, ${db.unsafe(sort.column)} as sort_value
      from stock_status s join sku k on k.id = s.sku_id
      where ${matching(db, params.filter)} and ${afterCursor(db, cursor, sort)}
      order by ${orderBy(db, sort)}
      limit ${params.pageSize + 1}
    )
    select s.sku_id as "skuId", s.location_id as "locationId", k.code as "skuCode", k.title, k.title_lang as "titleLang",
      k.brand, k.category, l.code as "locationCode", l.name as "locationName", s.state, s.available, s.incoming,
      s.forecast_units_per_day as "forecastPerDay", s.cover_days as "coverDays", s.gap_days as "gapDays",
      s.safety_stock_units as "safetyStockUnits", s.excess_units as "excessUnits",
      s.stock_value_base_minor as "stockValueMinor", s.lost_sales_base_minor_per_day as "lossPerDayMinor",
      s.money_at_stake_base_minor as "atStakeMinor", s.data_as_of as "dataAsOf", coalesce(a.arrivals, '[]') as arrivals,
      s.sort_value as "sortValue"
    from page s
    join sku k on k.id = s.sku_id
    join location l on l.id = s.location_id
    left join lateral (${arrivalsOf(db, params.now)}) a on true
    order by s.sort_value ${db.unsafe(sort.direction)} nulls last, s.sku_id, s.location_id`;
  return cutPage(rows, params.pageSize, (row) => ({
    value: row.sortValue,
    ids: [row.skuId, row.locationId],
  }));
}

/** Open purchase lines and shipments under way to a SKU × location, soonest first, at most ten. */
export const arrivalsOf = (db: Queryable, now: Date) => db`
  select jsonb_agg(jsonb_build_object('days', round((extract(epoch from expected_at - ${now}::timestamptz) / 86400)::numeric, 2),
    'quantity', quantity, 'confirmed', confirmed) order by expected_at) as arrivals
  from (
    select expected_at, greatest(quantity - received_quantity, 0) as quantity, confirmed from inbound_line i
    where i.sku_id = s.sku_id and i.location_id = s.location_id and i.state = 'open' and i.quantity > i.received_quantity
    union all
    select o.expected_at, coalesce(t.shipped_quantity, t.quantity), o.state = 'shipped'
    from transfer_line t join transfer_order o on o.id = t.transfer_id
    where t.sku_id = s.sku_id and t.destination_id = s.location_id and o.state in ('planned', 'sent', 'shipped') and t.received_quantity is null
    order by expected_at limit 10
  ) arrival`;

/** How many rows a filter matches, up to 10,000 (null beyond), and the freshness of the oldest of the first ones. */
export async function countInventory(db: Queryable, filter: InventoryFilter): Promise<number | null> {
  const [row] = await db<{ count: number }[]>`
    select count(*) as count from (
      select 1 from stock_status s join sku k on k.id = s.sku_id where ${matching(db, filter)} limit ${countLimit + 1}
    ) counted`;
  return row && row.count <= countLimit ? row.count : null;
}

/** Rows of each state, for the tabs, and the oldest and newest reading behind all of them. */
export async function inventoryByState(
  db: Queryable,
): Promise<{ counts: Record<StockStateCode, number>; asOf: Date | null }> {
  const rows = await db<
    { state: StockStateCode; count: number }[]
  >`select state, count(*) from stock_status group by state`;
  const [fresh] = await db<{ asOf: Date | null }[]>`select at as "asOf" from figures_refreshed`;
  const counts: Record<StockStateCode, number> = {
    out: 0,
    at_risk: 0,
    healthy: 0,
    excess: 0,
    unknown: 0,
    no_demand: 0,
  };
  for (const row of rows) counts[row.state] = row.count;
  return { counts, asOf: fresh?.asOf ?? null };
}

/**
 * One keyset page of products by code, whatever is known of their stock, under the filters that speak of products. For moments
 * whose whole list is too long to be put together.
 */
export async function listProducts(
  db: Queryable,
  params: { filter: InventoryFilter; cursor: string | null; pageSize: number },
): Promise<{ skuIds: number[]; nextCursor: string | null }> {
  const { brand, category, q } = params.filter;
  const sort = { ...sorts.sku, direction: "asc", ids: ["k.id"], idTypes: ["int"] } as const;
  const rows = await db<{ id: number; code: string }[]>`
    select k.id, k.code from sku k
    where k.is_product and ${matching(db, { brand, category, q })} and ${afterCursor(db, decodeCursor(params.cursor, 1), sort)}
    order by ${orderBy(db, sort)} limit ${params.pageSize + 1}`;
  const page = cutPage(rows, params.pageSize, (row) => ({ value: row.code, ids: [row.id] }));
  return { skuIds: page.rows.map(({ id }) => id), nextCursor: page.nextCursor };
}

/** Values to filter by. */
export async function inventoryFacets(db: Queryable): Promise<{
  locations: { code: string; name: string }[];
  regions: string[];
  brands: string[];
  categories: string[];
}> {
  const [locations, brands, categories] = await Promise.all([
    db<
      { code: string; name: string; region: string }[]
    >`select code, name, region from location where active order by code`,
    db<
      { value: string }[]
    >`select distinct brand as value from sku where brand is not null order by 1 limit 200`,
    db<
      { value: string }[]
    >`select distinct category as value from sku where category is not null order by 1 limit 200`,
  ]);
  return {
    locations,
    regions: [...new Set(locations.map((location) => location.region))].sort(),
    brands: brands.map((row) => row.value),
    categories: categories.map((row) => row.value),
  };
}

export interface HeatmapCell {
  skuId: number;
  skuCode: string;
  title: string;
  locationCode: string;
  state: StockStateCode;
  coverDays: number | null;
  available: number | null;
}

/** Every location of the SKUs with the most money at stake under a filter, at most `skuLimit` SKUs. */
export async function inventoryHeatmap(
  db: Queryable,
  filter: InventoryFilter,
  skuLimit: number,
): Promise<HeatmapCell[]> {
  return db<HeatmapCell[]>`
    with wanted as materialized (
      select sku_id, max(stake) as stake from (
        select s.sku_id, s.money_at_stake_base_minor as stake from stock_status s join sku k on k.id = s.sku_id
        where ${matching(db, filter)} order by s.money_at_stake_base_minor desc limit ${skuLimit * 6}
      ) rows group by sku_id order by max(stake) desc, sku_id limit ${skuLimit}
    )
    select s.sku_id as "skuId", k.code as "skuCode", k.title, l.code as "locationCode", s.state, s.cover_days as "coverDays", s.available
    from wanted w join stock_status s on s.sku_id = w.sku_id join sku k on k.id = s.sku_id join location l on l.id = s.location_id
    order by w.stake desc, s.sku_id, l.code`;
}

/** Rows of a filter for an export, streamed. */
export async function* exportInventory(db: Queryable, filter: InventoryFilter): AsyncGenerator<InventoryRow> {
  const rows = db<InventoryRow[]>`
    select s.sku_id as "skuId", s.location_id as "locationId", k.code as "skuCode", k.title, k.title_lang as "titleLang",
      k.brand, k.category, l.code as "locationCode", l.name as "locationName", s.state, s.available, s.incoming,
      s.forecast_units_per_day as "forecastPerDay", s.cover_days as "coverDays", s.gap_days as "gapDays",
      s.safety_stock_units as "safetyStockUnits", s.excess_units as "excessUnits",
      s.stock_value_base_minor as "stockValueMinor", s.lost_sales_base_minor_per_day as "lossPerDayMinor",
      s.money_at_stake_base_minor as "atStakeMinor", s.data_as_of as "dataAsOf", '[]'::jsonb as arrivals
    from stock_status s join sku k on k.id = s.sku_id join location l on l.id = s.location_id
    where ${matching(db, filter)}
    order by s.money_at_stake_base_minor desc, s.sku_id, s.location_id`.cursor(1000);
  for await (const batch of rows) yield* batch;
}

function matching(db: Queryable, filter: InventoryFilter) {
  const conditions = [db`true`];
  if (filter.state?.length) conditions.push(db`s.state in ${db(filter.state)}`);
  if (filter.location?.length)
    conditions.push(db`s.location_id in (select id from location where code in ${db(filter.location)})`);
  if (filter.region?.length)
    conditions.push(db`s.location_id in (select id from location where region in ${db(filter.region)})`);
  if (filter.brand?.length) conditions.push(db`k.brand in ${db(filter.brand)}`);
  if (filter.category?.length) conditions.push(db`k.category in ${db(filter.category)}`);
  if (filter.q) {
    const like = `%${filter.q.replace(/[\\%_]/g, "\\$&")}%`;
    conditions.push(
      db`(k.code ilike ${like} or k.title ilike ${like} or k.brand ilike ${like} or k.barcode = ${filter.q})`,
    );
  }
  return conditions.reduce((all, one) => db`${all} and ${one}`);
}
