-- Figures, decisions, actions, proof.

-- The forecast in force for a SKU at a location: level × weekday profile, negative binomial around it.
create table forecast (
  sku_id int not null references sku,
  location_id smallint not null references location,
  as_of_day date not null,
  level_units_per_day real not null,
  weekday_factors real[] not null,            -- Monday first, mean 1
  dispersion real not null,                   -- variance = mean + dispersion × mean²
  quantiles jsonb not null,                   -- {"7": {"0.1":…, "0.5":…, "0.9":…}, "28": …}: totals over the next days
  method text not null,
  computed_at timestamptz not null default now(),
  primary key (sku_id, location_id)
);

-- What the Inventory page lists, kept by the refresh job. Amounts in the company's currency.
create table stock_status (
  sku_id int not null references sku,
  location_id smallint not null references location,
  state text not null check (state in ('out', 'at_risk', 'healthy', 'excess', 'unknown', 'no_demand')),
  available int,
  incoming int not null default 0,
  forecast_units_per_day real,
  cover_days real,                            -- null: no demand or unknown
  runs_out_on date,
  next_arrival_at timestamptz,
  gap_days real not null default 0,           -- days without stock before the next arrival
  safety_stock_units real,
  reorder_point_units real,
  stockout_probability real,
  excess_units int not null default 0,
  excess_base_minor bigint not null default 0,
  stock_value_base_minor bigint,
  lost_sales_base_minor_per_day bigint not null default 0,
  money_at_stake_base_minor bigint not null default 0,   -- what the list is sorted by
  aged_units int[] not null default '{0,0,0,0,0}',       -- 0-90, 91-180, 181-270, 271-365, 365+ days
  data_as_of timestamptz,
  computed_at timestamptz not null default now(),
  primary key (sku_id, location_id)
);
-- Keyset pages of the default sort and of the tabs by state.
create index stock_status_by_money on stock_status (money_at_stake_base_minor desc, sku_id, location_id);
create index stock_status_by_state on stock_status (state, money_at_stake_base_minor desc, sku_id, location_id);
create index stock_status_by_cover on stock_status (cover_days, sku_id, location_id);
create index stock_status_by_location on stock_status (location_id, money_at_stake_base_minor desc, sku_id);

-- One value a day and scope, for trends. scope: 'all', 'channel:<id>', 'location:<id>', 'connection:<id>', 'category:<name>'.
create table kpi_daily (
  metric text not null,
  scope text not null,
  day date not null,
  value double precision,                     -- null: cannot be known
  low double precision,
  high double precision,
  parts jsonb not null default '{}',          -- numerator, denominator, lines of a sum
  computed_at timestamptz not null default now(),
  primary key (metric, scope, day)
);

-- Thresholds and limits. The newest active version rules; old ones stay readable.
create table policy (
  version int generated always as identity primary key,
  rules jsonb not null,
  note text,
  active boolean not null default false,
  created_by text not null,
  created_at timestamptz not null default now()
);
create unique index policy_one_active on policy (active) where active;

create table recommendation (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('shortage', 'ad_pause', 'ad_resume', 'excess')),
  team text not null check (team in ('supply', 'marketing', 'operator')),
  subject_key text not null,                  -- such as shortage:12:3, ad:441; one live recommendation a subject
  sku_id int references sku,
  location_id smallint references location,
  campaign_id int references campaign,
  product_ad_id int references product_ad,
  problem jsonb not null,                     -- facts of the sentence that states it
  options jsonb not null,                     -- Option[], best first, do nothing last
  evidence jsonb not null,                    -- Evidence[]: name, value, unit, source, asOf
  chosen_option text,                         -- option key, once decided
  data_as_of timestamptz,                     -- the oldest input
  policy_version int not null references policy,
  value_low_minor bigint not null,
  value_minor bigint not null,                -- of the best option over doing nothing, company's currency
  value_high_minor bigint not null,
  loss_minor_per_day bigint not null default 0,
  urgency text not null default 'normal' check (urgency in ('urgent', 'high', 'normal')),
  state text not null default 'open' check (state in ('open', 'approved', 'rejected', 'snoozed', 'expired', 'superseded', 'blocked')),
  blocked_reasons jsonb not null default '[]',
  version int not null default 1,             -- counts every change; an approval names the one it saw
  material_hash text not null,                -- of the inputs that matter; a rejected one returns only when it differs
  reason text,
  snoozed_until timestamptz,
  assigned_to text,
  decided_by text,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index recommendation_one_live on recommendation (subject_key) where state in ('open', 'blocked', 'snoozed');
-- The queue: open ones of a team by money lost a day.
create index recommendation_queue on recommendation (state, loss_minor_per_day desc, id);
create index recommendation_by_sku on recommendation (sku_id, id desc);
create index recommendation_rejected on recommendation (subject_key, material_hash) where state = 'rejected';

create table action (
  id uuid primary key,                        -- also the idempotency key the vendor sees on every attempt
  recommendation_id bigint references recommendation,
  kind text not null check (kind in ('transfer', 'ad_pause', 'ad_resume')),
  executor text not null check (executor in ('webhook', 'manual')),
  connection_id int references connection,
  payload jsonb not null,
  prior_state jsonb,                          -- what undo restores, read before sending
  state text not null default 'queued' check (state in ('queued', 'sending', 'accepted', 'verified', 'unconfirmed', 'failed', 'undoing', 'undone', 'refused', 'cancelled')),
  state_reason text,
  attempts int not null default 0,
  next_attempt_at timestamptz not null default now(),
  sending_since timestamptz,
  accepted_at timestamptz,
  verified_at timestamptz,
  receipt jsonb,                              -- the vendor's answer
  undo_of uuid references action,
  expected_low_minor bigint,
  expected_minor bigint,
  expected_high_minor bigint,
  realised_low_minor bigint,                  -- null until it can be measured
  realised_minor bigint,
  realised_high_minor bigint,
  realised_at timestamptz,
  approved_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index action_due on action (next_attempt_at) where state in ('queued', 'sending', 'accepted', 'unconfirmed', 'undoing');
create index action_by_recommendation on action (recommendation_id);
create index action_newest on action (created_at desc, id);

create table action_attempt (
  action_id uuid not null references action,
  attempt int not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  outcome text,                               -- accepted, retry, failed, lost
  http_status int,
  answer text,
  primary key (action_id, attempt)
);

create table transfer_order (
  id bigint generated always as identity primary key,
  number text not null unique,                -- TO-000123
  action_id uuid references action,
  lane_id int not null references lane,
  origin_id smallint not null references location,
  destination_id smallint not null references location,
  state text not null default 'planned' check (state in ('planned', 'sent', 'shipped', 'received', 'cancelled')),
  currency char(3) not null,
  freight_minor bigint not null default 0,
  planned_at timestamptz not null default now(),
  shipped_at timestamptz,
  expected_at timestamptz not null,
  received_at timestamptz,
  created_by text not null,
  simulated boolean not null default false
);
create index transfer_order_open on transfer_order (expected_at) where state in ('planned', 'sent', 'shipped');
create index transfer_order_by_action on transfer_order (action_id);

create table transfer_line (
  transfer_id bigint not null references transfer_order,
  line_no int not null,
  sku_id int not null references sku,
  origin_id smallint not null references location,
  destination_id smallint not null references location,
  quantity int not null check (quantity > 0),
  shipped_quantity int check (shipped_quantity >= 0),    -- null: not shipped yet
  received_quantity int check (received_quantity >= 0),  -- null: not received yet
  reserving boolean not null default true,    -- holds `quantity` at the origin until it is shipped or cancelled
  primary key (transfer_id, line_no)
);
create index transfer_line_by_sku on transfer_line (sku_id, transfer_id);

-- An approved transfer reserves its units at the donor, so that no second one can drain it.
create function stock_level_follow_transfers() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    insert into stock_level as l (sku_id, location_id, committed)
    select sku_id, origin_id, -sum(quantity) from removed where reserving group by 1, 2 order by 1, 2
    on conflict (sku_id, location_id) do update set committed = l.committed + excluded.committed;
  end if;
  if tg_op <> 'DELETE' then
    insert into stock_level as l (sku_id, location_id, committed)
    select sku_id, origin_id, sum(quantity) from added where reserving group by 1, 2 order by 1, 2
    on conflict (sku_id, location_id) do update set committed = l.committed + excluded.committed;
    insert into sku_to_refresh (sku_id) select distinct sku_id from added order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp();
  end if;
  return null;
end $$;
create trigger transfer_line_insert after insert on transfer_line referencing new table as added for each statement execute function stock_level_follow_transfers();
create trigger transfer_line_update after update on transfer_line referencing old table as removed new table as added for each statement execute function stock_level_follow_transfers();
create trigger transfer_line_delete after delete on transfer_line referencing old table as removed for each statement execute function stock_level_follow_transfers();
