import type { Db } from "@/db/client";
import { weekdayOf } from "../forecast/daily-series";
import { promotionsFor } from "../forecast/run-promotions";
import {
  expectedOrders,
  findSurge,
  type Surge,
  type SurgeBaseline,
  type SurgeScope,
  surgeWindowsHours,
} from "./compute";
import { hourFactors } from "./run-thresholds";

/** A turn counts for so long after it was last seen, fading. */
const lastsHours = 72;
/** What sells too seldom to have a baseline sells about as often as this; its orders say little of how they scatter. */
const seldom: SurgeBaseline = { ordersPerDay: 0.1, weekdayFactors: [1, 1, 1, 1, 1, 1, 1], dispersion: 2 };
/** Where a place as a whole has less than this of its orders, its source is late, and nothing has dropped. */
const leastShareOfPlace = 0.3;
/** What has sold for fewer days is new. */
const newDays = 28;

interface Counted {
  scope: SurgeScope;
  skuId: number | null;
  locationId: number | null;
  category: string | null;
  region: string | null;
  ordersPerDay: number | null;
  weekdayFactors: number[] | null;
  dispersion: number | null;
  /** In the last 6 and 24 hours. */
  orders: number[];
  /** Of them through a promotion of the product on its channel. */
  promoted: number[];
  units: number[];
  /** It could not be bought for some of that time, or the place's orders are late. */
  isBlind: boolean;
  /** Where it sells most: whose clock counts. */
  clockOf: number | null;
  /** Units a day that the forecast reckons with by itself; null: a category. */
  baseLevel: number | null;
}

/**
 * Looks once an hour at the orders of the last 6 and 24 hours of what sells, keeps each turn that a forecast cannot explain, and
 * ends those that have faded. A SKU whose turn is new or changed is marked, so that its forecast and decisions follow. Returns how many
 * turns were seen.
 */
export async function findSurges(db: Db, now: Date): Promise<number> {
  const until = new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000);
  const [watch] = await db<{ up: number; down: number }[]>`
    select up_score as up, down_score as down from surge_watch
    where as_of_day is not null and (looked_until is null or looked_until < ${until})`;
  if (!watch) return 0;
  const factors = await hourFactors(db);
  const clocks = await clocksOf(db, until);
  const found = (await countOrders(db, until)).flatMap((one) => {
    const { ordersPerDay, weekdayFactors, dispersion } = one;
    const known = ordersPerDay !== null && weekdayFactors !== null && dispersion !== null;
    const baseline = known ? { ordersPerDay, weekdayFactors, dispersion } : seldom;
    const clock = clocks.get(one.clockOf ?? -1) ?? { hour: 0, weekday: 0 };
    const hours24 = factors.get(one.clockOf ?? -1) ?? [];
    const windows = surgeWindowsHours.map((hours, i) => ({
      ...{ hours, orders: one.orders[i] ?? 0, promotedOrders: one.promoted[i] ?? 0 },
      dispersion: baseline.dispersion,
      expectedOrders: expectedOrders(baseline, hours24, { ...clock, hours }),
    }));
    const surge = findSurge(windows, {
      up: watch.up,
      down: one.isBlind ? Number.POSITIVE_INFINITY : watch.down,
    });
    return surge ? [rowOf(one, surge, until)] : [];
  });
  // Each statement by itself: marks are locked in sorted order within one. Done twice, they come to the same.
  await db`
    insert into surge as s (scope, sku_id, location_id, category, region, direction, window_hours, observed_orders, expected_orders,
      observed_units, expected_units, tail, factor, base_level, began_at, seen_at,
      expires_at)
    select scope, sku, loc, category, region, direction, hours, orders, "expectedOrders", units, "expectedUnits", tail, factor,
      "baseLevel", began, ${until},
      ${until}::timestamptz + make_interval(hours => ${lastsHours})
    from json_to_recordset(${JSON.stringify(found)}::text::json) as r (scope text, sku int, loc smallint, category text, region text,
      direction text, hours smallint, orders int, "expectedOrders" real, units int, "expectedUnits" real, tail real, factor real,
      "baseLevel" real, began timestamptz)
    on conflict (scope, sku_id, location_id, category, region) where ended_at is null do update set
      direction = excluded.direction, window_hours = excluded.window_hours, observed_orders = excluded.observed_orders,
      expected_orders = excluded.expected_orders, observed_units = excluded.observed_units, expected_units = excluded.expected_units,
      tail = excluded.tail, factor = excluded.factor, base_level = excluded.base_level, seen_at = excluded.seen_at, expires_at = excluded.expires_at`;
  await db`update surge set ended_at = ${now} where ended_at is null and expires_at <= ${now}`;
  const categories = found.filter(({ scope }) => scope === "category_region");
  if (categories.length > 0)
    await db`
      insert into sku_to_refresh (sku_id, demand_day)
      select id, date '2000-01-01' from sku where category = any(${categories.map(({ category }) => category ?? "")}) order by 1
      on conflict (sku_id) do update set marked_at = clock_timestamp(), demand_day = excluded.demand_day`;
  await db`update surge_watch set looked_until = ${until}`;
  return found.length;
}

function rowOf({ units, skuId, locationId, ...of }: Counted, surge: Surge, until: Date) {
  const index = surgeWindowsHours.indexOf(surge.hours);
  const sold = units[index] ?? 0;
  const perOrder = surge.orders > 0 ? sold / surge.orders : 1;
  return {
    ...{ scope: of.scope, sku: skuId, loc: locationId, category: of.category, region: of.region },
    ...{ direction: surge.direction, hours: surge.hours, orders: surge.orders, units: sold },
    ...{ expectedOrders: surge.expectedOrders, expectedUnits: surge.expectedOrders * perOrder },
    ...{ tail: 10 ** -surge.score, factor: surge.factor, baseLevel: of.baseLevel },
    began: new Date(until.getTime() - surge.hours * 3_600_000),
  };
}

/** The hour and weekday of each place at a moment. */
async function clocksOf(db: Db, at: Date): Promise<Map<number, { hour: number; weekday: number }>> {
  const rows = await db<{ id: number; hour: number; day: string }[]>`
    select id, extract(hour from ${at}::timestamptz at time zone time_zone)::int as hour,
      (${at}::timestamptz at time zone time_zone)::date as day from location`;
  return new Map(rows.map(({ id, hour, day }) => [id, { hour, weekday: weekdayOf(day) }]));
}

/** Orders of the last hours of what sold at all in them, and of what was to sell. */
function countOrders(db: Db, until: Date): Promise<Counted[]> {
  return db<Counted[]>`
    with line as materialized (
      select o.sku_id, o.location_id, o.placed_at > ${until}::timestamptz - interval '6 hours' as late, o.quantity - o.cancelled_quantity as units,
        exists (select from (${promotionsFor(db)}) p
          where p.channel_id = o.channel_id and p.starts_at <= o.placed_at and p.ends_at > o.placed_at
            and (p.every_sku or exists (select from promotion_sku s where s.promotion_id = p.id and s.sku_id = o.sku_id))) as promoted
      from order_line o
      where o.kind = 'sale' and o.placed_at > ${until}::timestamptz - interval '24 hours' and o.placed_at <= ${until} and o.location_id is not null
        and o.quantity > o.cancelled_quantity
    ), place as (
      select b.location_id, coalesce(max(n.orders), 0) < ${leastShareOfPlace} * sum(b.orders_per_day) as is_late
      from surge_baseline b
      left join (select location_id, count(*) as orders from line group by 1) n using (location_id)
      where b.scope = 'sku_place' group by 1
    ), counted as (
      select sku_id, location_id, array[count(*) filter (where late), count(*)]::int[] as orders,
        array[count(*) filter (where late and promoted), count(*) filter (where promoted)]::int[] as promoted,
        array[coalesce(sum(units) filter (where late), 0), sum(units)]::int[] as units from line group by 1, 2
    ), of_sku as (
      select c.sku_id, s.category, l.region, sum(c.orders[1]) as late, sum(c.orders[2]) as day, sum(c.units[1]) as late_units,
        sum(c.units[2]) as day_units, sum(c.promoted[1]) as late_promoted, sum(c.promoted[2]) as day_promoted,
        row_number() over (partition by s.category, l.region order by sum(c.orders[2]) desc, c.sku_id) as rank
      from counted c join sku s on s.id = c.sku_id join location l on l.id = c.location_id
      where s.category is not null and l.region is not null group by 1, 2, 3
    ), summed as (
      select x.*, concat_ws('|', scope, sku_id, location_id, category, region) as key from (
        select 'sku_place' as scope, sku_id, location_id, null::text as category, null::text as region, orders, promoted, units, false as is_one from counted
        union all
        select 'sku', sku_id, null, null, null, array[sum(orders[1]), sum(orders[2])]::int[],
          array[sum(promoted[1]), sum(promoted[2])]::int[], array[sum(units[1]), sum(units[2])]::int[], false
        from counted group by 2
        union all
        -- The product that sold most counts as the next one did, so that one product alone is no rise of its category.
        select 'category_region', null, null, category, region,
          array[sum(late) - coalesce(max(late) filter (where rank = 1) - max(late) filter (where rank = 2), max(late)),
            sum(day) - coalesce(max(day) filter (where rank = 1) - max(day) filter (where rank = 2), max(day))]::int[],
          array[sum(late_promoted) filter (where rank > 1), sum(day_promoted) filter (where rank > 1)]::int[],
          array[sum(late_units) - max(late_units) filter (where rank = 1), sum(day_units) - max(day_units) filter (where rank = 1)]::int[],
          max(day) > sum(day) / 2
        from of_sku group by 4, 5) x
    ), usual as (
      select *, concat_ws('|', scope, sku_id, location_id, category, region) as key from surge_baseline
    ), watched as (
      select coalesce(c.scope, b.scope) as scope, coalesce(c.sku_id, b.sku_id) as sku_id, coalesce(c.location_id, b.location_id) as location_id,
        coalesce(c.category, b.category) as category, coalesce(c.region, b.region) as region, b.orders_per_day, b.weekday_factors, b.dispersion,
        coalesce(c.orders, '{0,0}') as orders, coalesce(c.promoted, '{0,0}') as promoted, coalesce(c.units, '{0,0}') as units, coalesce(c.is_one, false) as is_one
      from summed c full join usual b using (key)
      where b.orders_per_day >= 6 or c.orders[2] >= 3 and (b.key is not null or c.scope = 'sku_place' and exists (
        -- What has only begun to sell is new, which is another matter.
        select from demand_daily d where d.sku_id = c.sku_id and d.location_id = c.location_id and d.day < ${until}::date - ${newDays}::int and d.lines > 0))
    )
    select w.scope, w.sku_id as "skuId", w.location_id as "locationId", w.category, w.region, w.orders_per_day as "ordersPerDay",
      w.weekday_factors as "weekdayFactors", w.dispersion, w.orders, w.promoted, w.units,
      case w.scope
        when 'sku_place' then coalesce((select is_late from place p where p.location_id = w.location_id), false) or exists (
          select from stock_out_span o where o.sku_id = w.sku_id and o.location_id = w.location_id
            and (o.ended_at is null or o.ended_at > ${until}::timestamptz - interval '24 hours'))
        when 'sku' then exists (select from place where is_late) or exists (
          select from stock_out_span o where o.sku_id = w.sku_id and (o.ended_at is null or o.ended_at > ${until}::timestamptz - interval '24 hours'))
        else w.is_one or exists (select from place p join location l on l.id = p.location_id where p.is_late and l.region = w.region) end as "isBlind",
      coalesce(w.location_id, (select x.location_id from surge_baseline x join location l on l.id = x.location_id
        where x.scope = 'sku_place' and (x.sku_id = w.sku_id or w.sku_id is null and l.region = w.region)
        order by x.orders_per_day desc limit 1)) as "clockOf",
      (select sum((f.basis->>'level')::float8) from forecast f
        where f.sku_id = w.sku_id and (w.location_id is null or f.location_id = w.location_id)) as "baseLevel"
    from watched w`;
}
