-- What a source deleted stays here, closed and marked. Its own ids of what its records name otherwise tell what that was.
create table source_id (
  connection_id int not null references connection on delete cascade,
  kind text not null check (kind in ('order', 'product')),
  external_id text not null,                  -- of an order; of the product that listings belong to
  ours text not null,                         -- the order's number; a listing's id on its channel
  primary key (connection_id, kind, external_id, ours)
);

-- Deleted there. Kept, because word of it may come before the record itself.
create table source_gone (
  connection_id int not null references connection on delete cascade,
  kind text not null check (kind in ('order', 'product')),
  external_id text not null,
  gone_at timestamptz not null default now(),
  primary key (connection_id, kind, external_id)
);

alter table sales_order add column gone_at timestamptz; -- since when it is no longer there at its source; null: it is
