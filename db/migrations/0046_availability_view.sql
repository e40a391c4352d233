-- Spans say the same as a row for each day, in a hundredth of the rows: a SKU that is out for months is one of them.
alter table stock_out_span drop constraint if exists stock_out_span_sku_id_fkey, drop constraint if exists stock_out_span_location_id_fkey;
drop table availability_daily;

-- Share of each calendar day (in the location's zone) on which a SKU could not be bought all day at a location; other days
-- since known_since count as 1. Today counts up to now. Ask by SKU: the days are made from the spans when they are read.
create view availability_daily as
select o.sku_id, o.location_id, d.day::date as day,
  greatest(0, 1 - sum(extract(epoch from least(coalesce(o.ended_at, now()), d.ends_at, now()) - greatest(o.started_at, d.starts_at)))
    / min(extract(epoch from least(d.ends_at, now()) - greatest(d.starts_at, l.known_since))))::real as available_share
from stock_out_span o
join stock_level l on l.sku_id = o.sku_id and l.location_id = o.location_id
join location x on x.id = o.location_id
cross join lateral (
  select day, day at time zone x.time_zone as starts_at, (day + interval '1 day') at time zone x.time_zone as ends_at
  from generate_series(date_trunc('day', o.started_at at time zone x.time_zone),
    coalesce(o.ended_at, now()) at time zone x.time_zone, interval '1 day') day
) d
where least(coalesce(o.ended_at, now()), d.ends_at, now()) > greatest(o.started_at, d.starts_at)
group by 1, 2, 3
having sum(extract(epoch from least(coalesce(o.ended_at, now()), d.ends_at, now()) - greatest(o.started_at, d.starts_at))) >= 1;
