-- What imports need beside the tables they fill.

-- The newest reading of a shelf, from whatever source: what the level was said to be, and as of when. A reading that is
-- older than this one changes nothing; a move that arrives late from before it is already contained in it.
create table stock_reading (
  sku_id int not null references sku,
  location_id smallint not null references location,
  connection_id int not null references connection,
  as_of timestamptz not null,
  as_of_given boolean not null,               -- false: the source gave no time, so it is the time of arrival
  on_hand int not null,
  unavailable int,                            -- null: the source does not say
  recorded_at timestamptz not null default now(),
  primary key (sku_id, location_id)
);

-- A reading makes a shelf known even when it reads zero and so explains no difference by a move.
create function stock_level_follow_reading() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into stock_level as l (sku_id, location_id, known_since, data_as_of)
  select sku_id, location_id, as_of, as_of from added order by 1, 2
  on conflict (sku_id, location_id) do update set
    known_since = least(l.known_since, excluded.known_since),
    data_as_of = greatest(l.data_as_of, excluded.data_as_of);
  insert into sku_to_refresh (sku_id) select distinct sku_id from added order by 1
  on conflict (sku_id) do update set marked_at = clock_timestamp();
  return null;
end $$;
create trigger stock_reading_insert after insert on stock_reading referencing new table as added
  for each statement execute function stock_level_follow_reading();
create trigger stock_reading_update after update on stock_reading referencing new table as added
  for each statement execute function stock_level_follow_reading();

-- Customers' SKUs that have credits. `pending`: lines changed, so the credits must be set against the sales again. Written
-- with the orders and cleared by the step that does it, so that a kill in between loses nothing; and a sale that arrives
-- after its credit finds it here with one look.
create table credit_key (
  connection_id int not null references connection,
  customer_ref text not null,
  sku_id int not null references sku,
  pending boolean not null default true,
  primary key (connection_id, customer_ref, sku_id)
);
create index credit_key_pending on credit_key (connection_id, customer_ref, sku_id) where pending;
