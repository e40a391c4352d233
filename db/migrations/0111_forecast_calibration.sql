-- What the recent past says is to be made of levels and spreads, by class of level. The newest is in force; see lib/metrics/forecast/calibrate.ts.
create table forecast_calibration (
  id int generated always as identity primary key,
  as_of_day date not null unique,             -- UTC; nothing from this day on took part
  from_day date not null,                     -- first day that the past forecasts were held against
  series int not null,
  forecasts int not null,
  classes jsonb not null,                     -- lowest level first: factors, how many forecasts, loss with them ÷ without
  growth real not null,
  growth_by_place jsonb not null,             -- location id → growth
  computed_at timestamptz not null default now()
);
grant select, insert, update, delete on forecast_calibration to plimsoll_app;

alter table forecast
  add mean_units_per_day real,                -- point forecast by least squared error; null: worked out before this was kept
  add basis jsonb not null default '{}';      -- what the level came from: smoothed level, class, growth, overrides, surges

-- Levels of the method before are not those of the new one: all is worked out anew.
insert into sku_to_refresh (sku_id) select id from sku order by id on conflict (sku_id) do update set marked_at = clock_timestamp();
