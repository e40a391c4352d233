import type { Queryable } from "@/db/client";
import type { LaneInput } from "../recommendation/load-lanes";

/** What the plan had to do without, and what it did instead. */
export interface PlanGap {
  kind:
    | "no_margin"
    | "no_unit_cost"
    | "no_stock"
    | "no_forecast"
    | "no_weight"
    | "no_rate"
    | "needs_removal_lane"
    | "needs_inbound_lane"
    | "no_departure";
  /** SKUs, shelves or lanes. */
  count: number;
  /** Codes of the first few; of a lane both its ends. */
  examples: string[];
}

const examplesShown = 3;

/** What is missing for SKUs that are short or have excess, and rates of lanes: each blocks or is assumed, never in silence. */
export function findPlanGaps(db: Queryable, lanes: readonly LaneInput[]): Promise<PlanGap[]> {
  const isWeighed = lanes.some((lane) => lane.maxGrams !== null || lane.maxCm3 !== null);
  return db<PlanGap[]>`
    with concerned as materialized (
      select sku_id from stock_status group by sku_id having bool_or(state in ('out', 'at_risk', 'excess'))),
    found as (
      select 'no_margin' as kind, k.code from concerned c join sku k on k.id = c.sku_id
      where not exists (select from stock_status s where s.sku_id = c.sku_id and s.margin_base_minor is not null)
      union all
      select 'no_unit_cost', k.code from concerned c join sku k on k.id = c.sku_id
      where exists (select from stock_status s where s.sku_id = c.sku_id and s.margin_base_minor is not null)
        and not exists (select from stock_status s where s.sku_id = c.sku_id and s.unit_cost_base_minor is not null)
      union all
      select 'no_weight', k.code from concerned c join sku k on k.id = c.sku_id
      where ${isWeighed} and (k.weight_grams is null or k.volume_cm3 is null)
      union all
      select case when s.available is null then 'no_stock' else 'no_forecast' end, k.code
      from concerned c join stock_status s on s.sku_id = c.sku_id join sku k on k.id = c.sku_id
      left join forecast f on f.sku_id = s.sku_id and f.location_id = s.location_id
      where s.available is null or f.level_units_per_day is null
      union all
      select 'no_rate', f.code || ' → ' || t.code from lane l join location f on f.id = l.origin_id and f.active
      join location t on t.id = l.destination_id and t.active
      where l.active and not l.id = any(${lanes.map(({ id }) => id)}))
    select kind, count(*)::int as count, (array_agg(distinct code order by code))[1:${db.unsafe(String(examplesShown))}] as examples
    from found group by kind order by kind`;
}

/** Lanes that ship nothing now for what they are or when they ship. */
export async function gapsOfLanes(db: Queryable, lanes: readonly LaneInput[]): Promise<PlanGap[]> {
  const closed = lanes.filter((lane) => lane.closedWhy);
  if (closed.length === 0) return [];
  const places = await db<{ id: number; code: string }[]>`select id, code from location`;
  const codes = new Map(places.map(({ id, code }) => [id, code]));
  const byKind = new Map<PlanGap["kind"], string[]>();
  for (const { closedWhy, from, to } of closed) {
    if (!closedWhy) continue;
    const name = `${codes.get(from) ?? ""} → ${codes.get(to) ?? ""}`;
    byKind.set(closedWhy, [...(byKind.get(closedWhy) ?? []), name]);
  }
  return [...byKind].map(([kind, names]) => ({
    kind,
    count: names.length,
    examples: names.slice(0, examplesShown),
  }));
}
