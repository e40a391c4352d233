import type { Queryable } from "@/db/client";

/** The latest comparison of what a source lists of the stock that it keeps. */
export interface StockComparison {
  source: string;
  simulated: boolean;
  state: "reading" | "asking" | "done" | "failed";
  comparedAt: Date | null;
  sourceShelves: number | null;
  ourShelves: number | null;
  sourceUnits: number | null;
  ourUnits: number | null;
  /** Shelves that differed at first, and that still did after they were read again; null: not known yet. */
  found: number;
  remaining: number | null;
  errorCode: string | null;
}

/** The latest comparison of each source that came to its end, or the one under way where none did. */
export async function latestStockComparisons(db: Queryable): Promise<StockComparison[]> {
  return db<StockComparison[]>`
    select c.name as source, c.simulated, r.state, r.compared_at as "comparedAt", r.source_shelves as "sourceShelves",
      r.our_shelves as "ourShelves", r.source_units as "sourceUnits", r.our_units as "ourUnits", r.found_count as found,
      r.remaining_count as remaining, r.error_code as "errorCode"
    from (select distinct on (connection_id) * from stock_reconciliation
      order by connection_id, state in ('done', 'failed') desc, started_at desc) r
    join connection c on c.id = r.connection_id order by c.name`;
}

/** A shelf whose units are not those that its keeper lists. */
export interface StockDifference {
  source: string;
  skuCode: string;
  locationCode: string;
  ourUnits: number;
  /** Null: the source does not list it. */
  sourceUnits: number | null;
  foundAt: Date;
}

/** Shelves that differ, the widest apart first, and how many there are in all. */
export async function stockDifferences(
  db: Queryable,
  limit: number,
): Promise<{ rows: StockDifference[]; total: number }> {
  const rows = await db<(StockDifference & { total: number })[]>`
    select c.name as source, k.code as "skuCode", l.code as "locationCode", i.our_units as "ourUnits", i.source_units as "sourceUnits",
      i.found_at as "foundAt", count(*) over ()::int as total
    from stock_check i join connection c on c.id = i.connection_id join sku k on k.id = i.sku_id join location l on l.id = i.location_id
    where i.resolved_at is null
    order by abs(i.our_units - coalesce(i.source_units, 0)) desc, k.code, l.code limit ${limit}`;
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** How many shelves differ from what their keeper lists; null: no source has been compared. */
export async function countStockDifferences(db: Queryable): Promise<number | null> {
  const [row] = await db<{ compared: boolean; count: number }[]>`
    select exists (select from stock_reconciliation where state = 'done') as compared,
      (select count(*)::int from stock_check where resolved_at is null) as count`;
  return row?.compared ? row.count : null;
}
