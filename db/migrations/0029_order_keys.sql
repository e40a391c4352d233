-- Orders come by the ten thousand too: their keys are checked by statement, as those of lines and moves are.
create function check_order_keys() returns trigger language plpgsql security definer
set search_path = public, pg_temp set enable_hashjoin = off set enable_mergejoin = off as $$
declare missing int;
begin
  select connection_id into missing from (select distinct connection_id from added) a
  where not exists (select from connection c where c.id = a.connection_id) limit 1;
  if found then
    raise foreign_key_violation using message = format('an order names connection %s, which is not there', missing);
  end if;
  select channel_id into missing from (select distinct channel_id from added) a
  where not exists (select from channel c where c.id = a.channel_id) limit 1;
  if found then
    raise foreign_key_violation using message = format('an order names channel %s, which is not there', missing);
  end if;
  return null;
end $$;
create trigger check_keys_insert after insert on sales_order referencing new table as added
  for each statement execute function check_order_keys();
create trigger check_keys_update after update on sales_order referencing new table as added
  for each statement execute function check_order_keys();

-- The identities of all records name a connection that was looked up a statement before.
create function check_identity_keys() returns trigger language plpgsql security definer
set search_path = public, pg_temp set enable_hashjoin = off set enable_mergejoin = off as $$
declare missing int;
begin
  select connection_id into missing from (select distinct connection_id from added) a
  where not exists (select from connection c where c.id = a.connection_id) limit 1;
  if found then
    raise foreign_key_violation using message = format('a record names connection %s, which is not there', missing);
  end if;
  return null;
end $$;
create trigger check_keys_insert after insert on record_identity referencing new table as added
  for each statement execute function check_identity_keys();
alter table record_identity drop constraint record_identity_connection_id_fkey;
alter table sales_order drop constraint sales_order_connection_id_fkey, drop constraint sales_order_channel_id_fkey;

-- The other side of the same law.
create function refuse_channel_with_orders() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from sales_order where channel_id = old.id) or exists (select from demand_daily where channel_id = old.id) then
    raise foreign_key_violation using message = format('channel %s has orders and cannot be deleted', old.code);
  end if;
  return old;
end $$;
create trigger channel_is_kept_while_used before delete on channel for each row execute function refuse_channel_with_orders();

create function refuse_connection_with_records() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from record_identity where connection_id = old.id)
    or exists (select from sales_order where connection_id = old.id) then
    raise foreign_key_violation using message = format('connection %s has brought records and cannot be deleted', old.key);
  end if;
  return old;
end $$;
create trigger connection_is_kept_while_used before delete on connection for each row execute function refuse_connection_with_records();

create or replace function refuse_delete_while_used() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from order_line where sku_id = old.id) or exists (select from stock_move where sku_id = old.id)
    or exists (select from demand_daily where sku_id = old.id) then
    raise foreign_key_violation using message = format('SKU %s has orders or moves and cannot be deleted', old.code);
  end if;
  return old;
end $$;
