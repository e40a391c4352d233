-- The double-entry stock ledger and the levels that follow from it.

create sequence stock_move_id_seq;
create table stock_move (
  id bigint not null default nextval('stock_move_id_seq'),
  occurred_at timestamptz not null,
  sku_id int not null references sku,
  from_place_id smallint not null references place,
  to_place_id smallint not null references place,
  quantity int not null check (quantity > 0),
  reason text not null check (reason in ('opening', 'receipt', 'sale', 'return', 'inspection', 'transfer_out', 'transfer_in',
    'transfer_short', 'transfer_over', 'count', 'reading', 'adjustment', 'write_off', 'damage', 'correction')),
  document text,                              -- order, transfer or snapshot that explains the move
  connection_id int references connection,
  actor text not null default 'system',
  note text,
  recorded_at timestamptz not null default now(),
  check (from_place_id <> to_place_id),
  -- Begins with the SKU so that a SKU's history is one range and the table can be distributed by SKU.
  primary key (sku_id, occurred_at, id)
) partition by range (occurred_at);
create index stock_move_document on stock_move (document) where document is not null;

create table stock_level (
  sku_id int not null references sku,
  location_id smallint not null references location,
  on_hand int not null default 0,
  unavailable int not null default 0,
  committed int not null default 0,           -- open order lines allocated here + reserved by open transfers from here
  in_transit int not null default 0,
  on_order int not null default 0,
  known_since timestamptz,                    -- null: no move ever touched the shelf, so on hand is unknown, not 0
  available int generated always as (case when known_since is not null then on_hand - committed - unavailable end) stored,
  incoming int generated always as (in_transit + on_order) stored,
  data_as_of timestamptz,                     -- newest reading or move of the source
  primary key (sku_id, location_id)
);
create index stock_level_by_location on stock_level (location_id);

-- SKUs whose derived figures no longer match their rows; the refresh job takes them in batches.
create table sku_to_refresh (
  sku_id int primary key references sku,
  marked_at timestamptz not null default clock_timestamp()
);

-- Statement trigger: levels change in the same statement as the moves, whatever wrote them. Keys are locked in order,
-- so that two batches cannot deadlock.
create function stock_level_follow_moves() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
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
  insert into sku_to_refresh (sku_id) select distinct sku_id from added order by 1
  on conflict (sku_id) do update set marked_at = clock_timestamp();
  return null;
end $$;
create trigger stock_level_follow_moves after insert on stock_move referencing new table as added
  for each statement execute function stock_level_follow_moves();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% rows are never changed or deleted; write a new row that corrects the old one', tg_table_name;
end $$;
create trigger stock_move_is_forever before update or delete or truncate on stock_move
  for each statement execute function refuse_change();

-- Goods ordered from suppliers and not yet received.
create table inbound_line (
  id bigint generated always as identity primary key,
  document text not null,
  sku_id int not null references sku,
  location_id smallint not null references location,
  quantity int not null check (quantity > 0),
  received_quantity int not null default 0 check (received_quantity >= 0),
  expected_at timestamptz not null,
  confirmed boolean not null default true,
  state text not null default 'open' check (state in ('open', 'closed')),
  simulated boolean not null default false
);
create index inbound_line_open on inbound_line (sku_id, location_id, expected_at) where state = 'open';

create function stock_level_follow_inbound() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    insert into stock_level as l (sku_id, location_id, on_order)
    select sku_id, location_id, -sum(greatest(quantity - received_quantity, 0)) from removed where state = 'open'
    group by 1, 2 order by 1, 2
    on conflict (sku_id, location_id) do update set on_order = l.on_order + excluded.on_order;
    insert into sku_to_refresh (sku_id) select distinct sku_id from removed order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp();
  end if;
  if tg_op <> 'DELETE' then
    insert into stock_level as l (sku_id, location_id, on_order)
    select sku_id, location_id, sum(greatest(quantity - received_quantity, 0)) from added where state = 'open'
    group by 1, 2 order by 1, 2
    on conflict (sku_id, location_id) do update set on_order = l.on_order + excluded.on_order;
    insert into sku_to_refresh (sku_id) select distinct sku_id from added order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp();
  end if;
  return null;
end $$;
create trigger inbound_insert after insert on inbound_line referencing new table as added for each statement execute function stock_level_follow_inbound();
create trigger inbound_update after update on inbound_line referencing old table as removed new table as added for each statement execute function stock_level_follow_inbound();
create trigger inbound_delete after delete on inbound_line referencing old table as removed for each statement execute function stock_level_follow_inbound();

-- Balance of every place of a SKU as of a moment; the current one when the moment is null.
create function stock_as_of(wanted_sku_id int, moment timestamptz)
returns table (place_id smallint, quantity bigint) language sql stable as $$
  select s.place_id, sum(s.sign * m.quantity)
  from stock_move m
  cross join lateral (values (m.to_place_id, 1), (m.from_place_id, -1)) s (place_id, sign)
  where m.sku_id = wanted_sku_id and (moment is null or m.occurred_at <= moment)
  group by s.place_id
$$;
