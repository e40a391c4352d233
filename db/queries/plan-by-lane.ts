import type { Queryable } from "@/db/client";

/** What is recommended on one lane now. Money in the company's currency. */
export interface LanePlan {
  laneId: number;
  originCode: string;
  originName: string;
  destinationCode: string;
  destinationName: string;
  leadTimeDays: string;
  lineCount: number;
  units: number;
  freightMinor: number;
  valueLowMinor: number;
  valueMinor: number;
  valueHighMinor: number;
  /** What is known of its weight and volume, where the lane limits one of them; what is unknown counts 0. */
  grams: number;
  cm3: number;
  /** At cost, where the lane asks for a least value; unknown cost counts 0. */
  goodsMinor: number;
  /** Of the lines that can be approved. */
  openCount: number;
  openUnits: number;
  openFreightMinor: number;
  openValueMinor: number;
  /** One of them takes another lane too. */
  openTakesOthers: boolean;
  /** Changes with each line that comes, goes or is worked out anew. */
  stamp: string;
  /** The most valuable, or all of them. */
  lines: LanePlanLine[];
}

export interface LanePlanLine {
  recommendationId: number;
  version: number;
  optionKey: string;
  state: "open" | "blocked";
  skuId: number;
  skuCode: string;
  skuTitle: string;
  quantityUnits: number;
  packSizeUnits: number;
  freightMinor: number;
  /** The part of the freight that pays for the shipment itself. */
  fixedMinor: number;
  valueLowMinor: number;
  valueMinor: number;
  valueHighMinor: number;
  /** Why it moves: how the destination stands, or excess at the origin. */
  reason: { key: string; coverDays: number | null; gapDays: number | null };
  /** Left at the donor once they have gone; null: unknown. */
  donorUnitsAfter: number | null;
  donorCoverDaysAfter: number | null;
  simulated: boolean;
}

/**
 * The best transfers that wait for a decision, gathered by lane, the most valuable lane first. `linesMost`: lines that are read of
 * each lane, the most valuable; sums are of all. Null: all lines, or every lane.
 */
export function planByLane(
  db: Queryable,
  { laneId = null, linesMost = null }: { laneId?: number | null; linesMost?: number | null } = {},
): Promise<LanePlan[]> {
  return db<LanePlan[]>`
    with line as materialized (
      select id, version, state, sku_id, (m).*, row_number() over (partition by (m).lane_id order by (m).value_minor desc, id) as place
      from (${moves(db)} and cardinality(best_moves) <= 8 union all ${moves(db)} and cardinality(best_moves) > 8) r
      where ${laneId}::int is null or (m).lane_id = ${laneId}),
    total as (
      select x.lane_id, count(*)::int as "lineCount", sum(x.units)::int as units, sum(x.freight_minor)::bigint as "freightMinor",
        sum(x.low_minor)::bigint as "valueLowMinor", sum(x.value_minor)::bigint as "valueMinor", sum(x.high_minor)::bigint as "valueHighMinor",
        coalesce(sum(x.units::bigint * s.grams), 0)::bigint as grams, coalesce(sum(x.units::bigint * s.cm3), 0)::bigint as cm3,
        coalesce(sum(round(x.units * q.unit_cost)), 0)::bigint as "goodsMinor",
        (count(*) filter (where x.state = 'open'))::int as "openCount",
        coalesce(sum(x.units) filter (where x.state = 'open'), 0)::int as "openUnits",
        coalesce(sum(x.freight_minor) filter (where x.state = 'open'), 0)::bigint as "openFreightMinor",
        coalesce(sum(x.value_minor) filter (where x.state = 'open'), 0)::bigint as "openValueMinor",
        coalesce(bool_or(x.option_key = 'transfer:plan') filter (where x.state = 'open'), false) as "openTakesOthers",
        ${stampOf(db)} as stamp
      from line x join lane n on n.id = x.lane_id
      -- Looked up one by one, here and below, and only where it is asked for: else every row of these tables would be read.
      left join lateral (
        select weight_grams as grams, volume_cm3 as cm3 from sku
        where coalesce(n.capacity_grams, n.capacity_cm3) is not null and id = x.sku_id limit 1) s on true
      left join lateral (
        select unit_cost_base_minor as unit_cost from stock_status
        where n.min_value_minor > 0 and sku_id = x.sku_id and location_id = x.origin_id limit 1) q on true
      group by x.lane_id),
    shown as (
      select x.lane_id, jsonb_agg(jsonb_build_object('recommendationId', x.id, 'version', x.version, 'optionKey', x.option_key,
        'state', x.state, 'skuId', x.sku_id, 'skuCode', s.code, 'skuTitle', s.title, 'quantityUnits', x.units,
        'packSizeUnits', x.pack_units, 'freightMinor', x.freight_minor, 'fixedMinor', x.fixed_minor,
        'reason', jsonb_build_object('key', r.problem ->> 'key', 'coverDays', r.problem -> 'params' -> 'coverDays',
          'gapDays', r.problem -> 'params' -> 'gapDays'),
        'valueLowMinor', x.low_minor, 'valueMinor', x.value_minor, 'valueHighMinor', x.high_minor,
        'donorUnitsAfter', v.available - x.units,
        'donorCoverDaysAfter', case when q.forecast_units_per_day > 0 then (v.available - x.units) / q.forecast_units_per_day end,
        'simulated', s.simulated) order by x.place) as lines
      from line x
      cross join lateral (select problem from recommendation where id = x.id limit 1) r
      cross join lateral (select code, title, simulated from sku where id = x.sku_id limit 1) s
      left join lateral (select available from stock_level where sku_id = x.sku_id and location_id = x.origin_id limit 1) v on true
      left join lateral (
        select forecast_units_per_day from stock_status where sku_id = x.sku_id and location_id = x.origin_id limit 1) q on true
      where ${linesMost}::int is null or x.place <= ${linesMost}
      group by x.lane_id)
    select n.id as "laneId", f.code as "originCode", f.name as "originName", t.code as "destinationCode", t.name as "destinationName",
      n.lead_time_days as "leadTimeDays", a."lineCount", a.units, a."freightMinor", a."valueLowMinor", a."valueMinor", a."valueHighMinor",
      a.grams, a.cm3, a."goodsMinor", a."openCount", a."openUnits", a."openFreightMinor", a."openValueMinor", a."openTakesOthers", a.stamp, coalesce(b.lines, '[]') as lines
    from total a left join shown b using (lane_id) join lane n on n.id = a.lane_id join location f on f.id = n.origin_id
    join location t on t.id = n.destination_id
    order by a."valueMinor" desc, n.id`;
}

/** Of the lines `x` of a lane: `LanePlan.stamp`. */
export const stampOf = (db: Queryable) =>
  db`sum(hashint8extended(x.id, 2 * x.version + (x.state = 'open')::int))::text`;

/** What would move. Decisions of few lots are in an index of their own with all that is read here. */
const moves = (db: Queryable) => db`
  select id, version, state, sku_id, unnest(best_moves) as m from recommendation
  where state in ('open', 'blocked') and kind in ('shortage', 'excess') and best_moves is not null`;
