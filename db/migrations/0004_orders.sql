-- Orders and what follows from them: demand a day, committed stock, checks against the source.

create sequence sales_order_id_seq;
create table sales_order (
  id bigint not null default nextval('sales_order_id_seq'),
  placed_at timestamptz not null,
  connection_id int not null references connection,
  channel_id smallint not null references channel,
  external_id text not null,
  kind text not null default 'sale' check (kind in ('sale', 'credit', 'adjustment')),
  state text not null default 'open' check (state in ('open', 'shipped', 'completed', 'cancelled')),
  currency char(3) not null,
  customer_ref text,                          -- the source's id of the customer; null: unknown
  country text,
  discount_minor bigint not null default 0,
  tax_minor bigint not null default 0,
  shipping_minor bigint not null default 0,
  total_minor bigint,                         -- what the source says; null: it does not say
  source_version bigint,
  source_event_at timestamptz,                -- when it happened or last changed at the source
  received_at timestamptz,
  visible_at timestamptz not null default now(),
  sync_error text,                            -- why it is stuck; null: fine
  touched_by_hand boolean not null default false,
  owner_id text,
  simulated boolean not null default false,
  primary key (id, placed_at)
) partition by range (placed_at);
-- The list of orders, newest first, of all channels or one.
create index sales_order_newest on sales_order (placed_at desc, id desc);
create index sales_order_by_channel on sales_order (channel_id, placed_at desc, id desc);
create index sales_order_external on sales_order (external_id);
create index sales_order_stuck on sales_order (placed_at desc) where sync_error is not null;

-- kind: sale (demand and revenue), credit (takes back part of a sale line), charge (postage, fees: revenue, no demand),
-- adjustment (stock written off or found without an order: neither demand nor revenue).
create table order_line (
  order_id bigint not null,
  placed_at timestamptz not null,
  line_no int not null check (line_no > 0),
  sku_id int not null references sku,
  channel_id smallint not null,
  location_id smallint not null references location,
  day date not null,                          -- calendar day in the location's zone
  kind text not null check (kind in ('sale', 'credit', 'charge', 'adjustment')),
  quantity int not null check (quantity <> 0),
  cancelled_quantity int not null default 0 check (cancelled_quantity >= 0),
  shipped_quantity int not null default 0 check (shipped_quantity >= 0),
  open boolean not null default false,        -- still to be shipped: commits stock at its location
  unit_price numeric(18, 6) not null,
  amount_minor bigint not null,               -- quantity × unit price, rounded once, in the order's currency
  cancelled_minor bigint not null default 0,  -- the part of amount_minor that was cancelled
  amount_base_minor bigint not null,          -- the same two in the company's currency
  cancelled_base_minor bigint not null default 0,
  cost_base_minor bigint,                     -- cost of the goods of this line when it was sold; null: unknown
  note text,                                  -- such as price_not_positive, customer_missing
  primary key (order_id, line_no, placed_at),
  check (kind <> 'sale' or (quantity > 0 and cancelled_quantity <= quantity))
) partition by range (placed_at);
-- A SKU's orders, newest first; also finds the sale lines a credit may belong to.
create index order_line_by_sku on order_line (sku_id, placed_at desc);
-- Committed stock is checked against open lines only, which are few.
create index order_line_open on order_line (sku_id, location_id) where open;

-- SKU × location × channel × day. Kept by the statements that write order lines.
create table demand_daily (
  sku_id int not null references sku,
  location_id smallint not null references location,
  channel_id smallint not null references channel,
  day date not null,
  units int not null,                         -- ordered minus cancelled
  revenue_base_minor bigint not null,
  cost_base_minor bigint not null,
  lines int not null,
  primary key (sku_id, location_id, channel_id, day)
);
-- KPI trends read all SKUs of a span of days without touching the table.
create index demand_daily_by_day on demand_daily (day) include (channel_id, location_id, sku_id, units, revenue_base_minor, cost_base_minor);

-- Only days on which a SKU could not be bought all day at a location have a row; other days since known_since count as 1.
create table availability_daily (
  sku_id int not null references sku,
  location_id smallint not null references location,
  day date not null,
  available_share real not null check (available_share between 0 and 1),
  primary key (sku_id, location_id, day)
);
create index availability_daily_by_day on availability_daily (day);

create function order_line_effects() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
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
    insert into sku_to_refresh (sku_id) select distinct sku_id from removed where kind = 'sale' order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp();
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
    insert into sku_to_refresh (sku_id) select distinct sku_id from added where kind = 'sale' order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp();
  end if;
  return null;
end $$;
create trigger order_line_insert after insert on order_line referencing new table as added for each statement execute function order_line_effects();
create trigger order_line_update after update on order_line referencing old table as removed new table as added for each statement execute function order_line_effects();
create trigger order_line_delete after delete on order_line referencing old table as removed for each statement execute function order_line_effects();

-- Which sale line a credit line took back, and how much of it. A unit is taken back once at most.
create table credit_match (
  credit_order_id bigint not null,
  credit_placed_at timestamptz not null,
  credit_line_no int not null,
  order_id bigint not null,
  placed_at timestamptz not null,
  line_no int not null,
  quantity int not null check (quantity > 0),
  amount_minor bigint not null,
  primary key (credit_order_id, credit_line_no, order_id, line_no)
);
create index credit_match_by_sale on credit_match (order_id, line_no);

create table shipment (
  id bigint generated always as identity primary key,
  order_id bigint not null,
  placed_at timestamptz not null,
  connection_id int references connection,
  external_id text,
  location_id smallint references location,
  carrier text,
  tracking text,
  shipped_at timestamptz not null,
  delivered_at timestamptz,
  simulated boolean not null default false
);
create index shipment_by_order on shipment (order_id);

create table return_line (
  id bigint generated always as identity primary key,
  connection_id int not null references connection,
  external_id text not null,
  order_id bigint,
  placed_at timestamptz,
  line_no int,
  sku_id int not null references sku,
  location_id smallint not null references location,
  quantity int not null check (quantity > 0),
  refund_minor bigint,
  currency char(3),
  reason text,
  state text not null default 'expected' check (state in ('expected', 'inspection', 'restocked', 'written_off')),
  announced_at timestamptz not null,
  received_at timestamptz,
  settled_at timestamptz,
  simulated boolean not null default false,
  unique (connection_id, external_id)
);
create index return_line_open on return_line (announced_at) where state in ('expected', 'inspection');
create index return_line_by_sku on return_line (sku_id, announced_at desc);

-- One comparison of an order with what its source says about it.
create table order_check (
  id bigint generated always as identity primary key,
  connection_id int not null references connection,
  channel_id smallint not null references channel,
  external_id text not null,
  order_id bigint,                            -- null: the order never reached us
  placed_at timestamptz not null,
  checked_at timestamptz not null,
  result text not null check (result in ('equal', 'different', 'missing', 'duplicate')),
  differences jsonb not null default '[]',    -- [{field, lineNo, ours, theirs}]
  source_record jsonb,                        -- the source's version, kept for differing orders
  resolved_at timestamptz,
  resolved_by text,
  resolution text,
  simulated boolean not null default false
);
create index order_check_recent on order_check (placed_at, channel_id) include (result);
create index order_check_unresolved on order_check (checked_at) where result <> 'equal' and resolved_at is null;
create index order_check_by_order on order_check (order_id) where result <> 'equal';
