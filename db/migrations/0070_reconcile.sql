-- What live sources say about their orders, hour by hour, held against what is here.

-- One comparison of the orders that a source placed within an hour, some time after that hour ended. `round` 2: what
-- differed was asked for again, and is compared once more. Amounts are minor units by currency.
create table reconciliation (
  connection_id int not null references connection on delete cascade,
  hour timestamptz not null,
  after_seconds int not null check (after_seconds in (300, 3600, 86400)),
  state text not null default 'reading' check (state in ('reading', 'asked_again', 'done', 'failed')),
  round smallint not null default 1,
  position jsonb,                             -- where the source's next page begins; null: at the beginning
  failures int not null default 0,
  error_code text,
  not_before timestamptz not null default now(),
  claimed_until timestamptz,
  compared_at timestamptz,
  source_orders int, source_units bigint, source_amounts jsonb, source_hash bytea,
  our_orders int, our_units bigint, our_amounts jsonb, our_hash bytea,
  found jsonb not null default '[]',          -- what differed at first: [{externalId, result, differences}]
  found_count int not null default 0,
  asked_again_count int not null default 0,
  remaining_count int,                        -- what still differs; null: not known yet
  primary key (connection_id, hour, after_seconds)
);
-- Work that is to be taken up.
create index reconciliation_open on reconciliation (not_before) where state in ('reading', 'asked_again');
-- The list by time, and what remains different.
create index reconciliation_newest on reconciliation (hour desc, after_seconds);

-- What the source says, kept while an hour is being compared.
create table reconciliation_order (
  connection_id int not null,
  hour timestamptz not null,
  after_seconds int not null,
  order_number text not null,
  source_id text not null,                    -- the vendor's id, by which it can be asked for
  fields jsonb not null,
  primary key (connection_id, hour, after_seconds, order_number),
  foreign key (connection_id, hour, after_seconds) references reconciliation on delete cascade
);

-- A later comparison of an order takes the place of an earlier one.
create index order_check_of_source on order_check (connection_id, external_id);
