import { z } from "zod";
import type { Queryable } from "@/db/client";
import { cutPage } from "@/db/queries/shared/keyset";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";
import { readCursor } from "./cursor";
import { type ApiPage, anyOf, code, pageQuery, time } from "./list-schema";

const states = ["out", "at_risk", "healthy", "excess", "unknown", "no_demand"] as const;

export const stockQuery = z.strictObject({
  sku: code("Code of one SKU"),
  location: code("Code of one location"),
  state: anyOf(states, "State of the stock"),
  ...pageQuery,
});

const units = (description: string) => z.int().meta({ description });

export const stockItem = z.object({
  sku: z.string(),
  location: z.string(),
  onHand: units("Units there, including those that cannot be sold").nullable(),
  unavailable: units("Damaged, held or in inspection").nullable(),
  committed: units("Promised to open orders and outgoing transfers"),
  available: units("onHand − committed − unavailable; null: unknown").nullable(),
  inTransit: units("On the way here"),
  onOrder: units("Ordered from suppliers"),
  state: z.enum(states).nullable().meta({ description: "Null: not worked out yet" }),
  coverDays: z
    .number()
    .nullable()
    .meta({ description: "available ÷ forecast a day; null: no demand or unknown" }),
  forecastUnitsPerDay: z.number().nullable(),
  dataAsOf: time.nullable().meta({ description: "Newest reading or move; null: never read" }),
});

/** Levels by SKU and location, in the order of their numbers. */
export async function listStock(
  db: Queryable,
  actor: Actor,
  query: z.output<typeof stockQuery>,
): Promise<ApiPage<z.input<typeof stockItem>>> {
  authorise(actor, "read");
  const after = readCursor(query.cursor, "none", ["int4", "int2"]);
  const rows = await db<(z.input<typeof stockItem> & { skuId: number; locationId: number })[]>`
    select l.sku_id as "skuId", l.location_id as "locationId", s.code as sku, p.code as location,
      case when l.known_since is not null then l.on_hand end as "onHand",
      case when l.known_since is not null then l.unavailable end as unavailable,
      l.committed, l.available, l.in_transit as "inTransit", l.on_order as "onOrder",
      t.state, t.cover_days as "coverDays", t.forecast_units_per_day as "forecastUnitsPerDay", l.data_as_of as "dataAsOf"
    from stock_level l join sku s on s.id = l.sku_id join location p on p.id = l.location_id
    left join stock_status t on t.sku_id = l.sku_id and t.location_id = l.location_id
    where true
      ${query.sku ? db`and l.sku_id = (select id from sku where code = ${query.sku})` : db``}
      ${query.location ? db`and l.location_id = (select id from location where code = ${query.location})` : db``}
      ${query.state ? db`and t.state = any(${query.state})` : db``}
      ${after ? db`and (l.sku_id, l.location_id) > (${after.ids[0] ?? 0}::int, ${after.ids[1] ?? 0}::smallint)` : db``}
    order by l.sku_id, l.location_id limit ${query.limit + 1}`;
  const page = cutPage(rows, query.limit, (row) => ({ value: null, ids: [row.skuId, row.locationId] }));
  return {
    data: page.rows.map(({ skuId: _, locationId: __, ...item }) => item),
    nextCursor: page.nextCursor,
  };
}
