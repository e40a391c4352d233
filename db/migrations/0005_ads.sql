-- Campaigns, the ads in them, and what they spend.

-- What each kind of ad does by itself when stock is gone, and the smallest thing of it that can be paused.
create table ad_kind (
  code text primary key,
  stops_when_empty boolean not null,
  smallest_pausable text not null check (smallest_pausable in ('product_ad', 'campaign'))
);
insert into ad_kind values
  ('sponsored_products', true, 'product_ad'),
  ('sponsored_display', true, 'product_ad'),
  ('sponsored_brands', false, 'product_ad'),
  ('google_shopping', false, 'product_ad'),
  ('meta_advantage_plus', false, 'campaign'),
  ('tiktok_shop', false, 'product_ad'),
  ('lazada_sponsored', false, 'product_ad'),
  ('other', false, 'campaign');

create table campaign (
  id int generated always as identity primary key,
  connection_id int not null references connection,
  external_id text not null,
  channel_id smallint references channel,
  kind text not null references ad_kind (code),
  name text not null,
  state text not null default 'enabled' check (state in ('enabled', 'paused', 'ended')),
  currency char(3) not null,
  budget_minor_per_day bigint,
  paused_by_action_id uuid,                   -- set only while Plimsoll's own pause is in force
  toggled_at timestamptz,
  state_as_of timestamptz,
  simulated boolean not null default false,
  unique (connection_id, external_id)
);

create table product_ad (
  id int generated always as identity primary key,
  campaign_id int not null references campaign,
  sku_id int not null references sku,
  external_id text not null,
  state text not null default 'enabled' check (state in ('enabled', 'paused', 'ended')),
  paused_by_action_id uuid,
  toggled_at timestamptz,
  state_as_of timestamptz,
  simulated boolean not null default false,
  unique (campaign_id, external_id)
);
create index product_ad_by_sku on product_ad (sku_id);

create table ad_spend (
  product_ad_id int not null references product_ad,
  starts_at timestamptz not null,
  grain text not null check (grain in ('hour', 'day')),
  currency char(3) not null,
  spend_minor bigint not null check (spend_minor >= 0),
  spend_base_minor bigint not null,
  impressions int not null default 0,
  clicks int not null default 0,
  attributed_units int not null default 0,
  attributed_sales_minor bigint not null default 0,
  attributed_sales_base_minor bigint not null default 0,
  wasted_base_minor bigint,                   -- spend while the SKU could not be bought; null: not worked out yet
  read_at timestamptz not null default now(),
  simulated boolean not null default false,
  primary key (product_ad_id, starts_at)
);
create index ad_spend_recent on ad_spend (starts_at);

-- Day sums per ad (UTC days), kept by the statements that write ad_spend.
create table ad_daily (
  product_ad_id int not null references product_ad,
  day date not null,
  spend_base_minor bigint not null,
  wasted_base_minor bigint not null,
  impressions bigint not null,
  clicks bigint not null,
  attributed_units int not null,
  attributed_sales_base_minor bigint not null,
  primary key (product_ad_id, day)
);
create index ad_daily_by_day on ad_daily (day);

create function ad_daily_follow_spend() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    insert into ad_daily as d
    select product_ad_id, (starts_at at time zone 'UTC')::date, -sum(spend_base_minor), -sum(coalesce(wasted_base_minor, 0)), -sum(impressions),
      -sum(clicks), -sum(attributed_units), -sum(attributed_sales_base_minor)
    from removed group by 1, 2 order by 1, 2
    on conflict (product_ad_id, day) do update set
      spend_base_minor = d.spend_base_minor + excluded.spend_base_minor, wasted_base_minor = d.wasted_base_minor + excluded.wasted_base_minor,
      impressions = d.impressions + excluded.impressions, clicks = d.clicks + excluded.clicks,
      attributed_units = d.attributed_units + excluded.attributed_units,
      attributed_sales_base_minor = d.attributed_sales_base_minor + excluded.attributed_sales_base_minor;
  end if;
  if tg_op <> 'DELETE' then
    insert into ad_daily as d
    select product_ad_id, (starts_at at time zone 'UTC')::date, sum(spend_base_minor), sum(coalesce(wasted_base_minor, 0)), sum(impressions),
      sum(clicks), sum(attributed_units), sum(attributed_sales_base_minor)
    from added group by 1, 2 order by 1, 2
    on conflict (product_ad_id, day) do update set
      spend_base_minor = d.spend_base_minor + excluded.spend_base_minor, wasted_base_minor = d.wasted_base_minor + excluded.wasted_base_minor,
      impressions = d.impressions + excluded.impressions, clicks = d.clicks + excluded.clicks,
      attributed_units = d.attributed_units + excluded.attributed_units,
      attributed_sales_base_minor = d.attributed_sales_base_minor + excluded.attributed_sales_base_minor;
  end if;
  return null;
end $$;
create trigger ad_spend_insert after insert on ad_spend referencing new table as added for each statement execute function ad_daily_follow_spend();
create trigger ad_spend_update after update on ad_spend referencing old table as removed new table as added for each statement execute function ad_daily_follow_spend();
create trigger ad_spend_delete after delete on ad_spend referencing old table as removed for each statement execute function ad_daily_follow_spend();
