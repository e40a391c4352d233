-- Reading the past as it was known then, and running a policy over it.

-- When an order was first seen here, which later versions of it do not change. Null: from before this was kept.
alter table sales_order add column first_visible_at timestamptz;
alter table sales_order alter column first_visible_at set default now();
-- When goods on order were first known here. Null: from before this was kept.
alter table inbound_line add column recorded_at timestamptz;
alter table inbound_line alter column recorded_at set default now();

-- A version that was never in force: saved to be looked at, tried on the past, and put in force or thrown away.
alter table policy add column draft boolean not null default false;

create table backtest (
  id int generated always as identity primary key,
  policy_version int references policy,       -- null: rules that were being edited
  rules jsonb not null,
  rules_hash text not null,                   -- activation asks for a finished one of the same rules
  days int not null check (days between 1 and 366),
  from_day date not null,
  until_at timestamptz not null,              -- nothing that became known later is looked at
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'stopped', 'failed')),
  done_steps int not null default 0,
  all_steps int not null default 0,
  stop_asked boolean not null default false,
  result jsonb,
  error text,
  created_by text not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index backtest_newest on backtest (created_at desc);
create index backtest_by_rules on backtest (rules_hash) where state = 'done';
