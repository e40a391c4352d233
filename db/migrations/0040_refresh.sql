-- What must be worked out anew, from when on, and the spans without stock that follow from the ledger.

-- Earliest moment whose stock may have changed; null: nothing in the past did.
alter table sku_to_refresh add column since timestamptz;

-- Spans in which a SKU could not be bought at a location (available ≤ 0, commitments counted from the moment they were
-- made), from the first known reading on. availability_daily holds the same by calendar day.
create table stock_out_span (
  sku_id int not null references sku,
  location_id smallint not null references location,
  started_at timestamptz not null,
  ended_at timestamptz,                       -- null: still out
  primary key (sku_id, location_id, started_at),
  check (ended_at > started_at)
);
-- KPI days ask for all spans that touch a few days.
create index stock_out_span_by_end on stock_out_span (ended_at, started_at);

create or replace function stock_level_follow_moves() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into stock_level as l (sku_id, location_id, on_hand, unavailable, in_transit, known_since, data_as_of)
  select sku_id, location_id, sum(on_hand), sum(unavailable), sum(in_transit), min(shelf_at), max(occurred_at)
  from (
    select m.sku_id, p.location_id, m.occurred_at,
      case when p.kind <> 'transit' then s.sign * m.quantity else 0 end as on_hand,
      case when p.kind = 'unavailable' then s.sign * m.quantity else 0 end as unavailable,
      case when p.kind = 'transit' then s.sign * m.quantity else 0 end as in_transit,
      case when p.kind <> 'transit' then m.occurred_at end as shelf_at
    from added m
    cross join lateral (values (m.to_place_id, 1), (m.from_place_id, -1)) s (place_id, sign)
    join place p on p.id = s.place_id
    where p.location_id is not null
  ) d
  group by sku_id, location_id
  order by sku_id, location_id
  on conflict (sku_id, location_id) do update set
    on_hand = l.on_hand + excluded.on_hand,
    unavailable = l.unavailable + excluded.unavailable,
    in_transit = l.in_transit + excluded.in_transit,
    known_since = least(l.known_since, excluded.known_since),
    data_as_of = greatest(l.data_as_of, excluded.data_as_of);
  insert into sku_to_refresh as r (sku_id, since) select sku_id, min(occurred_at) from added group by 1 order by 1
  on conflict (sku_id) do update set marked_at = clock_timestamp(), since = least(r.since, excluded.since);
  return null;
end $$;

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
    insert into sku_to_refresh as r (sku_id, since)
    select sku_id, min(placed_at) filter (where open) from removed where kind = 'sale' group by 1 order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp(), since = least(r.since, excluded.since);
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
    insert into sku_to_refresh as r (sku_id, since)
    select sku_id, min(placed_at) filter (where open) from added where kind = 'sale' group by 1 order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp(), since = least(r.since, excluded.since);
  end if;
  return null;
end $$;

create or replace function stock_level_follow_transfers() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    insert into stock_level as l (sku_id, location_id, committed)
    select sku_id, origin_id, -sum(quantity) from removed where reserving group by 1, 2 order by 1, 2
    on conflict (sku_id, location_id) do update set committed = l.committed + excluded.committed;
    insert into sku_to_refresh as r (sku_id, since)
    select sku_id, min(planned_at) from removed join transfer_order t on t.id = transfer_id group by 1 order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp(), since = least(r.since, excluded.since);
  end if;
  if tg_op <> 'DELETE' then
    insert into stock_level as l (sku_id, location_id, committed)
    select sku_id, origin_id, sum(quantity) from added where reserving group by 1, 2 order by 1, 2
    on conflict (sku_id, location_id) do update set committed = l.committed + excluded.committed;
    insert into sku_to_refresh as r (sku_id, since)
    select sku_id, min(planned_at) from added join transfer_order t on t.id = transfer_id group by 1 order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp(), since = least(r.since, excluded.since);
  end if;
  return null;
end $$;

-- What else a figure or a decision rests on marks its SKUs too.
create function mark_skus_of_listings() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    insert into sku_to_refresh (sku_id) select distinct sku_id from added order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp();
  else
    insert into sku_to_refresh (sku_id)
    select distinct a.sku_id from added a join removed b using (id)
    where (a.published_units, a.state, a.price, a.sku_id) is distinct from (b.published_units, b.state, b.price, b.sku_id) order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp();
  end if;
  return null;
end $$;
create trigger listing_insert after insert on listing referencing new table as added for each statement execute function mark_skus_of_listings();
create trigger listing_update after update on listing referencing old table as removed new table as added for each statement execute function mark_skus_of_listings();

create function mark_skus_of_ads() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    insert into sku_to_refresh (sku_id) select distinct sku_id from added order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp();
  else
    insert into sku_to_refresh (sku_id)
    select distinct a.sku_id from added a join removed b using (id)
    where (a.state, a.paused_by_action_id, a.sku_id) is distinct from (b.state, b.paused_by_action_id, b.sku_id) order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp();
  end if;
  return null;
end $$;
create trigger product_ad_insert after insert on product_ad referencing new table as added for each statement execute function mark_skus_of_ads();
create trigger product_ad_update after update on product_ad referencing old table as removed new table as added for each statement execute function mark_skus_of_ads();

create function mark_skus_of_campaigns() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into sku_to_refresh (sku_id)
  select distinct p.sku_id from added a join removed b using (id) join product_ad p on p.campaign_id = a.id
  where (a.state, a.paused_by_action_id, a.channel_id, a.kind) is distinct from (b.state, b.paused_by_action_id, b.channel_id, b.kind) order by 1
  on conflict (sku_id) do update set marked_at = clock_timestamp();
  return null;
end $$;
create trigger campaign_update after update on campaign referencing old table as removed new table as added for each statement execute function mark_skus_of_campaigns();

-- Only rows whose spend or sales changed mark their SKU: writing wasted_base_minor must not wake its own writer.
create function mark_skus_of_spend() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    insert into sku_to_refresh (sku_id)
    select distinct p.sku_id from added a join product_ad p on p.id = a.product_ad_id order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp();
  else
    insert into sku_to_refresh (sku_id)
    select distinct p.sku_id from added a join removed b using (product_ad_id, starts_at) join product_ad p on p.id = a.product_ad_id
    where (a.spend_base_minor, a.attributed_units, a.attributed_sales_base_minor)
      is distinct from (b.spend_base_minor, b.attributed_units, b.attributed_sales_base_minor) order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp();
  end if;
  return null;
end $$;
create trigger ad_spend_insert_marks after insert on ad_spend referencing new table as added for each statement execute function mark_skus_of_spend();
create trigger ad_spend_update_marks after update on ad_spend referencing old table as removed new table as added for each statement execute function mark_skus_of_spend();
-- Rows whose waste has not been worked out yet.
create index ad_spend_waste_unknown on ad_spend (product_ad_id) where wasted_base_minor is null;

create function mark_changed_skus() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into sku_to_refresh (sku_id)
  select a.id from added a join removed b using (id)
  where (a.unit_cost, a.price, a.currency, a.pack_size, a.lifecycle, a.hazmat, a.cold_chain, a.is_product)
    is distinct from (b.unit_cost, b.price, b.currency, b.pack_size, b.lifecycle, b.hazmat, b.cold_chain, b.is_product) order by 1
  on conflict (sku_id) do update set marked_at = clock_timestamp();
  return null;
end $$;
create trigger sku_update_marks after update on sku referencing old table as removed new table as added for each statement execute function mark_changed_skus();

-- Lanes, channels and who serves whom are few and change rarely: everything that has stock is worked out anew.
create function mark_every_sku() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into sku_to_refresh (sku_id) select distinct sku_id from stock_level order by 1
  on conflict (sku_id) do update set marked_at = clock_timestamp();
  return null;
end $$;
create trigger lane_changed after insert or update or delete on lane for each statement execute function mark_every_sku();
create trigger channel_changed after insert or update on channel for each statement execute function mark_every_sku();
create trigger channel_location_changed after insert or update or delete on channel_location for each statement execute function mark_every_sku();
