-- Orders that do not add up, held for a person to look at. Nothing of the order is changed by it.
create table order_flag (
  id bigint generated always as identity primary key,
  connection_id int not null references connection,
  order_id bigint not null,
  placed_at timestamptz not null,
  external_id text not null,
  channel_id smallint not null references channel,
  kind text not null check (kind in ('sums_differ', 'quantity_unusual')),
  detail jsonb not null,                      -- what was held against what; the likely quantity where one explains it
  state text not null default 'open' check (state in ('open', 'released', 'confirmed', 'ended')), -- ended: the source corrected it
  raised_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by text,
  note text
);
create unique index order_flag_open on order_flag (order_id, kind) where state in ('open', 'confirmed');
-- The list for review, newest first; and whether a person has released the same before.
create index order_flag_newest on order_flag (raised_at desc, id desc) where state in ('open', 'confirmed');
create index order_flag_of_order on order_flag (order_id);
