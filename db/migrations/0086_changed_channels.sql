-- A changed channel marked everything that has stock, even when only its name or its limit changed, or when the canary went
-- through. What it keeps back matters to what is listed there; what money and days follow from still to everything.
create function mark_skus_of_channels() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (
    select from added a join removed b using (id)
    where (a.kind, a.connection_id, a.currency, a.country, a.time_zone, a.fee_rate, a.backorder, a.active)
      is distinct from (b.kind, b.connection_id, b.currency, b.country, b.time_zone, b.fee_rate, b.backorder, b.active)
  ) then
    insert into sku_to_refresh (sku_id) select distinct sku_id from stock_level order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp();
  else
    insert into sku_to_refresh (sku_id)
    select distinct l.sku_id from added a join removed b using (id) join listing l on l.channel_id = a.id
    where (a.publish_share, a.promotion_reserve_units, a.buffer_units, a.max_units)
      is distinct from (b.publish_share, b.promotion_reserve_units, b.buffer_units, b.max_units) order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp();
  end if;
  return null;
end $$;
drop trigger channel_changed on channel;
create trigger channel_inserted after insert on channel for each statement execute function mark_every_sku();
create trigger channel_updated after update on channel referencing old table as removed new table as added for each statement execute function mark_skus_of_channels();
