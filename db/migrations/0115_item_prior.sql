-- What items of a category sell at a place, by price band: what a new one is drawn towards. Worked out once a day.
create table item_prior (
  location_id smallint not null references location,
  category text not null,
  price_band smallint,                        -- 1 to 3 of the category's prices, the lowest first; null: of any price
  price_to numeric,                           -- the highest price of the band
  items int not null,
  level_per_day real not null,                -- gamma: its mean
  shape real not null,                        -- and its shape: units seen that it counts as
  dispersion real not null,
  weekday_factors real[] not null,
  as_of_day date not null,
  unique nulls not distinct (location_id, category, price_band)
);
grant select, insert, update, delete on item_prior to plimsoll_app;
