-- What the amounts of a stock status were worked out with, so that decisions and KPIs use the same figures.
alter table stock_status
  add column unit_cost_base_minor real,       -- null: unknown
  add column margin_base_minor real,          -- of one sale there, after channel fees; null: cost or price unknown
  add column lead_time_days real,             -- of the quickest lane to there; null: none
  add column incoming_units_by_next int;      -- units of the next arrival

-- Waste worked out for another amount of spend is no longer known.
create function ad_spend_forget_waste() returns trigger language plpgsql as $$
begin
  new.wasted_base_minor := null;
  return new;
end $$;
create trigger ad_spend_forget_waste before update on ad_spend for each row
  when (new.spend_base_minor <> old.spend_base_minor) execute function ad_spend_forget_waste();
