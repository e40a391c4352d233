-- What a figure of a whole day was until it was worked out anew: late orders, corrected spend and compared orders change days
-- that have passed. What a day was while it still ran is not kept, since it changes each hour.
create table kpi_past (
  metric text not null,
  scope text not null,
  day date not null,
  until_at timestamptz not null,
  value double precision,
  low double precision,
  high double precision,
  parts jsonb not null,
  computed_at timestamptz not null,
  primary key (metric, scope, day, until_at)
);
revoke insert, update, delete on kpi_past from plimsoll_app;

create function keep_kpi() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into kpi_past values (old.metric, old.scope, old.day, new.computed_at, old.value, old.low, old.high, old.parts, old.computed_at)
  on conflict do nothing;
  return null;
end $$;
create trigger kpi_kept after update on kpi_daily for each row
  when (old.day < (old.computed_at at time zone 'UTC')::date
    and (old.value, old.low, old.high, old.parts) is distinct from (new.value, new.low, new.high, new.parts))
  execute function keep_kpi();

alter table past_kept
  add column kpis_since timestamptz not null default now(),   -- the same as `since`, for figures
  add column pruned_at timestamptz;                           -- when older rows were last removed, and both moved on; null: never

-- Old rows are removed by a job (lib/services/past/prune.ts), which says how far.
grant delete on recommendation_past, ad_past, sku_past, lane_past, kpi_past to plimsoll_app;
grant update (since, kpis_since, pruned_at) on past_kept to plimsoll_app;
