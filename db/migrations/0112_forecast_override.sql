-- What a person knows better than the engine: demand of a SKU, at one place or at all, over some days.
create table forecast_override (
  id int generated always as identity primary key,
  sku_id int not null references sku on delete cascade,
  location_id smallint references location,   -- null: at every place
  from_day date not null,
  to_day date not null check (to_day >= from_day),            -- included; days of each place
  factor real check (factor between 0 and 100),               -- of what the engine says
  units_per_day real check (units_per_day between 0 and 1e7), -- instead of it; of all places together where there is no place
  reason text not null check (length(reason) between 1 and 500),
  version int not null default 1,
  created_by text not null,
  created_by_id text not null,
  created_at timestamptz not null default now(),
  cancelled_by text,
  cancelled_at timestamptz,
  engine_units_per_day real,                  -- what the engine said of these days when it was made
  scored_at timestamptz,                      -- after its last day: units it and the engine missed by, day for day
  days_scored int,
  actual_units real,
  said_units real,
  engine_units real,
  said_error real,                            -- mean absolute error a day
  engine_error real,
  check (num_nonnulls(factor, units_per_day) = 1)
);
create index forecast_override_by_sku on forecast_override (sku_id, to_day desc);
create index forecast_override_unscored on forecast_override (to_day) where scored_at is null and cancelled_at is null;
grant select, insert, update on forecast_override to plimsoll_app;
-- A change of what is said of a SKU makes its forecast due, as a changed day of demand does.
create function mark_skus_of_demand_said() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into sku_to_refresh (sku_id, demand_day) select distinct sku_id, date '2000-01-01' from said where sku_id is not null order by 1
  on conflict (sku_id) do update set marked_at = clock_timestamp(), demand_day = excluded.demand_day;
  return null;
end $$;
create trigger forecast_override_insert after insert on forecast_override referencing new table as said for each statement execute function mark_skus_of_demand_said();
create trigger forecast_override_update after update on forecast_override referencing new table as said for each statement execute function mark_skus_of_demand_said();
