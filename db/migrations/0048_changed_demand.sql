-- Earliest day whose demand changed; null: none did. A forecast rests on the days before today, so most changes leave it as it is.
alter table sku_to_refresh add column demand_day date;

create or replace function order_line_effects() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    insert into demand_daily as d (sku_id, location_id, channel_id, day, units, revenue_base_minor, cost_base_minor, lines)
    select sku_id, location_id, channel_id, day, -sum(quantity - cancelled_quantity), -sum(amount_base_minor - cancelled_base_minor),
      -coalesce(sum(cost_base_minor), 0), -count(*)
    from removed where kind = 'sale' group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (sku_id, location_id, channel_id, day) do update set
      units = d.units + excluded.units, revenue_base_minor = d.revenue_base_minor + excluded.revenue_base_minor,
      cost_base_minor = d.cost_base_minor + excluded.cost_base_minor, lines = d.lines + excluded.lines;
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
    insert into demand_daily as d (sku_id, location_id, channel_id, day, units, revenue_base_minor, cost_base_minor, lines)
    select sku_id, location_id, channel_id, day, sum(quantity - cancelled_quantity), sum(amount_base_minor - cancelled_base_minor),
      coalesce(sum(cost_base_minor), 0), count(*)
    from added where kind = 'sale' group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (sku_id, location_id, channel_id, day) do update set
      units = d.units + excluded.units, revenue_base_minor = d.revenue_base_minor + excluded.revenue_base_minor,
      cost_base_minor = d.cost_base_minor + excluded.cost_base_minor, lines = d.lines + excluded.lines;
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
