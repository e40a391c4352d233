-- Rows that are written over, as they stood until then: what is sold and offered, what is kept back, what is promised for a
-- promotion, the rules, who is told, who may sign in, what is connected. One table for all of them, since they change seldom.
create table row_past (
  relation text not null,
  row_key text not null,                      -- the key's columns, with "/" between them
  until_at timestamptz not null,
  content jsonb,                              -- null: there was no such row until then
  primary key (relation, row_key, until_at)
);
revoke insert, update, delete on row_past from plimsoll_app;
grant delete on row_past to plimsoll_app;

-- Costs, prices and lanes were kept in tables of their own.
insert into row_past
  select 'sku', sku_id::text, until_at, jsonb_build_object('currency', currency, 'unit_cost', unit_cost, 'price', price) from sku_past;
insert into row_past select 'lane', lane_id::text, until_at, terms from lane_past;
drop trigger sku_kept on sku;
drop trigger lane_kept on lane;
drop function keep_sku(), keep_lane();
drop table sku_past, lane_past;

-- The same as `since`, for these rows.
alter table past_kept add column rows_since timestamptz not null default now();
grant update (rows_since) on past_kept to plimsoll_app;

-- How a row stood before it is changed or removed. Arguments: its key's columns, and what is kept of it (all, where not said).
create function keep_row() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  was jsonb := to_jsonb(old);
begin
  -- Of several changes at one moment the first is told: how it stood before them all.
  insert into row_past values (tg_table_name,
    (select string_agg(was ->> k, '/' order by n) from unnest(string_to_array(tg_argv[0], ',')) with ordinality as u (k, n)),
    clock_timestamp(),
    case when tg_nargs = 1 then was
      else (select jsonb_object_agg(k, was -> k) from unnest(string_to_array(tg_argv[1], ',')) k) end)
  on conflict do nothing;
  return null;
end $$;

-- That there were no such rows before.
create function keep_added() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into row_past
    select tg_table_name,
      (select string_agg(to_jsonb(a) ->> k, '/' order by n) from unnest(string_to_array(tg_argv[0], ',')) with ordinality as u (k, n)),
      clock_timestamp(), null
    from added a
  on conflict do nothing;
  return null;
end $$;

create trigger sku_added after insert on sku referencing new table as added for each statement execute function keep_added('id');
create trigger sku_kept after update on sku for each row
  when ((old.code, old.title, old.title_lang, old.brand, old.category, old.barcode, old.currency, old.unit_cost, old.price, old.pack_size,
      old.weight_grams, old.volume_cm3, old.hazmat, old.cold_chain, old.lifecycle, old.is_product)
    is distinct from (new.code, new.title, new.title_lang, new.brand, new.category, new.barcode, new.currency, new.unit_cost, new.price,
      new.pack_size, new.weight_grams, new.volume_cm3, new.hazmat, new.cold_chain, new.lifecycle, new.is_product))
  execute function keep_row('id');
create trigger sku_removed after delete on sku for each row execute function keep_row('id');

-- What a channel was last seen to show is not kept: it changes with every reading.
create trigger listing_added after insert on listing referencing new table as added for each statement execute function keep_added('id');
create trigger listing_kept after update on listing for each row
  when ((old.channel_id, old.sku_id, old.external_id, old.price, old.currency, old.state, old.content_state, old.content_missing)
    is distinct from (new.channel_id, new.sku_id, new.external_id, new.price, new.currency, new.state, new.content_state, new.content_missing))
  execute function keep_row('id', 'id,channel_id,sku_id,external_id,price,currency,state,content_state,content_missing,simulated');
create trigger listing_removed after delete on listing for each row
  execute function keep_row('id', 'id,channel_id,sku_id,external_id,price,currency,state,content_state,content_missing,simulated');

create trigger lane_added after insert on lane referencing new table as added for each statement execute function keep_added('id');
create trigger lane_kept after update on lane for each row when (old.* is distinct from new.*) execute function keep_row('id');
create trigger lane_removed after delete on lane for each row execute function keep_row('id');

create trigger channel_added after insert on channel referencing new table as added for each statement execute function keep_added('id');
create trigger channel_kept after update on channel for each row when (old.* is distinct from new.*) execute function keep_row('id');
create trigger channel_removed after delete on channel for each row execute function keep_row('id');

create trigger channel_location_added after insert on channel_location referencing new table as added
  for each statement execute function keep_added('channel_id,location_id');
create trigger channel_location_kept after update on channel_location for each row when (old.* is distinct from new.*)
  execute function keep_row('channel_id,location_id');
create trigger channel_location_removed after delete on channel_location for each row
  execute function keep_row('channel_id,location_id');

create trigger publish_rule_added after insert on publish_rule referencing new table as added
  for each statement execute function keep_added('id');
create trigger publish_rule_kept after update on publish_rule for each row when (old.* is distinct from new.*)
  execute function keep_row('id');
create trigger publish_rule_removed after delete on publish_rule for each row execute function keep_row('id');

create trigger promotion_added after insert on promotion referencing new table as added for each statement execute function keep_added('id');
create trigger promotion_kept after update on promotion for each row when (old.* is distinct from new.*) execute function keep_row('id');
create trigger promotion_removed after delete on promotion for each row execute function keep_row('id');

create trigger promotion_sku_added after insert on promotion_sku referencing new table as added
  for each statement execute function keep_added('promotion_id,sku_id');
create trigger promotion_sku_removed after delete on promotion_sku for each row execute function keep_row('promotion_id,sku_id');

-- An alert has the time at which it began. Its figures change while it lasts, and are not kept for that alone.
create trigger alert_kept after update on alert for each row
  when ((old.state, old.severity, old.acknowledged_at, old.snoozed_until) is distinct from (new.state, new.severity, new.acknowledged_at, new.snoozed_until))
  execute function keep_row('id');

create trigger import_mapping_added after insert on import_mapping referencing new table as added
  for each statement execute function keep_added('id');
create trigger import_mapping_kept after update on import_mapping for each row when (old.* is distinct from new.*)
  execute function keep_row('id');
create trigger import_mapping_removed after delete on import_mapping for each row execute function keep_row('id');

create trigger policy_added after insert on policy referencing new table as added for each statement execute function keep_added('version');
create trigger policy_kept after update on policy for each row when (old.* is distinct from new.*) execute function keep_row('version');
create trigger policy_removed after delete on policy for each row execute function keep_row('version');

create trigger alert_settings_added after insert on alert_settings referencing new table as added
  for each statement execute function keep_added('version');
create trigger alert_settings_kept after update on alert_settings for each row when (old.* is distinct from new.*)
  execute function keep_row('version');

create trigger alert_route_added after insert on alert_route referencing new table as added
  for each statement execute function keep_added('id');
create trigger alert_route_kept after update on alert_route for each row when (old.* is distinct from new.*)
  execute function keep_row('id');
create trigger alert_route_removed after delete on alert_route for each row execute function keep_row('id');

create trigger company_kept after update on company for each row when (old.* is distinct from new.*) execute function keep_row('id');

-- Of people and connections only what others see of them: never a secret.
create trigger app_user_added after insert on app_user referencing new table as added for each statement execute function keep_added('id');
create trigger app_user_kept after update on app_user for each row
  when ((old.name, old.email, old.role, old.disabled) is distinct from (new.name, new.email, new.role, new.disabled))
  execute function keep_row('id', 'id,name,email,role,disabled');

create trigger connection_added after insert on connection referencing new table as added
  for each statement execute function keep_added('id');
create trigger connection_kept after update on connection for each row
  when ((old.name, old.state, old.simulated, old.orders_move_stock, old.lag_limit_seconds)
    is distinct from (new.name, new.state, new.simulated, new.orders_move_stock, new.lag_limit_seconds))
  execute function keep_row('id', 'id,key,vendor,name,state,simulated,orders_move_stock,lag_limit_seconds');
