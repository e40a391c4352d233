-- Products, places, the ways between them, and where products are offered.

create table sku (
  id int generated always as identity primary key,
  code text not null unique,
  title text not null,
  title_lang text,
  brand text,
  category text,
  barcode text,
  currency char(3) not null,
  unit_cost numeric(18, 6) check (unit_cost >= 0),       -- null: unknown
  price numeric(18, 6) check (price >= 0),               -- null: unknown
  pack_size int not null default 1 check (pack_size > 0),
  weight_grams int check (weight_grams > 0),
  volume_cm3 int check (volume_cm3 > 0),
  hazmat boolean not null default false,
  cold_chain boolean not null default false,
  lifecycle text not null default 'active' check (lifecycle in ('draft', 'active', 'phase_out', 'discontinued')),
  is_product boolean not null default true,              -- false: postage, fees, manual lines: kept, but no stock and no demand
  simulated boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
-- The search box matches code, title, brand and barcode; lists filter by brand and category.
create index sku_brand on sku (brand);
create index sku_category on sku (category);

create table location (
  id smallint generated always as identity primary key,
  code text not null unique,
  name text not null,
  kind text not null check (kind in ('warehouse', 'fba', '3pl', 'store')),
  country char(2) not null,
  region text not null,
  time_zone text not null,
  active boolean not null default true,
  simulated boolean not null default false
);

-- Both ends of every stock move. Outside places have no location. A location has three: sellable stock, stock that
-- cannot be sold (damaged, held, in inspection), and goods on their way to it.
create table place (
  id smallint primary key,
  kind text not null check (kind in ('stock', 'unavailable', 'transit', 'supplier', 'customer', 'loss', 'count')),
  location_id smallint references location,
  check ((kind in ('stock', 'unavailable', 'transit')) = (location_id is not null)),
  unique nulls not distinct (kind, location_id)
);
insert into place (id, kind) values (1, 'supplier'), (2, 'customer'), (3, 'loss'), (4, 'count');

create function place_follow_location() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into place (id, kind, location_id)
  values (10 + new.id * 3, 'stock', new.id), (11 + new.id * 3, 'unavailable', new.id), (12 + new.id * 3, 'transit', new.id);
  return new;
end $$;
create trigger place_follow_location after insert on location for each row execute function place_follow_location();

-- One directed way between two locations.
create table lane (
  id int generated always as identity primary key,
  origin_id smallint not null references location,
  destination_id smallint not null references location,
  lead_time_days numeric(6, 2) not null check (lead_time_days >= 0),
  currency char(3) not null,
  freight_minor_per_unit bigint not null check (freight_minor_per_unit >= 0),
  handling_minor_per_unit bigint not null default 0 check (handling_minor_per_unit >= 0),
  fixed_minor_per_shipment bigint not null default 0 check (fixed_minor_per_shipment >= 0),
  min_units int not null default 1 check (min_units > 0),
  capacity_units int check (capacity_units > 0),         -- a shipment; null: no limit known
  capacity_grams bigint,
  capacity_cm3 bigint,
  hazmat_allowed boolean not null default true,
  cold_chain_allowed boolean not null default true,
  active boolean not null default true,
  simulated boolean not null default false,
  check (origin_id <> destination_id),
  unique (origin_id, destination_id)
);

create table channel (
  id smallint generated always as identity primary key,
  code text not null unique,
  name text not null,
  kind text not null,                                    -- marketplace, own_shop, social, wholesale
  connection_id int references connection,
  currency char(3) not null,
  country char(2),
  time_zone text not null,
  lag_limit_seconds int,
  publish_share numeric(5, 4) not null default 1 check (publish_share between 0 and 1),
  promotion_reserve_units int not null default 0 check (promotion_reserve_units >= 0),
  buffer_units int not null default 0 check (buffer_units >= 0),
  max_units int,
  fee_rate numeric(6, 5) not null default 0 check (fee_rate between 0 and 1),
  backorder boolean not null default false,
  active boolean not null default true,
  simulated boolean not null default false
);

-- The locations that serve a channel, nearest first. Priority 1 fulfils an order that names no location.
create table channel_location (
  channel_id smallint not null references channel,
  location_id smallint not null references location,
  priority smallint not null default 1,
  primary key (channel_id, location_id)
);
create index channel_location_by_location on channel_location (location_id);

create table listing (
  id int generated always as identity primary key,
  channel_id smallint not null references channel,
  sku_id int not null references sku,
  external_id text not null,
  price numeric(18, 6),
  currency char(3) not null,
  state text not null default 'active' check (state in ('active', 'inactive', 'blocked', 'draft')),
  content_state text not null default 'complete' check (content_state in ('complete', 'incomplete', 'missing')),
  content_missing text[] not null default '{}',
  published_units int,                                   -- null: never read
  published_as_of timestamptz,
  drift_units int,                                       -- published − available to sell, at computed_at; null: not computable
  available_to_sell_units int,
  drift_since timestamptz,                               -- since when it lies beyond the tolerance; null: within
  computed_at timestamptz,
  simulated boolean not null default false,
  unique (channel_id, external_id)
);
-- A SKU's page and the drift recomputation of changed SKUs read by SKU.
create index listing_by_sku on listing (sku_id);
-- The Sync page lists what drifts, longest first.
create index listing_drifting on listing (drift_since) where drift_since is not null;
