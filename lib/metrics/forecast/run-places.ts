import type { Queryable } from "@/db/client";

/** Days whose sales make the profile; half the weight is on the last three months. */
const profileDays = 182;
const halfLifeDays = 90;
/** A weekday on which a place sells less often than on this share of the weeks is one on which it is closed. */
const leastOpenShare = 0.2;
/** A day without a sale counts as closed only where at least so many units were to be expected. */
const leastExpectedUnits = 10;

/**
 * Works out how each place as a whole sells by weekday and on which days of the last year it was closed, for places whose
 * profile is not of their today. One statement over the daily sums; returns how many places it took. A place that had no
 * profile yet has its goods marked, since their figures were worked out without one.
 */
export async function profilePlaces(db: Queryable, now: Date): Promise<number> {
  const done = await db`
    with place as (
      select l.id as location_id, (${now}::timestamptz at time zone l.time_zone)::date as today
      from location l left join place_profile p on p.location_id = l.id
      where p.as_of_day is distinct from (${now}::timestamptz at time zone l.time_zone)::date
    ), sold as (
      select p.location_id, p.today, d.day, sum(d.units) as units
      from place p join demand_daily d on d.location_id = p.location_id and d.day < p.today and d.day >= p.today - 365
      group by 1, 2, 3 having sum(d.units) > 0
    ), span as (
      select location_id, today, min(day) as first_day from sold group by 1, 2
    ), days as (
      select s.location_id, s.today, g.day::date as day, extract(isodow from g.day)::int - 1 as weekday, coalesce(o.units, 0) as units,
        power(0.5, (s.today - g.day::date) / ${halfLifeDays}::float8) as weight, g.day::date >= s.today - ${profileDays}::int as recent
      from span s cross join lateral generate_series(s.first_day, s.today - 1, interval '1 day') as g (day)
      left join sold o on o.location_id = s.location_id and o.day = g.day::date
    ), weekdays as (
      select location_id, weekday, avg((units > 0)::int) filter (where recent) as open_share,
        sum(weight * units) filter (where recent and units > 0) / nullif(sum(weight) filter (where recent and units > 0), 0) as usual
      from days group by 1, 2
    ), usual as (
      select location_id, weekday, case when open_share >= ${leastOpenShare} then coalesce(usual, 0) else 0 end as units from weekdays
    ), factors as (
      select location_id, array_agg((units * 7 / total)::real order by weekday) as weekday_factors
      from (select *, sum(units) over (partition by location_id) as total, count(*) over (partition by location_id) as n from usual) u
      where total > 0 and n = 7 group by 1
    ), closed as (
      select d.location_id, array_agg(d.day order by d.day) as days from days d join usual u using (location_id, weekday)
      where d.units = 0 and u.units >= ${leastExpectedUnits} group by 1
    ), written as (
    insert into place_profile (location_id, weekday_factors, closed_days, as_of_day, computed_at)
    select f.location_id, f.weekday_factors, coalesce(c.days, '{}'), p.today, ${now}
    from factors f join place p using (location_id) left join closed c using (location_id) order by 1
    on conflict (location_id) do update set weekday_factors = excluded.weekday_factors, closed_days = excluded.closed_days,
      as_of_day = excluded.as_of_day, computed_at = excluded.computed_at
      returning location_id, xmax = 0 as first
    ), marked as (
      insert into sku_to_refresh (sku_id)
      select distinct l.sku_id from stock_level l join written w using (location_id) where w.first order by 1
      on conflict (sku_id) do update set marked_at = clock_timestamp()
    )
    select 1 from written`;
  return done.length;
}
