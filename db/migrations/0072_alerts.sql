-- What somebody should see to: one row a cause, for as long as it lasts.
create table alert (
  id bigint generated always as identity primary key,
  cause_key text not null,                    -- such as source_late:7
  kind text not null check (kind in ('source_late', 'circuit_open', 'reconnect_needed', 'reconciliation_differs', 'canary_late',
    'dead_letters', 'accuracy_under')),
  connection_id int references connection on delete set null,
  params jsonb not null default '{}',         -- what its sentence names
  href text not null,
  roles text[] not null,                      -- who is told; the first sees it in the application
  state text not null default 'open' check (state in ('open', 'acknowledged', 'snoozed', 'ended')),
  began_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  acknowledged_at timestamptz,
  acknowledged_by text,
  snoozed_until timestamptz,
  ended_at timestamptz
);
create unique index alert_one_cause on alert (cause_key) where state <> 'ended';
create index alert_newest on alert (began_at desc, id desc);

-- Each message to one recipient, sent once.
create table alert_delivery (
  id bigint generated always as identity primary key,
  alert_id bigint not null references alert on delete cascade,
  event text not null check (event in ('raised', 'ended')),
  medium text not null check (medium in ('email', 'webhook')),
  recipient text not null,                    -- a person's id, or a connection's
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  attempts int not null default 0,
  not_before timestamptz not null default now(),
  sent_at timestamptz,
  last_error text,
  unique (alert_id, event, medium, recipient)
);
create index alert_delivery_waiting on alert_delivery (not_before) where state = 'waiting';

-- Signed webhook connections that are told of alerts.
create table alert_route (
  connection_id int primary key references connection on delete cascade,
  created_by text not null,
  created_at timestamptz not null default now()
);

-- One event a minute through the whole path. Null: it has not got there.
create table canary_beat (
  sent_at timestamptz primary key,
  applied_at timestamptz,                     -- committed with the record
  announced_at timestamptz,                   -- open pages were told
  visible_at timestamptz,                     -- read back after that
  milliseconds int                            -- sent to visible
);
