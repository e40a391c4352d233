-- What raises an alert and how grave it is, in versions: one is in force, the others stay readable. None: the defaults.
create table alert_settings (
  version int generated always as identity primary key,
  rules jsonb not null,
  note text,
  active boolean not null,
  created_by text not null,
  created_at timestamptz not null default now()
);
create unique index alert_settings_one_active on alert_settings (active) where active;

alter table alert
  add severity text not null default 'warning' check (severity in ('notice', 'warning', 'critical')),
  add snoozed_by text;

-- Who is told of what: the people of a role or one person by mail, or a connection by signed webhook.
alter table alert_route drop constraint alert_route_pkey;
alter table alert_route
  alter connection_id drop not null,
  add id int generated always as identity primary key,
  add role text,
  add user_id text references app_user on delete cascade,
  add kinds text[],                           -- null: all
  add severity_from text not null default 'notice' check (severity_from in ('notice', 'warning', 'critical')),
  add check (num_nonnulls(connection_id, role, user_id) = 1),
  add unique nulls not distinct (connection_id, role, user_id);
insert into alert_route (role, kinds, created_by) values
  ('operator', '{source_late,circuit_open,reconnect_needed,reconciliation_differs,dead_letters,accuracy_under}', 'system'),
  ('admin', '{source_late,circuit_open,reconnect_needed,canary_late}', 'system'),
  ('manager', '{accuracy_under}', 'system');

-- A message sent to try a route out is of no alert.
alter table alert_delivery
  alter alert_id drop not null,
  add created_at timestamptz not null default now(),
  drop constraint alert_delivery_event_check,
  add check (event in ('raised', 'ended', 'test')),
  add check ((event = 'test') = (alert_id is null));
create index alert_delivery_newest on alert_delivery (id desc);

-- The bell reads alerts themselves.
delete from notice where kind like 'alert.%';
