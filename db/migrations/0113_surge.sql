-- Demand that turned within hours: more or less than a forecast can explain. One that lasts is one row.
create table surge (
  id int generated always as identity primary key,
  scope text not null check (scope in ('sku_place', 'sku', 'category_region')),
  sku_id int references sku on delete cascade,
  location_id smallint references location,   -- with scope sku_place
  category text,
  region text,
  direction text not null check (direction in ('up', 'down')),
  window_hours smallint not null,
  observed_units int not null,
  expected_units real not null,
  tail real not null,                         -- chance of as much, or as little, by the forecast
  factor real not null,                       -- of the forecast's level, drawn towards 1
  began_at timestamptz not null,              -- of the window in which it was first seen
  seen_at timestamptz not null,               -- last
  expires_at timestamptz not null,            -- it fades until then
  ended_at timestamptz,
  check ((scope = 'sku_place') = (location_id is not null)),
  check ((scope = 'category_region') = (sku_id is null))
);
create unique index surge_running on surge (scope, sku_id, location_id, category, region) nulls not distinct where ended_at is null;
create index surge_by_sku on surge (sku_id, seen_at desc);
grant select, insert, update on surge to plimsoll_app;
create trigger surge_insert after insert on surge referencing new table as said for each statement execute function mark_skus_of_demand_said();
create trigger surge_update after update on surge referencing new table as said for each statement execute function mark_skus_of_demand_said();

-- How a place sells by hour of its day, midnight first, mean 1; null: not worked out yet.
alter table place_profile add hour_factors real[] check (cardinality(hour_factors) = 24);
