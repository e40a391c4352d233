import type { Tx } from "@/db/client";
import type { ChangedQuantity } from "./types";

/** Days before it was set that tell what the channel sells. */
const baselineDays = 28;

export interface LoadedQuantity extends ChangedQuantity {
  complete: boolean;
}

/**
 * Quantities of these SKUs that were set on channels since then, each from when it was seen there until the next one, the last
 * of the days that were expected of it (the horizon, where these are not told), or now.
 */
export async function loadChangedQuantities(
  tx: Tx,
  skuIds: readonly number[],
  since: Date,
  horizonDays: number,
): Promise<LoadedQuantity[]> {
  return tx<LoadedQuantity[]>`
    with changed as (
      select a.id, a.verified_at as from_at, a.expected_days, (a.payload ->> 'skuId')::int as sku_id, (a.payload ->> 'channelId')::int as channel_id,
        (a.payload ->> 'units')::int as units, coalesce((a.prior_state #>> '{quantity,units}')::int, (a.payload ->> 'expectedUnits')::int) as before_units,
        a.verified_at + w.span as ends_at, n.next_at, least(n.next_at, a.verified_at + w.span, now()) as until
      from action a
      cross join lateral (select coalesce(a.expected_days, ${horizonDays}) * interval '1 day' as span) w
      cross join lateral (
        select min(b.verified_at) as next_at from action b
        where b.kind = 'publish_quantity' and b.state = 'verified' and b.verified_at > a.verified_at
          and b.payload ->> 'listingId' = a.payload ->> 'listingId') n
      where a.kind = 'publish_quantity' and a.state = 'verified' and a.undo_of is null and a.verified_at >= ${since}
        and (a.payload ->> 'skuId')::int = any(${[...skuIds]})),
    stock as (
      select c.id, array_agg(c.sku_id || ':' || v.location_id order by v.location_id) as shelves, avg(s.margin_base_minor) as margin,
        range_intersect_agg(coalesce(g.gone, '{}'::tstzmultirange)) as gone
      from changed c
      join channel_location n on n.channel_id = c.channel_id
      join stock_level v on v.sku_id = c.sku_id and v.location_id = n.location_id
      left join stock_status s on s.sku_id = v.sku_id and s.location_id = v.location_id
      cross join lateral (
        select range_agg(tstzrange(o.started_at, coalesce(o.ended_at, 'infinity'))) as gone from stock_out_span o
        where o.sku_id = v.sku_id and o.location_id = v.location_id) g
      group by 1)
    select c.id as "actionId", extract(epoch from c.from_at)::float8 * 1000 as since, coalesce(s.shelves, '{}') as shelves,
      c.before_units as "beforeUnits", c.units, s.margin::float8 as "marginMinorPerUnit",
      b.units / nullif(b.open_days, 0) as "unitsPerDay", x.days,
      c.next_at is not null or c.ends_at <= now() as complete,
      (extract(epoch from c.until - c.from_at) / 86400 / c.expected_days)::float8 as "claimedShare"
    from changed c
    left join stock s on s.id = c.id
    cross join lateral (
      select coalesce((select sum(d.units) from demand_daily d where d.sku_id = c.sku_id and d.channel_id = c.channel_id
            and d.day >= c.from_at::date - ${baselineDays}::int and d.day < c.from_at::date), 0)::float8 as units,
        (${baselineDays} - coalesce((select sum(extract(epoch from upper(r) - lower(r))) / 86400
          from unnest(s.gone * tstzmultirange(tstzrange(c.from_at - make_interval(days => ${baselineDays}), c.from_at))) r), 0))::float8 as open_days) b
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('day', d.day, 'soldUnits', coalesce(y.units, 0),
          'emptyShare', coalesce((select sum(extract(epoch from upper(r) - lower(r))) / 86400
            from unnest(s.gone * tstzmultirange(d.span)) r), 0)) order by d.day), '[]') as days
      from (
        select g::date as day, tstzrange(greatest(c.from_at, g at time zone 'UTC'), least(c.until, (g + interval '1 day') at time zone 'UTC')) as span
        from generate_series((c.from_at at time zone 'UTC')::date::timestamp, c.until at time zone 'UTC', interval '1 day') g
        where least(c.until, (g + interval '1 day') at time zone 'UTC') > greatest(c.from_at, g at time zone 'UTC')) d
      left join lateral (
        select sum(z.units)::int as units from demand_daily z
        where z.sku_id = c.sku_id and z.channel_id = c.channel_id and z.day = d.day and z.day > (c.from_at at time zone 'UTC')::date) y on true) x
    order by c.from_at, c.id`;
}
