-- Levels are written by triggers alone, from moves, readings, order lines and supplier lines whose keys are checked, and
-- which connection a move or a reading came from was looked up a statement before: checking them again for each row was
-- a quarter of what a batch of levels cost. `plimsoll verify` holds the levels against the rows they follow from.
alter table stock_level drop constraint stock_level_sku_id_fkey, drop constraint stock_level_location_id_fkey;
alter table stock_reading drop constraint stock_reading_connection_id_fkey;
alter table stock_move drop constraint stock_move_connection_id_fkey;

create or replace function stock_level_follow_reading() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  with made as (
    insert into stock_level (sku_id, location_id, known_since, data_as_of)
    select sku_id, location_id, min(as_of), max(as_of) from added a
    where not exists (select from stock_level l where l.sku_id = a.sku_id and l.location_id = a.location_id) group by 1, 2 order by 1, 2
    on conflict (sku_id, location_id) do nothing
    returning sku_id, known_since
  )
  insert into sku_to_refresh as r (sku_id, since) select sku_id, min(known_since) from made group by 1 order by 1
  on conflict (sku_id) do update set marked_at = clock_timestamp(), since = least(r.since, excluded.since);
  perform 1 from stock_level l
  where exists (select from added a where a.sku_id = l.sku_id and a.location_id = l.location_id)
  order by l.sku_id, l.location_id for update;
  with known as (
    update stock_level l set known_since = a.as_of, data_as_of = greatest(l.data_as_of, a.as_of)
    from (select sku_id, location_id, min(as_of) as as_of from added group by 1, 2) a
    where l.sku_id = a.sku_id and l.location_id = a.location_id and (l.known_since is null or l.known_since > a.as_of)
    returning l.sku_id, a.as_of
  )
  insert into sku_to_refresh as r (sku_id, since) select sku_id, min(as_of) from known group by 1 order by 1
  on conflict (sku_id) do update set marked_at = clock_timestamp(), since = least(r.since, excluded.since);
  return null;
end $$;
