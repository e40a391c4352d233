import type { Tx } from "@/db/client";

/** Days for which it is known when a SKU could be bought: the longest look back of any figure. */
export const availabilityDays = 400;

/** SKUs and, for each, the moment (ISO text) from which its stock may differ from what was worked out before. */
export interface Changed {
  skuIds: number[];
  since: string[];
}

/** What is marked: see sku_to_refresh. Times and days as text. */
export interface Marks {
  skuIds: number[];
  since: (string | null)[];
  demandDay: (string | null)[];
}

/** What of marked SKUs must be worked out anew beyond their present status. */
export interface Due {
  /** Whose past stock changed, or was never looked at. */
  stock: Changed;
  /** Whose forecast does not stand any more: a day before today changed, a new day began, or there is none. */
  forecasts: number[];
}

/**
 * Finds what the marks ask for. The moment of a change is taken back to the start of its UTC day and one day more, so that its
 * local day is complete; a SKU that was never looked at is looked at for the whole record.
 */
export async function findDue(tx: Tx, marks: Marks, now: Date): Promise<Due> {
  const rows = await tx<{ skuId: number; since: string | null; isForecastDue: boolean }[]>`
    select m.sku_id as "skuId", from_at::text as since,
      from_at is not null or f.stale or m.demand_day < f.today as "isForecastDue"
    from unnest(${marks.skuIds}::int[], ${marks.since}::text[]::timestamptz[], ${marks.demandDay}::text[]::date[]) m (sku_id, since, demand_day)
    cross join lateral (
      select coalesce(bool_or(f.as_of_day < d.today), true) as stale, max(d.today) as today
      from forecast f
      join location l on l.id = f.location_id
      cross join lateral (select (${now}::timestamptz at time zone l.time_zone)::date as today) d
      where f.sku_id = m.sku_id
    ) f
    cross join lateral (
      select date_trunc('day', greatest(${now}::timestamptz - make_interval(days => ${availabilityDays}),
        case when exists (select from stock_status s where s.sku_id = m.sku_id) then m.since else '-infinity' end)) - interval '1 day' as from_at
      where m.since is not null or not exists (select from stock_status s where s.sku_id = m.sku_id)
      union all select null limit 1
    ) s`;
  const changed = rows.filter((row) => row.since !== null);
  return {
    stock: { skuIds: changed.map((row) => row.skuId), since: changed.map((row) => row.since ?? "") },
    forecasts: rows.filter((row) => row.isForecastDue).map((row) => row.skuId),
  };
}

/**
 * Writes the spans in which each SKU could not be bought at each location (stock_out_span), from the changed moment on.
 * Stock at a moment is today's available less everything that happened after it: moves of the shelf, open order lines from
 * the moment they were placed, reservations of transfers from the moment they were planned. So only changed days are read.
 */
export async function refreshStockOutSpans(tx: Tx, changed: Changed, now: Date): Promise<void> {
  if (changed.skuIds.length === 0) return;
  await tx`
    with changed as materialized (
      select * from unnest(${changed.skuIds}::int[], ${changed.since}::text[]::timestamptz[]) c (sku_id, since)
    ), shelf as materialized (
      select l.sku_id, l.location_id, l.available, c.since, greatest(c.since, l.known_since) as from_at
      from changed c join stock_level l on l.sku_id = c.sku_id
      where l.sku_id = any(${changed.skuIds}) and l.known_since <= ${now}
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
      -- What the later steps need of the shelf comes along: each further join of two such sets was guessed as one row.
      select sku_id, location_id, at, available, from_at, sum(units) as units
      from (
        select s.sku_id, s.location_id, e.at, s.available, s.from_at, e.units
        from event e join shelf s using (sku_id, location_id) where e.at > s.from_at
        union all
        select sku_id, location_id, from_at, available, from_at, 0 from shelf
      ) e
      group by 1, 2, 3, 4, 5
    ), level as (
      select sku_id, location_id, at, from_at,
        -- today's available minus what came after this moment
        available - (sum(units) over (partition by sku_id, location_id order by at desc) - units) <= 0 as is_out
      from step
    ), turn as (
      select *, lead(is_out) over (partition by sku_id, location_id order by at desc) as was_out from level
    ), span as (
      select sku_id, location_id, at as started_at, lag(at) over (partition by sku_id, location_id order by at desc) as ended_at,
        from_at, is_out
      from turn where is_out is distinct from was_out
    ), fresh as (
      select s.sku_id, s.location_id, coalesce(before.started_at, s.started_at) as started_at, s.ended_at
      from span s
      left join stock_out_span before on before.sku_id = s.sku_id and before.location_id = s.location_id
        and s.started_at = s.from_at and before.started_at < s.started_at
        and (before.ended_at is null or before.ended_at >= s.started_at)
      where s.is_out
    ), compared as materialized (
      -- One grouping instead of anti-joins, whose plans hang on how many rows are guessed.
      select sku_id, location_id, started_at, bool_or(is_fresh) as is_fresh, bool_or(not is_fresh) as is_stored,
        max(ended_at) filter (where is_fresh) as ended_at, max(ended_at) filter (where not is_fresh) as was_ended_at
      from (
        select sku_id, location_id, started_at, ended_at, true as is_fresh from fresh
        union all
        select o.sku_id, o.location_id, o.started_at, o.ended_at, false
        from changed c join stock_out_span o on o.sku_id = c.sku_id and (o.ended_at is null or o.ended_at >= c.since)
      ) x
      group by 1, 2, 3
    ), gone as (
      -- Spans that began in the changed days and are no more; one that began before and no longer reaches into them is cut.
      delete from stock_out_span o using compared x join changed c using (sku_id)
      where not x.is_fresh and x.started_at >= c.since
        and o.sku_id = x.sku_id and o.location_id = x.location_id and o.started_at = x.started_at
    ), cut as (
      update stock_out_span o set ended_at = s.from_at from compared x join shelf s using (sku_id, location_id)
      where not x.is_fresh and x.started_at < s.since and (x.was_ended_at is null or x.was_ended_at > s.from_at)
        and o.sku_id = x.sku_id and o.location_id = x.location_id and o.started_at = x.started_at
    )
    insert into stock_out_span as o (sku_id, location_id, started_at, ended_at)
    select sku_id, location_id, started_at, ended_at from compared
    where is_fresh and (not is_stored or ended_at is distinct from was_ended_at) order by 1, 2, 3
    on conflict (sku_id, location_id, started_at) do update set ended_at = excluded.ended_at`;
}

function earliest(changed: Changed): string {
  return changed.since.toSorted()[0] ?? "infinity";
}
