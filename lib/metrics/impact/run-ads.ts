import type { Tx } from "@/db/client";
import type { ChangedAd } from "./types";

/** Days before a change whose spend and sales stand for what would have been. */
const baselineDays = 14;
/** Platforms count sales for an ad up to this many days later. */
const attributionDays = 3;

export interface LoadedAd extends ChangedAd {
  complete: boolean;
}

/**
 * Ads of these SKUs whose state or budget was changed since then, each from when the change was seen until the next one, the
 * last of the days that were expected of it (the horizon, where these are not told), or now. A resumed ad has no baseline: left
 * alone it would have spent nothing.
 */
export async function loadChangedAds(
  tx: Tx,
  skuIds: readonly number[],
  since: Date,
  horizonDays: number,
): Promise<LoadedAd[]> {
  return tx<LoadedAd[]>`
    with changed as (
      select a.id, a.kind, a.verified_at as from_at, a.expected_days,
        a.verified_at + coalesce(a.expected_days, ${horizonDays}) * interval '1 day' as horizon_at,
        (a.payload ->> 'campaignId')::int as campaign_id, (a.payload ->> 'productAdId')::int as product_ad_id
      from action a
      where a.state = 'verified' and a.undo_of is null and starts_with(a.kind, 'ad_') and a.verified_at >= ${since} and a.verified_at < now() - interval '1 hour'),
    ad as (
      select d.*, p.id as ad_id, p.sku_id, c.channel_id, k.stops_when_empty, e.next_at is not null or e.ended_outside as ended,
        least(coalesce(e.next_at, case when e.ended_outside then greatest(p.toggled_at, c.toggled_at, d.from_at) end, now()), d.horizon_at) as until
      from changed d
      join campaign c on c.id = d.campaign_id
      join ad_kind k on k.code = c.kind
      join product_ad p on p.campaign_id = c.id and p.id = coalesce(d.product_ad_id, p.id) and p.sku_id = any(${[...skuIds]})
      -- Without a change of ours a pause was ended by another hand, when that was seen.
      cross join lateral (
        select (select min(r.verified_at) from action r
            where r.state = 'verified' and starts_with(r.kind, 'ad_') and r.verified_at > d.from_at and (r.payload ->> 'campaignId')::int = d.campaign_id
              and (r.payload ->> 'productAdId')::int is not distinct from d.product_ad_id
              and (r.kind = d.kind or r.kind in ('ad_pause', 'ad_resume') and d.kind in ('ad_pause', 'ad_resume'))) as next_at,
          d.kind = 'ad_pause'
            and case when d.product_ad_id is null then c.paused_by_action_id else p.paused_by_action_id end is distinct from d.id as ended_outside) e),
    shelf as (
      select ad.id, ad.ad_id, v.location_id, s.margin_base_minor as margin, v.on_hand - v.unavailable - coalesce((
          select sum(case when m.to_place_id = w.id then m.quantity else -m.quantity end) from stock_move m
          where m.sku_id = ad.sku_id and m.occurred_at > ad.from_at and w.id in (m.from_place_id, m.to_place_id)), 0) as opening,
        coalesce((
          select range_agg(tstzrange(o.started_at, coalesce(o.ended_at, 'infinity'))) from stock_out_span o
          where o.sku_id = ad.sku_id and o.location_id = v.location_id), '{}'::tstzmultirange) as gone
      from ad
      join stock_level v on v.sku_id = ad.sku_id
      join place w on w.location_id = v.location_id and w.kind = 'stock'
      left join stock_status s on s.sku_id = v.sku_id and s.location_id = v.location_id
      where ad.channel_id is null
        or exists (select from channel_location n where n.channel_id = ad.channel_id and n.location_id = v.location_id)),
    stock as (
      select id, ad_id, array_agg(location_id order by location_id) as places, sum(greatest(opening, 0))::int as opening,
        avg(margin) as margin, range_intersect_agg(gone) as gone
      from shelf group by 1, 2)
    select ad.id as "actionId", extract(epoch from ad.from_at)::float8 * 1000 as since, ad.stops_when_empty as "stopsWhenEmpty",
      (ad.ended or ad.horizon_at <= now()) and (ad.kind = 'ad_pause' or ad.until < now() - make_interval(days => ${attributionDays})) as complete,
      coalesce((select array_agg(ad.sku_id || ':' || n) from unnest(s.places) n), '{}') as shelves,
      coalesce(s.opening, 0) as "openingUnits", s.margin::float8 as "marginMinorPerUnit",
      (extract(epoch from ad.until - ad.from_at) / 86400 / ad.expected_days)::float8 as "claimedShare",
      case when ad.kind = 'ad_resume' then '[]' else b.days end as baseline, x.days
    from ad
    left join stock s on s.id = ad.id and s.ad_id = ad.ad_id
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('spendMinor', coalesce(y.spend_base_minor, 0), 'units', coalesce(y.attributed_units, 0),
          'buyableShare', greatest(0, 1 - coalesce((
            select sum(extract(epoch from upper(r) - lower(r))) from unnest(s.gone * tstzmultirange(tstzrange(
              g.day::date::timestamp at time zone 'UTC', (g.day::date + 1)::timestamp at time zone 'UTC'))) r), 0) / 86400))), '[]') as days
      from generate_series(
        greatest((ad.from_at at time zone 'UTC')::date - ${baselineDays}::int,
          (select min(day) from ad_daily where product_ad_id = ad.ad_id)),
        (ad.from_at at time zone 'UTC')::date - 1, interval '1 day') g (day)
      left join ad_daily y on y.product_ad_id = ad.ad_id and y.day = g.day::date) b
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('day', d.day, 'inForceShare', d.in_force,
        'buyableShare', greatest(0, d.in_force - coalesce((
          select sum(extract(epoch from upper(r) - lower(r))) from unnest(s.gone * tstzmultirange(d.span)) r), 0) / 86400),
        'spentMinor', p.spent, 'attributedUnits', p.units) order by d.day), '[]') as days
      from (
        select g::date as day, tstzrange(greatest(ad.from_at, g at time zone 'UTC'), least(ad.until, (g + interval '1 day') at time zone 'UTC')) as span,
          (extract(epoch from least(ad.until, (g + interval '1 day') at time zone 'UTC') - greatest(ad.from_at, g at time zone 'UTC')) / 86400)::float8 as in_force
        from generate_series((ad.from_at at time zone 'UTC')::date::timestamp, ad.until at time zone 'UTC', interval '1 day') g
        where least(ad.until, (g + interval '1 day') at time zone 'UTC') > greatest(ad.from_at, g at time zone 'UTC')) d
      cross join lateral (
        select coalesce(sum(z.spend_base_minor), 0)::float8 as spent, coalesce(sum(z.attributed_units), 0)::int as units from ad_spend z
        where z.product_ad_id = ad.ad_id and z.starts_at >= ad.from_at and z.starts_at < ad.until
          and (z.starts_at at time zone 'UTC')::date = d.day) p) x
    order by ad.id, ad.ad_id`;
}
