-- Live connections: what each stream is at, what the vendor allows, and every record as it came.

-- What is known of the account behind a live connection.
create table connection_account (
  connection_id int primary key references connection on delete cascade,
  account text,                               -- its name at the vendor
  scopes text[] not null default '{}',
  checked_at timestamptz,
  reconnect_since timestamptz,                -- the grant is gone since then: nothing is asked until somebody reconnects
  reconnect_code text,
  clock_ahead_seconds real not null default 0 -- the vendor's clock minus ours, from its answers
);

-- One stream of one connection.
create table sync_stream (
  connection_id int not null references connection on delete cascade,
  stream text not null,
  wanted_seconds int not null check (wanted_seconds between 5 and 604800), -- freshness wanted
  paused boolean not null default false,
  watermark timestamptz,                      -- by the source's clock: every change before it has been read
  last_ok_at timestamptz,                     -- last time it was read to the end
  next_due_at timestamptz not null default now(),
  failures int not null default 0,            -- in a row
  open_until timestamptz,                     -- the circuit: nothing is asked before
  last_error_code text,
  last_error_detail text,
  last_error_at timestamptz,
  primary key (connection_id, stream)
);
create index sync_stream_due on sync_stream (next_due_at) where not paused;

-- A reading that is under way or waits: at most one of each kind a stream. Kept page by page, so that a killed one goes on.
create table sync_pass (
  id bigint generated always as identity primary key,
  connection_id int not null,
  stream text not null,
  kind text not null check (kind in ('incremental', 'backfill', 'resync')),
  since timestamptz,                          -- null: from the beginning
  until timestamptz not null,
  position jsonb,                             -- where the next page begins; null: at the beginning
  pages int not null default 0,
  progress real,                              -- 0 to 1; null: the vendor does not tell
  run_id bigint references sync_run,
  not_before timestamptz not null default now(),
  claimed_by text,
  claimed_until timestamptz,
  requested_by text not null,
  begun_at timestamptz not null default now(),
  foreign key (connection_id, stream) references sync_stream on delete cascade,
  unique (connection_id, stream, kind)
);

-- Single things that must be asked for, because a call-back named them or a comparison missed them.
create table sync_wanted (
  connection_id int not null,
  stream text not null,
  external_id text not null,
  wanted_at timestamptz not null default clock_timestamp(),
  attempts int not null default 0,
  not_before timestamptz not null default now(),
  claimed_until timestamptz,
  primary key (connection_id, stream, external_id),
  foreign key (connection_id, stream) references sync_stream on delete cascade
);
create index sync_wanted_oldest on sync_wanted (not_before, wanted_at);

-- Token buckets as the vendor counts them, shared by all workers of an account.
create table rate_bucket (
  connection_id int not null references connection on delete cascade,
  bucket text not null,
  per_second double precision not null check (per_second > 0),
  burst double precision not null check (burst > 0),
  tokens double precision not null,           -- below 0: promised to those who wait
  in_flight double precision not null default 0, -- taken by requests whose answer is not here yet
  flight_until timestamptz not null default '-infinity',
  updated_at timestamptz not null default clock_timestamp(),
  blocked_until timestamptz,                  -- the vendor asked to wait
  primary key (connection_id, bucket)
);

-- Takes from all named buckets, or from none, and returns the seconds to wait before sending. Beyond `longest`, or with
-- `keep` (share of the burst left to others) while it would have to wait at all, nothing is taken and the wait is
-- returned negative. `given_back` is what answered requests had taken.
create function take_tokens(account int, asked jsonb, given_back jsonb, longest double precision, keep double precision)
returns double precision language plpgsql as $$
declare
  wait double precision := 0;
  at timestamptz;
begin
  perform 1 from rate_bucket b where b.connection_id = account
    and (jsonb_exists(asked, b.bucket) or jsonb_exists(given_back, b.bucket)) order by b.bucket for update;
  at := clock_timestamp();
  update rate_bucket b set
    tokens = least(b.burst, b.tokens + greatest(0, extract(epoch from at - b.updated_at)) * b.per_second),
    in_flight = case when b.flight_until < at then 0 else greatest(0, b.in_flight - coalesce((given_back ->> b.bucket)::float8, 0)) end,
    updated_at = greatest(at, b.updated_at)
  where b.connection_id = account and (jsonb_exists(asked, b.bucket) or jsonb_exists(given_back, b.bucket));
  select coalesce(max(greatest(0,
    (least((asked ->> b.bucket)::float8 + keep * b.burst, greatest(b.burst, (asked ->> b.bucket)::float8)) - b.tokens) / b.per_second,
    extract(epoch from b.blocked_until - at))), 0) into wait
  from rate_bucket b where b.connection_id = account and jsonb_exists(asked, b.bucket);
  if wait > longest or (keep > 0 and wait > 0) then return -wait; end if;
  update rate_bucket b set tokens = b.tokens - (asked ->> b.bucket)::float8,
    in_flight = b.in_flight + (asked ->> b.bucket)::float8,
    flight_until = at + make_interval(secs => wait + 120)
  where b.connection_id = account and jsonb_exists(asked, b.bucket);
  return wait;
end $$;

-- Access tokens, sealed, so that one worker's refresh serves all.
create table connection_token (
  connection_id int not null references connection on delete cascade,
  name text not null,
  sealed bytea not null,
  expires_at timestamptz not null,
  made_at timestamptz not null default now(),
  primary key (connection_id, name)
);

-- What was asked of a vendor, by hour.
create table vendor_call (
  connection_id int not null references connection on delete cascade,
  hour timestamptz not null,
  calls int not null default 0,
  throttled int not null default 0,
  failed int not null default 0,              -- no answer, or a 5xx
  milliseconds bigint not null default 0,
  primary key (connection_id, hour)
);

-- Call-backs of a vendor by day and what became of them.
create table webhook_tally (
  connection_id int not null references connection on delete cascade,
  day date not null,
  result text not null,                       -- applied, queued, replay, ignored, unsigned, stale, malformed, too_large
  count int not null default 0,
  last_at timestamptz not null default now(),
  primary key (connection_id, day, result)
);

-- A vendor's name for something of ours, where it differs from our code.
create table connection_alias (
  connection_id int not null references connection on delete cascade,
  kind text not null check (kind in ('sku', 'location', 'channel')),
  external_code text not null,
  code text not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (connection_id, kind, external_code)
);

-- Records keep what they came as and what they were read as, and wait for what they name. unmapped: it names something
-- that is not known yet. rejected: it cannot be taken as it is. superseded: a newer state of the same thing was taken.
alter table inbox_record drop constraint inbox_record_state_check;
alter table inbox_record
  add constraint inbox_record_state_check check (state in ('waiting', 'applied', 'unchanged', 'rejected', 'unmapped', 'superseded', 'dismissed')),
  add column external_id text,
  add column fields jsonb,                    -- as our record kinds take it; null: `raw` is that already
  add column code text,                       -- of the reason
  add column field text,
  add column value text,
  add column say jsonb,
  add column wants text[] not null default '{}'; -- such as sku:A-100, location:L1
create index inbox_record_stuck on inbox_record (connection_id, state, id) where state in ('unmapped', 'rejected');
create index inbox_record_wants on inbox_record using gin (wants) where state = 'unmapped';
create index inbox_record_of_thing on inbox_record (connection_id, kind, external_id) where state in ('unmapped', 'rejected');
create index inbox_record_old on inbox_record (received_at);
