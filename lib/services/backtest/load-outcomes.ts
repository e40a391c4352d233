import type { Queryable } from "@/db/client";
import type { MadePause, MadeTransfer } from "./made";

/** What really happened after a supposed transfer; see SupposedOutcome. */
export interface TransferFacts {
  id: number;
  skuCode: string;
  originName: string;
  destinationName: string;
  marginMinorPerUnit: number | null;
  receiverDays: { expectedUnits: number; soldUnits: number; availableShare: number }[];
  receiverDispersion: number;
  donorLeastUnits: number;
  donorSoldUnits: number;
}

/** On the shadow tables at the end of the span, with its shares: nothing that became known later is looked at. */
export function loadTransferFacts(
  db: Queryable,
  transfers: readonly MadeTransfer[],
  horizonDays: number,
  until: Date,
): Promise<TransferFacts[]> {
  return db<TransferFacts[]>`
    with made as materialized (
      select s.*, least(s."plannedAt" + make_interval(days => ${horizonDays}), ${until}) as end_at,
        po.id as origin_place, o.name as "originName", d.name as "destinationName", k.code as "skuCode",
        o.time_zone as origin_zone, d.time_zone as destination_zone
      from json_to_recordset(${JSON.stringify(transfers)}::text::json) s (id int, "skuId" int, "originId" smallint, "destinationId" smallint,
        "plannedAt" timestamptz, "arrivesAt" timestamptz)
      join location o on o.id = s."originId" join location d on d.id = s."destinationId" join sku k on k.id = s."skuId"
      join place po on po.location_id = o.id and po.kind = 'stock'
    )
    select m.id, m."skuCode", m."originName", m."destinationName", st.margin_base_minor as "marginMinorPerUnit",
      coalesce(rf.dispersion, 0) as "receiverDispersion",
      coalesce((
        select jsonb_agg(jsonb_build_object('expectedUnits', rf.level_units_per_day * rf.weekday_factors[extract(isodow from y.day)::int],
          'soldUnits', coalesce(v.units, 0), 'availableShare', y.available_share) order by y.day)
        from past_share y
        left join lateral (select greatest(sum(units), 0)::int as units from demand_daily
          where sku_id = y.sku_id and location_id = y.location_id and day = y.day) v on true
        where rf.sku_id is not null and y.sku_id = m."skuId" and y.location_id = m."destinationId"
          and y.day > (m."arrivesAt" at time zone m.destination_zone)::date and y.day <= (m.end_at at time zone m.destination_zone)::date), '[]') as "receiverDays",
      coalesce((
        select min(balance) from (
          select occurred_at, sum(sign * quantity) over (order by occurred_at, id)::int as balance,
            lead(occurred_at) over (order by occurred_at, id) as next_at
          from (select x.occurred_at, x.id, x.quantity, case when x.to_place_id = m.origin_place then 1 else -1 end as sign
            from stock_move x where x.sku_id = m."skuId" and m.origin_place in (x.from_place_id, x.to_place_id)) e) b
        where b.occurred_at <= m.end_at and (b.next_at is null or b.next_at > m."plannedAt")), 0) as "donorLeastUnits",
      coalesce((select greatest(sum(units), 0)::int from demand_daily
        where sku_id = m."skuId" and location_id = m."originId" and day > (m."plannedAt" at time zone m.origin_zone)::date
          and day <= (m.end_at at time zone m.origin_zone)::date), 0) as "donorSoldUnits"
    from made m
    left join stock_status st on st.sku_id = m."skuId" and st.location_id = m."destinationId"
    left join forecast rf on rf.sku_id = m."skuId" and rf.location_id = m."destinationId"
    order by m."arrivesAt", m.id`;
}

/** What an ad really spent and brought while it would have been paused; of a campaign each of its ads. */
export interface PauseFacts {
  index: number;
  skuCode: string;
  adName: string;
  pausedDays: number;
  spendMinor: number;
  attributedUnits: number;
  buyableDays: number;
  unitsLeft: number;
  marginMinorPerUnit: number | null;
}

/** Days count as buyable by the best of the places that serve the ad's channel. */
export function loadPauseFacts(
  db: Queryable,
  pauses: readonly MadePause[],
  until: Date,
): Promise<PauseFacts[]> {
  const rows = pauses.map((pause, index) => ({ ...pause, index, resumedAt: pause.resumedAt ?? until }));
  return db<PauseFacts[]>`
    with made as materialized (
      select s.index, a.id as ad_id, a.sku_id, c.name as "adName", c.channel_id, s."pausedAt"::date + 1 as from_day, s."resumedAt"::date as to_day
      from json_to_recordset(${JSON.stringify(rows)}::text::json) s (index int, "campaignId" int, "productAdId" int, "pausedAt" timestamptz, "resumedAt" timestamptz)
      join public.product_ad a on a.campaign_id = s."campaignId" and a.id = coalesce(s."productAdId", a.id)
      join public.campaign c on c.id = a.campaign_id
    ), shelf as (
      select m.index, m.ad_id, l.location_id, m.sku_id, greatest(l.available, 0) as available, st.margin_base_minor as margin
      from made m join stock_level l on l.sku_id = m.sku_id
      left join stock_status st on st.sku_id = l.sku_id and st.location_id = l.location_id
      where m.channel_id is null or exists (select from channel_location n where n.channel_id = m.channel_id and n.location_id = l.location_id)
    ), buyable as (
      select index, ad_id, sum(share)::float8 as days from (
        select m.index, m.ad_id, g.day, max(coalesce(y.available_share, 1)) as share
        from made m cross join lateral generate_series(m.from_day, m.to_day - 1, interval '1 day') g (day)
        join shelf s on s.index = m.index and s.ad_id = m.ad_id
        left join past_share y on y.sku_id = s.sku_id and y.location_id = s.location_id and y.day = g.day::date
        group by 1, 2, 3) d group by 1, 2
    )
    select m.index, k.code as "skuCode", m."adName", greatest(0, m.to_day - m.from_day) as "pausedDays",
      coalesce(sum(d.spend_base_minor), 0)::float8 as "spendMinor", coalesce(sum(d.attributed_units), 0)::float8 as "attributedUnits",
      coalesce(max(b.days), 0)::float8 as "buyableDays",
      coalesce((select sum(available) from shelf s where s.index = m.index and s.ad_id = m.ad_id), 0)::float8 as "unitsLeft",
      (select avg(margin) from shelf s where s.index = m.index and s.ad_id = m.ad_id)::float8 as "marginMinorPerUnit"
    from made m join sku k on k.id = m.sku_id
    left join public.ad_daily d on d.product_ad_id = m.ad_id and d.day >= m.from_day and d.day < m.to_day
    left join buyable b on b.index = m.index and b.ad_id = m.ad_id
    group by m.index, m.ad_id, k.code, m."adName", m.from_day, m.to_day order by m.index, m.ad_id`;
}

/** What really happened in the span: shelves' days without stock, actions, spend. */
export async function loadHappened(db: Queryable, skuIds: number[], from: Date, until: Date) {
  const shelves = await db<
    {
      marginMinorPerUnit: number;
      dispersion: number;
      days: { day: string; expectedUnits: number; soldUnits: number; availableShare: number }[];
    }[]
  >`
    select st.margin_base_minor as "marginMinorPerUnit", f.dispersion,
      jsonb_agg(jsonb_build_object('day', y.day, 'expectedUnits', f.level_units_per_day * f.weekday_factors[extract(isodow from y.day)::int],
        'soldUnits', coalesce(v.units, 0), 'availableShare', y.available_share) order by y.day) as days
    from past_share y
    join forecast f on f.sku_id = y.sku_id and f.location_id = y.location_id
    join stock_status st on st.sku_id = y.sku_id and st.location_id = y.location_id and st.margin_base_minor is not null
    left join lateral (select greatest(sum(units), 0)::int as units from demand_daily
      where sku_id = y.sku_id and location_id = y.location_id and day = y.day) v on true
    where y.day >= ${from}::date and y.day < ${until}::date
    group by y.sku_id, y.location_id, st.margin_base_minor, f.dispersion order by y.sku_id, y.location_id`;
  const [counts] = await db<
    { transfers: number; transferUnits: number; adPauses: number; wastedMinor: number; spendMinor: number }[]
  >`
    select (select count(distinct o.id)::int from transfer_order o join transfer_line l on l.transfer_id = o.id
        where o.planned_at >= ${from} and l.sku_id = any(${skuIds}) and o.number not like 'supposed-%') as transfers,
      (select coalesce(sum(l.quantity), 0)::int from transfer_order o join transfer_line l on l.transfer_id = o.id
        where o.planned_at >= ${from} and l.sku_id = any(${skuIds}) and o.number not like 'supposed-%') as "transferUnits",
      (select count(*)::int from action where kind = 'ad_pause' and undo_of is null and created_at >= ${from} and created_at < ${until}
        and state in ('verified', 'undone')) as "adPauses",
      coalesce(sum(d.wasted_base_minor), 0)::bigint as "wastedMinor", coalesce(sum(d.spend_base_minor), 0)::bigint as "spendMinor"
    from public.ad_daily d where d.day >= ${from}::date and d.day < ${until}::date
      and d.product_ad_id in (select id from public.product_ad where sku_id = any(${skuIds}))`;
  return {
    shelves,
    counts: counts ?? { transfers: 0, transferUnits: 0, adPauses: 0, wastedMinor: 0, spendMinor: 0 },
  };
}
