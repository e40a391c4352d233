-- What everything else stands on: the company, exchange rates, the connections data comes from, time partitions.

-- One row: the company this workspace belongs to. `simulated` is shown on every page of the sample company.
create table company (
  id smallint primary key default 1 check (id = 1),
  name text not null,
  base_currency char(3) not null,
  time_zone text not null,
  simulated boolean not null default false,
  simulated_note text,
  created_at timestamptz not null default now()
);

-- to_base: how much of the company's base currency one unit of `currency` bought on `day`. The latest rate on or
-- before a day is used. Primary key order serves exactly that lookup.
create table fx_rate (
  currency char(3) not null,
  day date not null,
  to_base numeric(20, 10) not null check (to_base > 0),
  source text not null,
  primary key (currency, day)
);

-- Where records come from and actions go to. `key` is what --source names.
create table connection (
  id int generated always as identity primary key,
  key text not null unique check (key ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  vendor text not null,                      -- file, api, webhook, sample, shopify, ...
  name text not null,
  state text not null default 'active' check (state in ('active', 'paused', 'error', 'disconnected')),
  simulated boolean not null default false,
  orders_move_stock boolean not null default false, -- false: stock comes as levels, so a sale must not be counted twice
  lag_limit_seconds int,                     -- null: the bands of the policy apply
  config jsonb not null default '{}',        -- base address, options; never a secret
  secret_sealed bytea,                       -- encrypted with the key from the environment
  last_event_at timestamptz,                 -- newest change at the source that we know of
  last_confirmed_at timestamptz,             -- last time a reading of the source was complete
  last_error text,
  last_error_at timestamptz,
  created_at timestamptz not null default now()
);

-- Monthly partitions of a table, made ahead by a job and before an import of old months.
create function ensure_month_partitions(first_day date, last_day date) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  parent text;
  month date;
  made int := 0;
begin
  if first_day < date '1990-01-01' or last_day > date '2100-01-01' then
    raise exception 'partition months must lie between 1990 and 2100, not % to %', first_day, last_day;
  end if;
  perform pg_advisory_xact_lock(hashtext('ensure_month_partitions'));
  for month in select generate_series(date_trunc('month', first_day), date_trunc('month', last_day), interval '1 month')::date loop
    foreach parent in array array['sales_order', 'order_line', 'stock_move'] loop
      if to_regclass(format('%I', parent || to_char(month, '_YYYYMM'))) is null then
        execute format('create table %I partition of %I for values from (%L) to (%L)',
          parent || to_char(month, '_YYYYMM'), parent, month::timestamptz, (month + interval '1 month')::timestamptz);
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;
