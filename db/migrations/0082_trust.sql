-- Orders that were not equal to their source, newest first: behind each accuracy figure, settled or not.
create index order_check_wrong on order_check (placed_at desc, id) where result <> 'equal';

-- What a source means by a word of its own, such as a status or a currency, where the field takes only known ones.
create table connection_value (
  connection_id int not null references connection on delete cascade,
  kind text not null,                         -- of the record: orders, stock, ...
  field text not null,                        -- its name; of a line of an order without its place: lines.quantity
  external_value text not null,
  value text not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (connection_id, kind, field, external_value)
);
