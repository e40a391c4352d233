-- What a SKU keeps back instead of what its channel does: on one channel, or on every one. A null is taken from the next wider rule.
create table publish_rule (
  id int generated always as identity primary key,
  sku_id int not null references sku on delete cascade,
  channel_id smallint references channel on delete cascade,   -- null: on every channel
  publish_share numeric(5, 4) check (publish_share between 0 and 1),
  buffer_units int check (buffer_units >= 0),
  max_units int check (max_units >= 0),
  version int not null default 1,
  changed_by text not null,
  changed_at timestamptz not null default now(),
  unique nulls not distinct (sku_id, channel_id),
  check (num_nonnulls(publish_share, buffer_units, max_units) > 0)
);
create index publish_rule_by_channel on publish_rule (channel_id);

-- Units of each SKU that are held back between two times.
create table promotion (
  id int generated always as identity primary key,
  name text not null check (length(name) between 1 and 200),
  side text not null check (side in ('from', 'for')),         -- held back from a channel; or for it, from those that share its places
  channel_id smallint references channel on delete cascade,   -- null: from every channel
  every_sku boolean not null,                 -- false: those of promotion_sku
  units int not null check (units > 0),       -- of each SKU
  time_zone text not null,                    -- that its times were given in
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  phase text not null check (phase in ('planned', 'running', 'over', 'cancelled')),   -- as last noted; times decide
  version int not null default 1,
  created_by text not null,
  created_at timestamptz not null default now(),
  cancelled_by text,
  cancelled_at timestamptz,
  check (ends_at > starts_at),
  check (side = 'from' or channel_id is not null)
);
-- Drift asks which run now, the worker which begin or end.
create index promotion_live on promotion (starts_at) where phase in ('planned', 'running');

create table promotion_sku (
  promotion_id int not null references promotion on delete cascade,
  sku_id int not null references sku on delete cascade,
  primary key (promotion_id, sku_id)
);
create index promotion_sku_by_sku on promotion_sku (sku_id);

create function mark_skus_of_publish_rules() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    insert into sku_to_refresh (sku_id) select distinct sku_id from removed order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp();
  end if;
  if tg_op <> 'DELETE' then
    insert into sku_to_refresh (sku_id) select distinct sku_id from added order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp();
  end if;
  return null;
end $$;
create trigger publish_rule_insert after insert on publish_rule referencing new table as added for each statement execute function mark_skus_of_publish_rules();
create trigger publish_rule_update after update on publish_rule referencing old table as removed new table as added for each statement execute function mark_skus_of_publish_rules();
create trigger publish_rule_delete after delete on publish_rule referencing old table as removed for each statement execute function mark_skus_of_publish_rules();

-- A promotion matters to figures while it runs: when it begins or ends, or is changed meanwhile.
create function mark_skus_of_promotions(running int[]) returns void language sql security definer set search_path = public, pg_temp as $$
  insert into sku_to_refresh (sku_id)
  select sku_id from promotion_sku where promotion_id = any(running)
  union
  select l.sku_id from promotion p join listing l on p.side = 'for' or p.channel_id is null or l.channel_id = p.channel_id
  where p.id = any(running) and p.every_sku
  order by 1
  on conflict (sku_id) do update set marked_at = clock_timestamp()
$$;
create function promotion_effects() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    perform mark_skus_of_promotions(array(select id from added where phase = 'running'));
  else
    perform mark_skus_of_promotions(array(select a.id from added a join removed b using (id) where 'running' in (a.phase, b.phase)));
    -- Another channel or side than before: those it was held back from until now.
    insert into sku_to_refresh (sku_id)
    select distinct l.sku_id from added a join removed b using (id) join listing l on b.side = 'for' or b.channel_id is null or l.channel_id = b.channel_id
    where b.phase = 'running' and b.every_sku
      and (a.channel_id, a.side, a.every_sku) is distinct from (b.channel_id, b.side, b.every_sku) order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp();
  end if;
  return null;
end $$;
create trigger promotion_insert after insert on promotion referencing new table as added for each statement execute function promotion_effects();
create trigger promotion_update after update on promotion referencing old table as removed new table as added for each statement execute function promotion_effects();

create function promotion_sku_effects() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into sku_to_refresh (sku_id)
  select distinct s.sku_id from changed s join promotion p on p.id = s.promotion_id where p.phase = 'running' order by 1
  on conflict (sku_id) do update set marked_at = clock_timestamp();
  return null;
end $$;
create trigger promotion_sku_insert after insert on promotion_sku referencing new table as changed for each statement execute function promotion_sku_effects();
create trigger promotion_sku_delete after delete on promotion_sku referencing old table as changed for each statement execute function promotion_sku_effects();
