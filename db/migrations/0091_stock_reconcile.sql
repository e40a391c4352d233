-- What live sources list of the stock that they keep, held against what is here, some times a day.

create table stock_reconciliation (
  connection_id int not null references connection on delete cascade,
  started_at timestamptz not null default now(),
  state text not null default 'reading' check (state in ('reading', 'asking', 'done', 'failed')),
  position jsonb,                             -- where the source's next page begins; null: at the beginning
  failures int not null default 0,
  error_code text,
  not_before timestamptz not null default now(),
  claimed_until timestamptz,
  compared_at timestamptz,
  source_shelves int, source_units bigint, source_hash bytea,
  our_shelves int, our_units bigint, our_hash bytea,
  found_count int not null default 0,         -- shelves that differed at first and were asked for again
  remaining_count int,                        -- what differs after that; null: not known yet
  primary key (connection_id, started_at)
);
create index stock_reconciliation_open on stock_reconciliation (not_before) where state in ('reading', 'asking');

-- What the source says, kept while it is being compared; afterwards only what differed at first, until that is settled.
create table stock_reconciliation_shelf (
  connection_id int not null,
  started_at timestamptz not null,
  sku_id int not null,
  location_id smallint not null,
  source_id text not null,                    -- the vendor's id, by which it can be asked for
  on_hand int not null,
  unavailable int,                            -- null: the source does not say
  as_of timestamptz not null,
  primary key (connection_id, started_at, sku_id, location_id),
  foreign key (connection_id, started_at) references stock_reconciliation on delete cascade
);

-- A shelf that still differed from its source after it was asked for again; the latest word on it.
create table stock_check (
  connection_id int not null references connection on delete cascade,
  sku_id int not null references sku,
  location_id smallint not null references location,
  our_units int not null,
  our_unavailable int not null,
  source_units int,                           -- null: the source does not list it
  source_unavailable int,                     -- null: the source does not say
  found_at timestamptz not null default now(),
  checked_at timestamptz not null default now(),
  resolved_at timestamptz,                    -- equal since then
  primary key (connection_id, sku_id, location_id)
);
create index stock_check_open on stock_check (found_at) where resolved_at is null;
