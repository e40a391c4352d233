-- What lies on a shelf and what of it cannot be sold are read apart: a source may give the one without the other, and
-- the newest reading of each counts. With both in one row the order of arrival decided which was kept.
alter table stock_reading add column measure text not null default 'on_hand' check (measure in ('on_hand', 'unavailable'));
alter table stock_reading drop constraint stock_reading_pkey, add primary key (sku_id, location_id, measure);
insert into stock_reading (sku_id, location_id, measure, connection_id, as_of, as_of_given, on_hand, recorded_at)
select sku_id, location_id, 'unavailable', connection_id, as_of, as_of_given, unavailable, recorded_at
from stock_reading where unavailable is not null;
alter table stock_reading drop column unavailable;
alter table stock_reading rename column on_hand to units;
alter table stock_reading alter column measure drop default;

create or replace function stock_level_follow_reading() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into stock_level as l (sku_id, location_id, known_since, data_as_of)
  select sku_id, location_id, min(as_of), max(as_of) from added group by 1, 2 order by 1, 2
  on conflict (sku_id, location_id) do update set
    known_since = least(l.known_since, excluded.known_since),
    data_as_of = greatest(l.data_as_of, excluded.data_as_of);
  insert into sku_to_refresh as r (sku_id, since) select sku_id, min(as_of) from added group by 1 order by 1
  on conflict (sku_id) do update set marked_at = clock_timestamp(), since = least(r.since, excluded.since);
  return null;
end $$;
