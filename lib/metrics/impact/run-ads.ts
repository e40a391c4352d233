import type { Tx } from "@/db/client";
import { addRanges } from "../value-range/compute";
import { byAction } from "./by-action";
import { adPauseImpact } from "./compute";
import type { Measured } from "./run-transfers";

/** Days before the pause whose spend stands for what would have been spent. */
const baselineDays = 14;

interface PauseFacts {
  actionId: string;
  ended: boolean;
  pausedDays: number;
  spendLow: number;
  spendMid: number;
  spendHigh: number;
  residualSpendMinor: number;
  adUnitsPerDay: number;
  buyableDays: number;
  unitsLeft: number;
  marginMinorPerUnit: number | null;
}

/**
 * What pauses saved from when they were seen until the ad was resumed, or until now. Waits for an hour. A pause of a whole
 * campaign is the sum over its ads; an ad whose margin is unknown counts no missed sales only while it could not be bought
 * at all, else the pause is left out.
 */
export async function measureAdPauses(tx: Tx, limit: number): Promise<Measured[]> {
  const ads = await loadPauses(tx, limit);
  return [...byAction(ads)].flatMap(([actionId, own]) => {
    if (own.some((ad) => ad.marginMinorPerUnit === null && ad.buyableDays > 0)) return [];
    const values = own.map(
      (ad) =>
        adPauseImpact({
          ...ad,
          baselineSpendMinorPerDay: { low: ad.spendLow, mid: ad.spendMid, high: ad.spendHigh },
          marginMinorPerUnit: ad.marginMinorPerUnit ?? 0,
        }).value,
    );
    return [{ actionId, value: addRanges(values), complete: own.every((ad) => ad.ended) }];
  });
}

async function loadPauses(tx: Tx, limit: number): Promise<PauseFacts[]> {
  return tx<PauseFacts[]>`
    with due as (
      select a.id, a.verified_at, (a.payload ->> 'campaignId')::int as campaign_id, (a.payload ->> 'productAdId')::int as product_ad_id,
        (select min(r.verified_at) from action r
         where r.kind = 'ad_resume' and r.state = 'verified' and r.verified_at > a.verified_at
           and r.payload -> 'campaignId' = a.payload -> 'campaignId'
           and r.payload -> 'productAdId' is not distinct from a.payload -> 'productAdId') as resumed_at
      from action a
      where a.state = 'verified' and a.realised_at is null and a.kind = 'ad_pause' and a.verified_at < now() - interval '1 hour'
      order by a.realised_minor is not null, a.verified_at limit ${limit}),
    ad as (
      select d.id, d.verified_at as from_at, e.ended,
        coalesce(d.resumed_at, case when e.ended then greatest(p.toggled_at, c.toggled_at, d.verified_at) end, now()) as until,
        p.id as product_ad_id, p.sku_id, c.channel_id
      from due d
      join campaign c on c.id = d.campaign_id
      join product_ad p on p.campaign_id = c.id and p.id = coalesce(d.product_ad_id, p.id)
      -- Without a resume of ours it was ended by another hand, when that was seen.
      cross join lateral (
        select d.resumed_at is not null
          or case when d.product_ad_id is null then c.paused_by_action_id else p.paused_by_action_id end is distinct from d.id as ended) e),
    shelf as (
      select ad.id, ad.product_ad_id, v.location_id, greatest(v.available, 0) as available, s.margin_base_minor as margin,
        coalesce((
          select range_agg(tstzrange(o.started_at, coalesce(o.ended_at, 'infinity'))) from stock_out_span o
          where o.sku_id = ad.sku_id and o.location_id = v.location_id), '{}'::tstzmultirange) as gone
      from ad
      join stock_level v on v.sku_id = ad.sku_id
      left join stock_status s on s.sku_id = v.sku_id and s.location_id = v.location_id
      where ad.channel_id is null
        or exists (select from channel_location n where n.channel_id = ad.channel_id and n.location_id = v.location_id)),
    stock as (
      select id, product_ad_id, sum(available)::int as available, avg(margin) as margin, range_intersect_agg(gone) as gone
      from shelf group by 1, 2)
    select ad.id as "actionId", ad.ended, d.days as "pausedDays", b.low as "spendLow", b.mid as "spendMid", b.high as "spendHigh",
      coalesce((select sum(x.spend_base_minor) from ad_spend x
        where x.product_ad_id = ad.product_ad_id and x.starts_at >= ad.from_at and x.starts_at < ad.until), 0)::float8 as "residualSpendMinor",
      b.units as "adUnitsPerDay",
      greatest(0, d.days - coalesce((
        select sum(extract(epoch from upper(r) - lower(r))) from unnest(s.gone * tstzmultirange(tstzrange(ad.from_at, ad.until))) r), 0) / 86400)::float8
        as "buyableDays",
      coalesce(s.available, 0) as "unitsLeft", s.margin::float8 as "marginMinorPerUnit"
    from ad
    left join stock s on s.id = ad.id and s.product_ad_id = ad.product_ad_id
    cross join lateral (select (extract(epoch from ad.until - ad.from_at) / 86400)::float8 as days) d
    cross join lateral (
      select coalesce(percentile_cont(0.1) within group (order by coalesce(y.spend_base_minor, 0)), 0)::float8 as low,
        coalesce(percentile_cont(0.5) within group (order by coalesce(y.spend_base_minor, 0)), 0)::float8 as mid,
        coalesce(percentile_cont(0.9) within group (order by coalesce(y.spend_base_minor, 0)), 0)::float8 as high,
        coalesce(avg(coalesce(y.attributed_units, 0)), 0)::float8 as units
      from generate_series(
        greatest((ad.from_at at time zone 'UTC')::date - ${baselineDays}::int,
          (select min(day) from ad_daily where product_ad_id = ad.product_ad_id)),
        (ad.from_at at time zone 'UTC')::date - 1, interval '1 day') g (day)
      left join ad_daily y on y.product_ad_id = ad.product_ad_id and y.day = g.day::date) b
    order by ad.id`;
}
