import type { Tx } from "@/db/client";
import type { Changed } from "../demand/run";

/** Up to here a nested loop over an index is quickest. */
const fewSkus = 20;

/**
 * Works out the waste in the changed days' spend, and in spend whose waste is not known yet, of the ads
 * for these SKUs:
 * spend × share of the hour or day in which none of the locations that serve the campaign's channel, and had ever carried the SKU by
 * then, could sell it, as wastedSpend() defines it. 0 where the platform stops by itself or the channel takes backorders; null while the stock
 * of that time is unknown. Needs stock_out_span to be current.
 */
export async function refreshWastedSpend(tx: Tx, skuIds: number[], changed: Changed): Promise<void> {
  // How many times a SKU was empty cannot be foreseen by the planner: it takes one, and pairs each row of spend with all of
  // them. For many SKUs that took minutes where a hash takes seconds.
  await tx`select set_config('enable_nestloop', ${skuIds.length > fewSkus ? "off" : "on"}, true)`;
  await tx`
    with ad as materialized (
      select a.id, a.sku_id, k.channel_id, coalesce(c.since - interval '1 day', 'infinity') as since,
        t.stops_when_empty or coalesce(ch.backorder, false) as never
      from product_ad a
      left join unnest(${changed.skuIds}::int[], ${changed.since}::text[]::timestamptz[]) c (sku_id, since) on c.sku_id = a.sku_id
      join campaign k on k.id = a.campaign_id
      join ad_kind t on t.code = k.kind
      left join channel ch on ch.id = k.channel_id
      where a.sku_id = any(${skuIds})
    ), spend as materialized (
      select s.product_ad_id, s.starts_at, s.starts_at + case s.grain when 'hour' then interval '1 hour' else interval '1 day' end as ends_at,
        s.spend_base_minor, s.wasted_base_minor, ad.sku_id, ad.channel_id, ad.never
      from ad join ad_spend s on s.product_ad_id = ad.id and (s.starts_at >= ad.since or s.wasted_base_minor is null)
    ), shop as materialized (
      select sku_id, channel_id, min(starts_at) as since from spend where not never group by 1, 2
    ), shelf as materialized (
      select s.sku_id, s.channel_id, s.since, l.location_id, l.known_since
      from shop s
      join stock_level l on l.sku_id = s.sku_id and l.sku_id = any(${skuIds}) and l.known_since is not null
      where s.channel_id is null
        or exists (select from channel_location cl where cl.channel_id = s.channel_id and cl.location_id = l.location_id)
    ), known as (
      select sku_id, channel_id, count(*) as shelves, min(known_since) as since from shelf group by 1, 2
    ), edge as (
      select sku_id, channel_id, at, sum(step) as step
      from (
        select s.sku_id, s.channel_id, x.at, x.step
        from shelf s
        join stock_out_span o on o.sku_id = s.sku_id and o.location_id = s.location_id and (o.ended_at is null or o.ended_at > s.since)
        cross join lateral (values (o.started_at, 1), (o.ended_at, -1)) x (at, step)
        where x.at is not null
        union all
        -- A place takes no part before its first goods.
        select s.sku_id, s.channel_id, x.at, x.step
        from shelf s cross join lateral (values (s.since, 1), (s.known_since, -1)) x (at, step) where s.known_since > s.since
      ) e
      group by 1, 2, 3
    ), sweep as (
      select *, sum(step) over w as empty_shelves, lead(at) over w as until
      from edge window w as (partition by sku_id, channel_id order by at)
    ), gone as materialized (
      select w.sku_id, w.channel_id, w.at as from_at, coalesce(w.until, 'infinity') as until
      from sweep w join known k on k.sku_id = w.sku_id and coalesce(k.channel_id, 0) = coalesce(w.channel_id, 0)
      where w.empty_shelves >= k.shelves
    ), empty as materialized (
      -- Joined by equal keys, so that it is one pass: asked for spend by spend it grows with the product of both.
      select s.product_ad_id, s.starts_at,
        sum(extract(epoch from least(g.until, s.ends_at) - greatest(g.from_at, s.starts_at))) as seconds
      from spend s
      join gone g on g.sku_id = s.sku_id and coalesce(g.channel_id, 0) = coalesce(s.channel_id, 0)
        and g.from_at < s.ends_at and g.until > s.starts_at
      where not s.never group by 1, 2
    ), waste as (
      select s.product_ad_id, s.starts_at, s.wasted_base_minor as before, case
        when s.never then 0
        when k.sku_id is null or s.starts_at < k.since then null
        else round(s.spend_base_minor * coalesce(e.seconds, 0) / extract(epoch from s.ends_at - s.starts_at)) end as wasted
      from spend s
      left join known k on k.sku_id = s.sku_id and coalesce(k.channel_id, 0) = coalesce(s.channel_id, 0)
      left join empty e on e.product_ad_id = s.product_ad_id and e.starts_at = s.starts_at
    )
    update ad_spend a set wasted_base_minor = w.wasted::bigint
    from waste w
    where a.product_ad_id = w.product_ad_id and a.starts_at = w.starts_at and w.before is distinct from w.wasted::bigint`;
  await tx`select set_config('enable_nestloop', 'on', true)`;
}
