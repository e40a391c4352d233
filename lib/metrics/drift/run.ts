import type { Tx } from "@/db/client";
import type { DriftTolerance } from "./compute";

/**
 * Brings available to sell and drift of the SKUs' listings in line with the stock of the locations that serve their channel,
 * as availableToSell() and drift() define them. A location that never carried the SKU takes no part; one whose stock is
 * unknown makes the sum unknown. Only listings whose figures change are written.
 */
export async function refreshDrift(
  tx: Tx,
  skuIds: number[],
  tolerance: DriftTolerance,
  now: Date,
): Promise<void> {
  await tx`
    with stock as (
      select li.id, li.published_units, c.promotion_reserve_units, c.publish_share, c.buffer_units, c.max_units,
        count(cl.location_id) as serving, count(l.sku_id) as shelves,
        bool_or(l.sku_id is not null and l.available is null) as has_unknown, coalesce(sum(l.available), 0) as available
      from listing li
      join channel c on c.id = li.channel_id
      left join channel_location cl on cl.channel_id = c.id
      left join stock_level l on l.sku_id = li.sku_id and l.location_id = cl.location_id
      where li.sku_id = any(${skuIds})
      group by li.id, c.id
    ), sellable as (
      select id, published_units, case
        when serving > 0 and (shelves = 0 or has_unknown) then null
        else least(case when max_units is not null then greatest(max_units, 0) end,
          greatest(0, floor((available - promotion_reserve_units) * publish_share) - buffer_units))::int end as units
      from stock
    ), fresh as (
      select id, units, published_units - units as drift,
        abs(published_units - units) > greatest(${tolerance.units}::float8, ${tolerance.share}::float8 * units) as beyond
      from sellable
    )
    update listing li set available_to_sell_units = f.units, drift_units = f.drift, computed_at = ${now},
      drift_since = case when f.beyond then coalesce(li.drift_since, ${now}) end
    from fresh f
    where li.id = f.id and (li.computed_at is null or (li.available_to_sell_units, li.drift_units, li.drift_since is not null)
      is distinct from (f.units, f.drift, f.beyond is true))`;
}
