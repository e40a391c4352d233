-- What is changed in place, as it stood until it changed, so that pages can be read as of a moment.

-- A recommendation before its version or state changed. Figures that were renewed without a new version are not told apart.
create table recommendation_past (
  recommendation_id bigint not null references recommendation on delete cascade,
  until_at timestamptz not null,
  version int not null,
  state text not null,
  urgency text not null,
  problem jsonb not null,
  option jsonb,                               -- the best one; the others and the evidence are not kept
  value_low_minor bigint not null,
  value_minor bigint not null,
  value_high_minor bigint not null,
  loss_minor_per_day bigint not null,
  blocked_reasons jsonb not null,
  policy_version int not null,
  data_as_of timestamptz,
  snoozed_until timestamptz,
  assigned_to text,
  primary key (recommendation_id, until_at)
);
revoke insert, update, delete on recommendation_past from plimsoll_app;

create function keep_recommendation() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  -- Of several changes at one moment the first is told: how it stood before them all.
  insert into recommendation_past values (old.id, new.updated_at, old.version, old.state, old.urgency, old.problem, old.options -> 0,
    old.value_low_minor, old.value_minor, old.value_high_minor, old.loss_minor_per_day, old.blocked_reasons, old.policy_version,
    old.data_as_of, old.snoozed_until, old.assigned_to)
  on conflict do nothing;
  return null;
end $$;
create trigger recommendation_kept after update on recommendation for each row
  when (old.version is distinct from new.version or old.state is distinct from new.state) execute function keep_recommendation();

-- A campaign (product_ad_id null), or one ad, before its state or budget changed here.
create table ad_past (
  campaign_id int not null references campaign on delete cascade,
  product_ad_id int references product_ad on delete cascade,
  until_at timestamptz not null,
  state text not null,
  paused_by_action_id uuid,
  budget_minor_per_day bigint
);
create index ad_past_of_campaign on ad_past (campaign_id, until_at) where product_ad_id is null;
create index ad_past_of_ad on ad_past (product_ad_id, until_at) where product_ad_id is not null;
revoke insert, update, delete on ad_past from plimsoll_app;

create function keep_campaign() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into ad_past values (old.id, null, clock_timestamp(), old.state, old.paused_by_action_id, old.budget_minor_per_day);
  return null;
end $$;
create trigger campaign_kept after update on campaign for each row
  when (old.state is distinct from new.state or old.paused_by_action_id is distinct from new.paused_by_action_id
    or old.budget_minor_per_day is distinct from new.budget_minor_per_day) execute function keep_campaign();

create function keep_product_ad() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into ad_past values (old.campaign_id, old.id, clock_timestamp(), old.state, old.paused_by_action_id, null);
  return null;
end $$;
create trigger product_ad_kept after update on product_ad for each row
  when (old.state is distinct from new.state or old.paused_by_action_id is distinct from new.paused_by_action_id)
  execute function keep_product_ad();

-- From when on this is kept: for earlier moments what was written over since is not known.
create table past_kept (
  one boolean primary key default true check (one),
  since timestamptz not null default now()
);
insert into past_kept default values;
revoke insert, update, delete on past_kept from plimsoll_app;

-- Transfers that were planned before a moment, newest first.
create index transfer_order_by_time on transfer_order (planned_at desc, id);
-- Comparisons of orders that were settled after a moment.
create index order_check_settled on order_check (resolved_at) where resolved_at is not null;
