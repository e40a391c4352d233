-- A reading locks its level, so that whoever moves stock meanwhile waits or is seen; it writes the level only when it
-- makes it known. The move that explains a difference writes it anyway, and a reading without a difference only says how
-- fresh the level is. Halves what a reading writes.
create or replace function stock_level_follow_reading() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into stock_level (sku_id, location_id)
  select distinct sku_id, location_id from added a
  where not exists (select from stock_level l where l.sku_id = a.sku_id and l.location_id = a.location_id) order by 1, 2
  on conflict (sku_id, location_id) do nothing;
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
