import type { Tx } from "@/db/client";

/** Days of availability that are kept: the longest look back of any figure. */
export const availabilityDays = 400;

/** SKUs and, for each, the moment from which its stock may differ from what was worked out before. */
export interface Changed {
  skuIds: number[];
  /** ISO times, one a SKU. */
  since: string[];
}

/**
 * From when on each SKU's availability must be worked out anew: from the earliest change, or from the last time its status
 * was, whichever is earlier; from the start of the record when it never was. Whole UTC days with one to spare, so that the
 * local day of the change is complete.
 */
export async function changedSince(
  tx: Tx,
  marks: { skuIds: number[]; since: (string | null)[] },
  now: Date,
): Promise<Changed> {
  const rows = await tx<{ skuId: number; since: string }[]>`
    select m.sku_id as "skuId",
      (date_trunc('day', greatest(${now}::timestamptz - make_interval(days => ${availabilityDays}),
        least(m.since, ${now}, coalesce((select min(s.computed_at) from stock_status s where s.sku_id = m.sku_id), '-infinity'))))
        - interval '1 day')::text as since
    from unnest(${marks.skuIds}::int[], ${marks.since}::text[]::timestamptz[]) m (sku_id, since)`;
  return { skuIds: rows.map((row) => row.skuId), since: rows.map((row) => row.since) };
}

/**
 * Writes the spans in which each SKU could not be bought at each location (stock_out_span), from the changed moment on.
 * Stock at a moment is today's available less everything that happened after it: moves of the shelf, open order lines from
 * the moment they were placed, reservations of transfers from the moment they were planned. So only changed days are read.
 */
export async function refreshStockOutSpans(tx: Tx, changed: Changed, now: Date): Promise<void> {
  await tx`
    with changed as materialized (
      select * from unnest(${changed.skuIds}::int[], ${changed.since}::text[]::timestamptz[]) c (sku_id, since)
    ), shelf as materialized (
      select l.sku_id, l.location_id, l.available, c.since, greatest(c.since, l.known_since) as from_at
      from changed c join stock_level l on l.sku_id = c.sku_id
      where l.known_since <= ${now}
    ), event as (
      select m.sku_id, p.location_id, m.occurred_at as at, s.sign * m.quantity as units
      from changed c
      join stock_move m on m.sku_id = c.sku_id and m.occurred_at >= c.since
      cross join lateral (values (m.to_place_id, 1), (m.from_place_id, -1)) s (place_id, sign)
      join place p on p.id = s.place_id and p.kind = 'stock'
      where m.occurred_at >= ${earliest(changed)}::timestamptz and m.occurred_at <= ${now}
      union all
      select o.sku_id, o.location_id, o.placed_at, -(o.quantity - o.cancelled_quantity - o.shipped_quantity)
      from changed c join order_line o on o.sku_id = c.sku_id and o.open and o.kind = 'sale' and o.placed_at >= c.since
      union all
      select t.sku_id, t.origin_id, o.planned_at, -t.quantity
      from changed c join transfer_line t on t.sku_id = c.sku_id and t.reserving
      join transfer_order o on o.id = t.transfer_id and o.planned_at >= c.since
    ), step as (
      select sku_id, location_id, at, sum(units) as units
      from (
        select e.* from event e join shelf s using (sku_id, location_id) where e.at > s.from_at
        union all
        select sku_id, location_id, from_at, 0 from shelf
      ) e
      group by 1, 2, 3
    ), level as (
      select sku_id, location_id, at,
        -- today's available minus what came after this moment
        s.available - (sum(units) over (partition by sku_id, location_id order by at desc) - units) <= 0 as is_out
      from step join shelf s using (sku_id, location_id)
    ), turn as (
      select *, lead(is_out) over (partition by sku_id, location_id order by at desc) as was_out from level
    ), span as (
      select sku_id, location_id, at as started_at, lag(at) over (partition by sku_id, location_id order by at desc) as ended_at, is_out
      from turn where is_out is distinct from was_out
    ), fresh as (
      select s.sku_id, s.location_id, coalesce(before.started_at, s.started_at) as started_at, s.ended_at
      from span s
      join shelf f using (sku_id, location_id)
      left join stock_out_span before on before.sku_id = s.sku_id and before.location_id = s.location_id
        and s.started_at = f.from_at and before.started_at < s.started_at
        and (before.ended_at is null or before.ended_at >= s.started_at)
      where s.is_out
    ), gone as (
      delete from stock_out_span o using changed c
      where o.sku_id = c.sku_id and (o.ended_at is null or o.ended_at >= c.since) and o.started_at >= c.since
        and not exists (select from fresh f where (f.sku_id, f.location_id, f.started_at) = (o.sku_id, o.location_id, o.started_at))
    ), cut as (
      -- A span that began before and no longer reaches into the changed days ended where they begin.
      update stock_out_span o set ended_at = s.from_at from shelf s
      where o.sku_id = s.sku_id and o.location_id = s.location_id and o.started_at < s.since
        and (o.ended_at is null or o.ended_at > s.from_at)
        and not exists (select from fresh f where (f.sku_id, f.location_id, f.started_at) = (o.sku_id, o.location_id, o.started_at))
    )
    insert into stock_out_span as o (sku_id, location_id, started_at, ended_at)
    select sku_id, location_id, started_at, ended_at from fresh order by 1, 2, 3
    on conflict (sku_id, location_id, started_at) do update set ended_at = excluded.ended_at
      where o.ended_at is distinct from excluded.ended_at`;
}

/** Brings availability_daily of the changed days in line with the spans; today counts up to now. */
export async function refreshAvailability(tx: Tx, changed: Changed, now: Date): Promise<void> {
  await tx`
    with changed as materialized (
      select * from unnest(${changed.skuIds}::int[], ${changed.since}::text[]::timestamptz[]) c (sku_id, since)
    ), part as (
      select o.sku_id, o.location_id, d.day::date as day,
        extract(epoch from least(coalesce(o.ended_at, ${now}), d.ends_at, ${now}) - greatest(o.started_at, d.starts_at)) as out_seconds,
        extract(epoch from least(d.ends_at, ${now}) - greatest(d.starts_at, l.known_since)) as day_seconds
      from changed c
      join stock_out_span o on o.sku_id = c.sku_id and (o.ended_at is null or o.ended_at > c.since)
      join stock_level l on l.sku_id = o.sku_id and l.location_id = o.location_id
      join location on location.id = o.location_id
      cross join lateral (
        select day, day at time zone time_zone as starts_at, (day + interval '1 day') at time zone time_zone as ends_at
        from generate_series(((greatest(o.started_at, c.since) at time zone time_zone)::date)::timestamp,
          ((coalesce(o.ended_at, ${now}) at time zone time_zone)::date)::timestamp, interval '1 day') as day
      ) d
    ), fresh as (
      select sku_id, location_id, day, greatest(0, 1 - sum(out_seconds) / min(day_seconds))::real as available_share
      from part where out_seconds > 0 and day_seconds > 0 group by 1, 2, 3
    ), gone as (
      delete from availability_daily a using changed c, location l
      where a.sku_id = c.sku_id and l.id = a.location_id and a.day >= (c.since at time zone l.time_zone)::date + 1
        and not exists (select from fresh f where (f.sku_id, f.location_id, f.day) = (a.sku_id, a.location_id, a.day))
    )
    insert into availability_daily as a (sku_id, location_id, day, available_share)
    select f.sku_id, f.location_id, f.day, f.available_share
    from fresh f join changed c using (sku_id) join location l on l.id = f.location_id
    where f.day > (c.since at time zone l.time_zone)::date
    order by 1, 2, 3
    on conflict (sku_id, location_id, day) do update set available_share = excluded.available_share
      where a.available_share <> excluded.available_share`;
}

function earliest(changed: Changed): string {
  return changed.since.toSorted()[0] ?? "infinity";
}
