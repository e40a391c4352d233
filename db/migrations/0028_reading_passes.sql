-- A reading's trigger locks its levels and learns in the same pass whether any of them is new or not known yet; only then
-- does it write. Three passes over the levels were an eighth of what a batch of readings cost.
create or replace function stock_level_follow_reading() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  shelves int;
  there int;
  later int;
begin
  select count(*) into shelves from (select distinct sku_id, location_id from added) a;
  for attempt in 1..2 loop
    select count(*), count(*) filter (where known_since is null or known_since > as_of) into there, later
    from (
      select l.known_since, a.as_of
      from (select sku_id, location_id, min(as_of) as as_of from added group by 1, 2) a
      join stock_level l on l.sku_id = a.sku_id and l.location_id = a.location_id
      order by l.sku_id, l.location_id for update of l
    ) locked;
    exit when there = shelves;
    with made as (
      insert into stock_level (sku_id, location_id, known_since, data_as_of)
      select sku_id, location_id, min(as_of), max(as_of) from added a
      where not exists (select from stock_level l where l.sku_id = a.sku_id and l.location_id = a.location_id) group by 1, 2 order by 1, 2
      on conflict (sku_id, location_id) do nothing
      returning sku_id, known_since
    )
    insert into sku_to_refresh as r (sku_id, since) select sku_id, min(known_since) from made group by 1 order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp(), since = least(r.since, excluded.since);
  end loop;
  if later > 0 then
    with known as (
      update stock_level l set known_since = a.as_of, data_as_of = greatest(l.data_as_of, a.as_of)
      from (select sku_id, location_id, min(as_of) as as_of from added group by 1, 2) a
      where l.sku_id = a.sku_id and l.location_id = a.location_id and (l.known_since is null or l.known_since > a.as_of)
      returning l.sku_id, a.as_of
    )
    insert into sku_to_refresh as r (sku_id, since) select sku_id, min(as_of) from known group by 1 order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp(), since = least(r.since, excluded.since);
  end if;
  return null;
end $$;

-- Written again and again: room on each page lets a row be replaced without touching the index.
alter table stock_level set (fillfactor = 70);
alter table stock_reading set (fillfactor = 70);
alter table sku_to_refresh set (fillfactor = 50);
