-- Order lines and moves come by the ten thousand. A foreign key looks each of their keys up row by row, which was a fifth
-- of an import; these triggers hold the same law, the keys of a statement together. Lookups go by index (a hash of the
-- whole catalogue for one row would cost more than the row).
create function check_line_keys() returns trigger language plpgsql security definer
set search_path = public, pg_temp set enable_hashjoin = off set enable_mergejoin = off as $$
declare missing int;
begin
  select sku_id into missing from (select distinct sku_id from added) a
  where not exists (select from sku k where k.id = a.sku_id) limit 1;
  if found then
    raise foreign_key_violation using message = format('%s names SKU %s, which is not there', tg_table_name, missing);
  end if;
  return null;
end $$;
create trigger check_keys_insert after insert on order_line referencing new table as added
  for each statement execute function check_line_keys();
create trigger check_keys_update after update on order_line referencing new table as added
  for each statement execute function check_line_keys();
alter table order_line drop constraint order_line_sku_id_fkey;

create function check_move_keys() returns trigger language plpgsql security definer
set search_path = public, pg_temp set enable_hashjoin = off set enable_mergejoin = off as $$
declare missing int;
begin
  select sku_id into missing from (select distinct sku_id from added) a
  where not exists (select from sku k where k.id = a.sku_id) limit 1;
  if found then
    raise foreign_key_violation using message = format('a stock move names SKU %s, which is not there', missing);
  end if;
  select place_id into missing from (select distinct from_place_id from added union select distinct to_place_id from added) a (place_id)
  where not exists (select from place p where p.id = a.place_id) limit 1;
  if found then
    raise foreign_key_violation using message = format('a stock move names place %s, which is not there', missing);
  end if;
  return null;
end $$;
-- Triggers fire by name: this one before those that follow the rows.
create trigger check_keys_insert after insert on stock_move referencing new table as added
  for each statement execute function check_move_keys();
alter table stock_move drop constraint stock_move_sku_id_fkey, drop constraint stock_move_from_place_id_fkey,
  drop constraint stock_move_to_place_id_fkey;

-- The other side of the same law.
create function refuse_delete_while_used() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from order_line where sku_id = old.id) or exists (select from stock_move where sku_id = old.id) then
    raise foreign_key_violation using message = format('SKU %s has orders or moves and cannot be deleted', old.code);
  end if;
  return old;
end $$;
create trigger sku_is_kept_while_used before delete on sku for each row execute function refuse_delete_while_used();
create trigger place_is_kept before delete or truncate on place for each statement execute function refuse_change();
