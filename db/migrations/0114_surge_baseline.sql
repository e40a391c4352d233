-- What orders an hour are held against: what is usual of each series that sells now and then, worked out once a day.
create table surge_baseline (
  scope text not null check (scope in ('sku_place', 'sku', 'category_region')),
  sku_id int references sku on delete cascade,
  location_id smallint references location,
  category text,
  region text,
  orders_per_day real not null,
  weekday_factors real[] not null,            -- Monday first, mean 1
  dispersion real not null,                   -- of a day's orders
  unique nulls not distinct (scope, sku_id, location_id, category, region)
);
-- Drops are asked after where something is to be expected.
create index surge_baseline_busy on surge_baseline (orders_per_day) where orders_per_day >= 6;
-- How improbable an hour must be to count, from the days before; and when it was last looked at.
create table surge_watch (
  one boolean primary key default true check (one),
  as_of_day date,
  up_score real not null default 5,
  down_score real not null default 5,
  series_days int not null default 0,         -- that the scores were taken from
  looked_until timestamptz
);
insert into surge_watch default values;
grant select, insert, update, delete on surge_baseline to plimsoll_app;
grant select, update on surge_watch to plimsoll_app;

alter table surge add observed_orders int not null default 0, add expected_orders real not null default 0,
  add base_level real;                        -- units a day that the forecast reckoned with by itself then; null: a category
alter table alert drop constraint alert_kind_check, add constraint alert_kind_check check (kind in ('source_late', 'circuit_open',
  'reconnect_needed', 'reconciliation_differs', 'canary_late', 'dead_letters', 'accuracy_under', 'demand_turned'));
