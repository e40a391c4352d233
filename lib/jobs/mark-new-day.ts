import type { Queryable } from "@/db/client";

/** Marks SKUs whose forecast is of an earlier day than it is at its location now. Returns how many. */
export async function markNewDay(db: Queryable, now = new Date()): Promise<number> {
  const rows = await db`
    insert into sku_to_refresh (sku_id)
    select distinct f.sku_id from forecast f join location l on l.id = f.location_id
    where f.as_of_day < (${now}::timestamptz at time zone l.time_zone)::date order by 1
    on conflict (sku_id) do nothing returning 1`;
  return rows.length;
}
