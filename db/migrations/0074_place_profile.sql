-- How a place as a whole sells, worked out once a day: the forecast of each item leans on it.
create table place_profile (
  location_id smallint primary key references location,
  weekday_factors real[] not null check (cardinality(weekday_factors) = 7),  -- Monday first, mean 1; 0: it never sells then
  closed_days date[] not null,                -- within the last year; it sold nothing though it usually does on that weekday
  as_of_day date not null,
  computed_at timestamptz not null default now()
);
grant select, insert, update, delete on place_profile to plimsoll_app;

-- Levels of the method before are not those of the new one: all is worked out anew.
insert into sku_to_refresh (sku_id) select id from sku order by id on conflict (sku_id) do update set marked_at = clock_timestamp();
