import type { Queryable } from "@/db/client";
import { columns, details, joins, type QueueRow, type Team } from "./recommendation-rows";

export interface RecommendationDetail extends QueueRow {
  subjectKey: string;
  materialHash: string;
  options: unknown;
  evidence: unknown;
  /** Places whose gauges belong beside the problem: the one in need first, then donors. */
  locationIds: number[];
  /** The gauges of those places, in that order. */
  gauges: GaugeRow[];
  /** Steps of the option that was approved, in order; empty before that. */
  steps: StepRow[];
}

/** How one step of an approved option stands. */
export interface StepRow {
  key: string;
  team: Team;
  state: "waiting" | "scheduled" | "started" | "declined" | "lapsed";
  dueAt: Date | null;
  afterStep: string | null;
  actionId: string | null;
  approvedBy: string | null;
  approvedAt: Date | null;
  reason: string | null;
}

/** A place of the problem's SKU, as its gauge draws it. */
export interface GaugeRow {
  locationId: number;
  locationCode: string;
  locationName: string;
  state: string;
  available: number | null;
  incoming: number;
  forecastPerDay: number | null;
  coverDays: number | null;
  gapDays: number;
  safetyStockUnits: number | null;
  arrivals: { days: number; quantity: number; confirmed: boolean }[];
  dataAsOf: Date | null;
}

/** One recommendation with its options, evidence, gauges and actions; null when there is none, as of an id that is no number. */
export async function findRecommendation(db: Queryable, id: number): Promise<RecommendationDetail | null> {
  if (!Number.isSafeInteger(id)) return null;
  const [row] = await db<Omit<RecommendationDetail, "gauges" | "steps">[]>`
    select ${columns(db)}, r.subject_key as "subjectKey", r.material_hash as "materialHash", r.options, r.evidence,
      array(select jsonb_array_elements_text(coalesce(r.problem -> 'locationIds', '[]'))::int) as "locationIds"
    from recommendation r ${joins(db)} ${details(db)} where r.id = ${id}`;
  if (!row) return null;
  const [gauges, steps] = await Promise.all([
    placeGauges(db, row.skuId, row.locationIds, new Date()),
    stepsOf(db, id),
  ]);
  return { ...row, gauges, steps };
}

const stepsOf = (db: Queryable, id: number) => db<StepRow[]>`
  select step_key as key, team, state, due_at as "dueAt", after_step as "afterStep", action_id as "actionId",
    approved_by as "approvedBy", approved_at as "approvedAt", reason
  from recommendation_step where recommendation_id = ${id} order by place`;

/** How some places of a SKU stand, in the order asked for, with what arrives there after `now`. */
export async function placeGauges(
  db: Queryable,
  skuId: number | null,
  locationIds: readonly number[],
  now: Date,
): Promise<GaugeRow[]> {
  if (skuId === null || locationIds.length === 0) return [];
  return db<GaugeRow[]>`
    select l.id as "locationId", l.code as "locationCode", l.name as "locationName", coalesce(s.state, 'unknown') as state,
      v.available, coalesce(v.incoming, 0) as incoming, s.forecast_units_per_day as "forecastPerDay", s.cover_days as "coverDays",
      coalesce(s.gap_days, 0) as "gapDays", s.safety_stock_units as "safetyStockUnits", coalesce(a.arrivals, '[]') as arrivals,
      v.data_as_of as "dataAsOf"
    from unnest(${[...locationIds]}::int[]) with ordinality as w (id, place)
    join location l on l.id = w.id
    left join stock_status s on s.sku_id = ${skuId} and s.location_id = l.id
    left join stock_level v on v.sku_id = ${skuId} and v.location_id = l.id
    left join lateral (
      select jsonb_agg(jsonb_build_object('days', round((extract(epoch from expected_at - ${now}::timestamptz) / 86400)::numeric, 2),
        'quantity', quantity, 'confirmed', confirmed) order by expected_at) as arrivals
      from (
        select expected_at, quantity - received_quantity as quantity, confirmed from inbound_line
        where sku_id = ${skuId} and location_id = l.id and state = 'open' and quantity > received_quantity
        union all
        select o.expected_at, coalesce(t.shipped_quantity, t.quantity), o.state = 'shipped'
        from transfer_line t join transfer_order o on o.id = t.transfer_id
        where t.sku_id = ${skuId} and t.destination_id = l.id and o.state in ('planned', 'sent', 'shipped') and t.received_quantity is null
        order by 1 limit 10) arrival) a on true
    order by w.place`;
}

export interface Activity {
  at: Date;
  actorName: string;
  actorKind: string;
  verb: string;
  entity: string;
  entityId: string;
  reason: string | null;
}

/** What was done about a recommendation and its actions, newest first. */
export function recommendationActivity(db: Queryable, id: number): Promise<Activity[]> {
  return db<Activity[]>`
    select e.at, e.actor_name as "actorName", e.actor_kind as "actorKind", e.verb, e.entity, e.entity_id as "entityId", e.reason
    from audit_event e
    where (e.entity = 'recommendation' and e.entity_id = ${String(id)})
      or (e.entity = 'action' and e.entity_id in (select a.id::text from action a where a.recommendation_id = ${id}))
    order by e.id desc limit 100`;
}
