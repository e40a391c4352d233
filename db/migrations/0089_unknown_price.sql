-- A line's price may not be known yet: a marketplace tells that something was ordered before the payment is authorised, and
-- its price only after. Then price and amounts are null, all of them: unknown, not nothing.
alter table order_line
  alter column unit_price drop not null,
  alter column amount_minor drop not null,
  alter column cancelled_minor drop not null,
  alter column amount_base_minor drop not null,
  alter column cancelled_base_minor drop not null,
  add constraint order_line_amounts_known_together
    check (num_nulls(unit_price, amount_minor, cancelled_minor, amount_base_minor, cancelled_base_minor) in (0, 5));

-- Units of the day that revenue_base_minor does not hold, because what they cost the customer is not known yet.
alter table demand_daily add column unpriced_units int not null default 0;

create or replace function order_line_effects() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    insert into demand_daily as d (sku_id, location_id, channel_id, day, units, revenue_base_minor, cost_base_minor, lines, unpriced_units)
    select sku_id, location_id, channel_id, day, -sum(quantity - cancelled_quantity), -coalesce(sum(amount_base_minor - cancelled_base_minor), 0),
      -coalesce(sum(cost_base_minor), 0), -count(*), -coalesce(sum(quantity - cancelled_quantity) filter (where amount_base_minor is null), 0)
    from removed where kind = 'sale' group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (sku_id, location_id, channel_id, day) do update set
      units = d.units + excluded.units, revenue_base_minor = d.revenue_base_minor + excluded.revenue_base_minor,
      cost_base_minor = d.cost_base_minor + excluded.cost_base_minor, lines = d.lines + excluded.lines,
      unpriced_units = d.unpriced_units + excluded.unpriced_units;
    insert into stock_level as l (sku_id, location_id, committed)
    select sku_id, location_id, -sum(quantity - cancelled_quantity - shipped_quantity)
    from removed where open and kind = 'sale' group by 1, 2 order by 1, 2
    on conflict (sku_id, location_id) do update set committed = l.committed + excluded.committed;
    insert into sku_to_refresh as r (sku_id, since, demand_day)
    select sku_id, min(placed_at) filter (where open), min(day) from removed where kind = 'sale' group by 1 order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp(), since = least(r.since, excluded.since),
      demand_day = least(r.demand_day, excluded.demand_day);
  end if;
  if tg_op <> 'DELETE' then
    insert into demand_daily as d (sku_id, location_id, channel_id, day, units, revenue_base_minor, cost_base_minor, lines, unpriced_units)
    select sku_id, location_id, channel_id, day, sum(quantity - cancelled_quantity), coalesce(sum(amount_base_minor - cancelled_base_minor), 0),
      coalesce(sum(cost_base_minor), 0), count(*), coalesce(sum(quantity - cancelled_quantity) filter (where amount_base_minor is null), 0)
    from added where kind = 'sale' group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (sku_id, location_id, channel_id, day) do update set
      units = d.units + excluded.units, revenue_base_minor = d.revenue_base_minor + excluded.revenue_base_minor,
      cost_base_minor = d.cost_base_minor + excluded.cost_base_minor, lines = d.lines + excluded.lines,
      unpriced_units = d.unpriced_units + excluded.unpriced_units;
    insert into stock_level as l (sku_id, location_id, committed)
    select sku_id, location_id, sum(quantity - cancelled_quantity - shipped_quantity)
    from added where open and kind = 'sale' group by 1, 2 order by 1, 2
    on conflict (sku_id, location_id) do update set committed = l.committed + excluded.committed;
    insert into sku_to_refresh as r (sku_id, since, demand_day)
    select sku_id, min(placed_at) filter (where open), min(day) from added where kind = 'sale' group by 1 order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp(), since = least(r.since, excluded.since),
      demand_day = least(r.demand_day, excluded.demand_day);
  end if;
  return null;
end $$;
