import type { Tx } from "@/db/client";
import type { DriftTolerance } from "./compute";

/**
 * Brings available to sell and drift of the SKUs' listings in line with the stock of the locations that serve their channel,
 * as toSellSteps() and drift() define them: what the SKU's own rules and the promotions running at `now` hold back counts. A
 * location that never carried the SKU takes no part; one whose stock is unknown makes the sum unknown. Only listings whose
 * figures change are written.
 */
export async function refreshDrift(
  tx: Tx,
  skuIds: number[],
  tolerance: DriftTolerance,
  now: Date,
): Promise<void> {
  await tx`
    with running as materialized (
      select id, side, channel_id, every_sku, units from promotion
      where cancelled_at is null and starts_at <= ${now} and ends_at > ${now}
    ), stock as (
      select li.id, li.sku_id, li.published_units, c.id as channel_id, c.promotion_reserve_units, c.publish_share, c.buffer_units, c.max_units,
        count(cl.location_id) as serving, count(l.sku_id) as shelves,
        bool_or(l.sku_id is not null and l.available is null) as has_unknown, coalesce(sum(l.available), 0) as available
      from listing li
      join channel c on c.id = li.channel_id
      left join channel_location cl on cl.channel_id = c.id
      left join stock_level l on l.sku_id = li.sku_id and l.location_id = cl.location_id
      where li.sku_id = any(${skuIds})
      group by li.id, c.id
    ), ruled as (
      select s.id, s.published_units, s.serving, s.shelves, s.has_unknown, s.available,
        coalesce(narrow.publish_share, own.publish_share, s.publish_share) as publish_share,
        coalesce(narrow.buffer_units, own.buffer_units, s.buffer_units) as buffer_units,
        coalesce(narrow.max_units, own.max_units, s.max_units) as max_units,
        s.promotion_reserve_units + coalesce((
          select sum(p.units) from running p
          where (p.every_sku or exists (select from promotion_sku x where x.promotion_id = p.id and x.sku_id = s.sku_id))
            and case p.side when 'from' then p.channel_id is null or p.channel_id = s.channel_id
              else p.channel_id <> s.channel_id and exists (select from channel_location a join channel_location b using (location_id)
                where a.channel_id = p.channel_id and b.channel_id = s.channel_id) end), 0) as held
      from stock s
      left join publish_rule narrow on narrow.sku_id = s.sku_id and narrow.channel_id = s.channel_id
      left join publish_rule own on own.sku_id = s.sku_id and own.channel_id is null
    ), sellable as (
      select id, published_units, case
        when serving > 0 and (shelves = 0 or has_unknown) then null
        else least(case when max_units is not null then greatest(max_units, 0) end,
          greatest(0, floor((available - held) * publish_share) - buffer_units))::int end as units
      from ruled
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
