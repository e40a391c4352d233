-- What arrived, as it arrived, and what became of it.

-- Uploaded files, stored once by content, compressed in pieces so that neither end ever holds a whole file.
create table inbox_file (
  id bigint generated always as identity primary key,
  sha256 text unique,                         -- null while it is still arriving
  name text not null,
  size_bytes bigint not null default 0,
  complete boolean not null default false,
  received_at timestamptz not null default now(),
  received_by text not null default 'system'
);
create table inbox_file_chunk (
  file_id bigint not null references inbox_file on delete cascade,
  chunk_no int not null,
  content bytea not null,                     -- gzip
  primary key (file_id, chunk_no)
);

create table import_mapping (
  id int generated always as identity primary key,
  name text not null,
  kind text not null,
  mapping jsonb not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (kind, name)
);

create table sync_run (
  id bigint generated always as identity primary key,
  connection_id int not null references connection,
  kind text not null,                         -- skus, orders, stock, ...
  trigger text not null check (trigger in ('import', 'api', 'webhook', 'poll', 'sample')),
  file_id bigint references inbox_file,
  mapping jsonb,
  dry_run boolean not null default false,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  read_count bigint not null default 0,
  accepted_count bigint not null default 0,
  unchanged_count bigint not null default 0,
  rejected_count bigint not null default 0,
  notes jsonb not null default '{}',          -- counted oddities by name
  total_bytes bigint,
  read_bytes bigint not null default 0,
  error text,
  actor text not null,
  queued_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
create index sync_run_newest on sync_run (connection_id, id desc);

-- Single records that came by API or webhook. Key: source, kind, event id.
create table inbox_record (
  id bigint generated always as identity primary key,
  connection_id int not null references connection,
  kind text not null,
  event_id text not null,
  version bigint,
  raw jsonb not null,
  source_event_at timestamptz,
  received_at timestamptz not null default now(),
  applied_at timestamptz,
  state text not null default 'waiting' check (state in ('waiting', 'applied', 'unchanged', 'rejected')),
  reason text,
  run_id bigint references sync_run,
  unique (connection_id, kind, event_id)
);
create index inbox_record_waiting on inbox_record (id) where state = 'waiting';

-- The one place of identity and version for every kind of record: (source, kind, external id).
create table record_identity (
  connection_id int not null references connection,
  kind text not null,
  external_id text not null,
  entity_id bigint not null,
  placed_at timestamptz,                      -- of orders: their partition
  source_version bigint,                      -- null: the source gives none; then the later arrival wins
  content_hash bytea not null,
  run_id bigint,
  primary key (connection_id, kind, external_id)
);

create table reject (
  id bigint generated always as identity primary key,
  run_id bigint not null references sync_run on delete cascade,
  line_no bigint not null,
  field text,
  code text not null,                         -- groups the same repair
  reason text not null,
  value text,
  raw text not null
);
create index reject_by_run on reject (run_id, id);

-- Histogram of source event → visible. bucket = floor(ln(max(seconds, 1)) / ln(1.1)); percentiles merge across rows.
create table sync_lag (
  connection_id int not null references connection,
  stream text not null,
  hour timestamptz not null,
  bucket smallint not null,
  count int not null,
  primary key (connection_id, stream, hour, bucket)
);
