import type { Db, Queryable } from "@/db/client";
import { forecastHistoryDays } from "./daily-series";
import { longestPromotionDays, type Promotion, usualWeeks } from "./promotion";

/** Late orders are waited for so long. */
const settledDays = 1;
/** One that has been over for longer when it is first looked at is left as it is. */
const measuredForDays = 30;

/** Promotions that units were kept for a channel for, and their SKUs; days as the promotion's own clock shows them. */
export const promotionsFor = (db: Queryable) => db`
  select p.id, p.channel_id, (p.starts_at at time zone p.time_zone)::date as from_day,
    ((p.ends_at - interval '1 second') at time zone p.time_zone)::date as to_day, p.starts_at, p.ends_at, p.created_at, p.every_sku
  from promotion p
  where p.side = 'for' and p.cancelled_at is null and p.ends_at <= p.starts_at + make_interval(days => ${longestPromotionDays})`;

/**
 * Measures each promotion that is over, once: what its SKUs sold on its days at the places that serve its channel, beside the mean
 * of the same weekdays of the eight weeks before it; what had not sold for that long is left out. Marks those SKUs, whose forecasts
 * follow from it. One of which nothing can be said is noted with
 * why: it has no products, none of them sold long enough before, or none sold then on its weekdays. Returns how many results there were.
 */
export async function measurePromotions(db: Db, now: Date): Promise<number> {
  const rows = await db`
    with due as materialized (
      select * from (${promotionsFor(db)}) p
      where ends_at between ${now}::timestamptz - make_interval(days => ${measuredForDays}) and ${now}::timestamptz - make_interval(days => ${settledDays})
        and not exists (select from promotion_result r where r.promotion_id = p.id)
        and not exists (select from promotion_unmeasured u where u.promotion_id = p.id)
    ), item as (
      select d.id, s.sku_id from due d join promotion_sku s on s.promotion_id = d.id
      union
      select d.id, l.sku_id from due d join listing l on d.every_sku and l.channel_id = d.channel_id where l.sku_id is not null
    ), weekday as (
      select d.id, extract(isodow from g)::int as isodow, count(*)::float8 as days
      from due d cross join generate_series(d.from_day, d.to_day, interval '1 day') g group by 1, 2
    ), sold as (
      select i.id, i.sku_id, coalesce(sum(u.units) filter (where u.day >= d.from_day), 0)::int as units,
        coalesce(sum(u.units * w.days) filter (where u.day < d.from_day), 0) / ${usualWeeks} as usual
      from item i join due d using (id)
      join demand_daily u on u.sku_id = i.sku_id and u.day between d.from_day - ${usualWeeks * 7}::int and d.to_day
        and u.location_id in (select location_id from channel_location where channel_id = d.channel_id)
      left join weekday w on w.id = d.id and w.isodow = extract(isodow from u.day)
      group by 1, 2
    ), measured as (
      insert into promotion_result (promotion_id, sku_id, units, usual_units, measured_at)
      select id, sku_id, units, usual, ${now} from sold
      where usual > 0 and exists (
        select from demand_daily e join due d on d.id = sold.id
        where e.sku_id = sold.sku_id and e.day < d.from_day - ${(usualWeeks - 1) * 7}::int)
      on conflict do nothing returning promotion_id, sku_id
    ), unmeasured as (
      insert into promotion_unmeasured (promotion_id, why, looked_at)
      select d.id, case when not exists (select from item i where i.id = d.id) then 'no_items'
          when exists (select from sold s where s.id = d.id and s.usual > 0) then 'new_items' else 'no_sales' end, ${now}
      from due d where d.id not in (select promotion_id from measured)
      on conflict do nothing
    )
    insert into sku_to_refresh (sku_id, demand_day) select distinct sku_id, date '2000-01-01' from measured order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp(), demand_day = excluded.demand_day
    returning sku_id`;
  return rows.length;
}

/** Promotions of these SKUs of the past that a forecast rests on and of the days that it tells, as they were known at `now`. */
export function loadPromotions(db: Queryable, skuIds: readonly number[], now: Date): Promise<Promotion[]> {
  return db<Promotion[]>`
    with near as materialized (
      select * from (${promotionsFor(db)}) p
      where ends_at > ${now}::timestamptz - make_interval(days => ${forecastHistoryDays + 2}) and starts_at < ${now}::timestamptz + interval '92 days'
        and created_at <= ${now}
    ), item as (
      select n.id, s.sku_id from near n join promotion_sku s on s.promotion_id = n.id and s.sku_id = any(${skuIds}::int[])
      union
      select n.id, l.sku_id from near n join listing l on n.every_sku and l.channel_id = n.channel_id and l.sku_id = any(${skuIds}::int[])
    ), known as (
      select sku_id, sum(units)::float8 as units, sum(usual_units)::float8 as usual from promotion_result
      where sku_id = any(${skuIds}::int[]) and measured_at <= ${now} and exists (select from near) group by 1
    ), part as (
      -- Of all products: whole days as they were summed up when they were measured, and the day of the moment itself.
      select units, usual_units from promotion_total where day < (${now}::timestamptz at time zone 'UTC')::date
      union all
      select units, usual_units from promotion_result
      where measured_at <= ${now} and measured_at >= date_trunc('day', ${now}::timestamptz at time zone 'UTC') at time zone 'UTC'
    ), whole as (
      select coalesce(sum(units), 0)::float8 as units, coalesce(sum(usual_units), 0)::float8 as usual from part where exists (select from near)
    )
    select n.id, i.sku_id as "skuId", array(select location_id from channel_location where channel_id = n.channel_id) as "locationIds",
      n.from_day as "fromDay", n.to_day as "toDay",
      json_build_object('units', coalesce(k.units, 0), 'usualUnits', coalesce(k.usual, 0)) as own,
      json_build_object('units', w.units, 'usualUnits', w.usual) as "all"
    from item i join near n using (id) left join known k on k.sku_id = i.sku_id cross join whole w
    order by n.id, i.sku_id`;
}
