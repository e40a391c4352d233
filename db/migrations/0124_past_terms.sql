-- Prices, costs and terms as they were until they changed, so that the past is decided on what held then.

create table sku_past (
  sku_id int not null references sku on delete cascade,
  until_at timestamptz not null,
  currency char(3) not null,
  unit_cost numeric(18, 6),
  price numeric(18, 6),
  primary key (sku_id, until_at)
);
revoke insert, update, delete on sku_past from plimsoll_app;

create function keep_sku() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into sku_past values (old.id, clock_timestamp(), old.currency, old.unit_cost, old.price) on conflict do nothing;
  return null;
end $$;
create trigger sku_kept after update on sku for each row
  when ((old.currency, old.unit_cost, old.price) is distinct from (new.currency, new.unit_cost, new.price)) execute function keep_sku();

create table lane_past (
  lane_id int not null references lane on delete cascade,
  until_at timestamptz not null,
  terms jsonb not null,                       -- the whole row
  primary key (lane_id, until_at)
);
revoke insert, update, delete on lane_past from plimsoll_app;

create function keep_lane() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into lane_past values (old.id, clock_timestamp(), to_jsonb(old)) on conflict do nothing;
  return null;
end $$;
create trigger lane_kept after update on lane for each row when (old.* is distinct from new.*) execute function keep_lane();

-- How many products a back-test looks at; where there are more, every n-th.
alter table backtest add column most_skus int not null default 400 check (most_skus between 1 and 5000);
