-- The places that an account has, as it names them, which of our locations each is, and whether its readings of stock
-- there count in the ledger or it only publishes quantities.
create table connection_place (
  connection_id int not null references connection on delete cascade,
  external_code text not null,                -- as the account's records name it
  name text not null,
  location_id smallint references location,   -- null: not known yet
  keeps boolean not null default false,       -- the account keeps the stock there
  decided_by text,                            -- null: as it came
  seen_at timestamptz not null default now(),
  primary key (connection_id, external_code)
);
-- One keeper a location.
create unique index connection_place_keeper on connection_place (location_id) where keeps;
-- A transfer's way is looked up by its ends.
create index connection_place_location on connection_place (location_id);

-- Accounts connected before kept what they read: their readings go on counting.
update connection set config = config || '{"stock": "keeps"}'
where exists (select from sync_stream s where s.connection_id = connection.id);

-- What an account shows of a transfer is followed until the goods have arrived.
create index action_of_transfer on action (((payload ->> 'transferId')::bigint)) where kind = 'transfer';
