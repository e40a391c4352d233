-- What the SKUs of a promotion that is over sold beside what was usual: later ones are expected to bring as much, and its own days
-- count as usual ones in the forecast. Kept with its time, so that the past is read with what was known then. See
-- lib/metrics/forecast/promotion.ts.
create table promotion_result (
  promotion_id int not null references promotion on delete cascade,
  sku_id int not null references sku on delete cascade,
  units int not null check (units >= 0),
  usual_units real not null check (usual_units > 0),   -- of the same weekdays of the eight weeks before
  measured_at timestamptz not null,
  primary key (promotion_id, sku_id)
);
create index promotion_result_by_sku on promotion_result (sku_id);
grant select, insert, update, delete on promotion_result to plimsoll_app;
-- Those of the last year and of the coming weeks, which forecasts ask for.
create index promotion_kept_for on promotion (ends_at) where side = 'for' and cancelled_at is null;
