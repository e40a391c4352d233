import type { Queryable } from "@/db/client";

/** The newest holdout. */
export interface HoldoutRow {
  id: number;
  share: number;
  periodDays: number;
  startedAt: Date;
  endedAt: Date | null;
  createdBy: string;
  /** Items for which something was worked out, in all periods. */
  treated: number;
  heldOut: number;
  /** End of the period that runs; null: it has ended. */
  periodEndsAt: Date | null;
}

/** The holdout that runs, else the last one that did. */
export async function newestHoldout(db: Queryable, now = new Date()): Promise<HoldoutRow | null> {
  const [row] = await db<HoldoutRow[]>`
    select h.id, h.share::float8 as share, h.period_days as "periodDays", h.started_at as "startedAt", h.ended_at as "endedAt",
      h.created_by as "createdBy", c.treated, c."heldOut",
      case when h.ended_at is null then h.started_at + make_interval(days => h.period_days
        * (1 + floor(extract(epoch from ${now}::timestamptz - h.started_at) / 86400 / h.period_days)::int)) end as "periodEndsAt"
    from holdout h cross join lateral (
      select (count(*) filter (where not held_out))::int as treated, (count(*) filter (where held_out))::int as "heldOut"
      from holdout_case where holdout_id = h.id) c
    order by h.ended_at is null desc, h.id desc limit 1`;
  return row ?? null;
}

/** Items that are left alone now, most claimed first. */
export function leftAloneNow(db: Queryable, limit: number, now = new Date()) {
  return db<{ skuCode: string; skuTitle: string; kind: string; valueMinor: number }[]>`
    select s.code as "skuCode", s.title as "skuTitle", c.kind, c.value_minor as "valueMinor"
    from holdout h
    join holdout_case c on c.holdout_id = h.id and c.held_out
      and c.period = floor(extract(epoch from ${now}::timestamptz - h.started_at) / 86400 / h.period_days)::int
    join sku s on s.id = c.sku_id
    where h.ended_at is null order by c.value_minor desc, s.code limit ${limit}`;
}

/**
 * What each item of the periods that have passed, and lasted until their end, earned in its period and in as many days before: margin
 * of sales − ad spend − freight of transfers that were planned then. Minor units of the company's currency.
 */
export function holdoutOutcomes(db: Queryable, holdoutId: number) {
  return db<{ heldOut: boolean; earnedMinor: number; earnedBeforeMinor: number }[]>`
    with period as (
      select c.sku_id, c.held_out, (h.started_at + make_interval(days => c.period * h.period_days))::date as from_day, h.period_days as days
      from holdout h join holdout_case c on c.holdout_id = h.id
      where h.id = ${holdoutId} and h.started_at + make_interval(days => (c.period + 1) * h.period_days) <= least(now(), h.ended_at)),
    span as (
      select sku_id, held_out, from_day, true as after, from_day as "from", from_day + days as until from period
      union all select sku_id, held_out, from_day, false, from_day - days, from_day from period),
    earned as (
      select s.sku_id, s.held_out, s.from_day, s.after,
        coalesce((select sum(d.revenue_base_minor - d.cost_base_minor) from demand_daily d
          where d.sku_id = s.sku_id and d.day >= s."from" and d.day < s.until), 0)
        - coalesce((select sum(a.spend_base_minor) from product_ad p join ad_daily a on a.product_ad_id = p.id
          where p.sku_id = s.sku_id and a.day >= s."from" and a.day < s.until), 0)
        - coalesce((select sum(coalesce(l.freight_minor, o.freight_minor * l.quantity::float8 / (select sum(quantity) from transfer_line where transfer_id = o.id)))
          from transfer_line l join transfer_order o on o.id = l.transfer_id
          where l.sku_id = s.sku_id and o.state <> 'cancelled' and o.planned_at >= s."from" and o.planned_at < s.until), 0) as minor
      from span s)
    select held_out as "heldOut", (sum(minor) filter (where after))::float8 as "earnedMinor", (sum(minor) filter (where not after))::float8 as "earnedBeforeMinor"
    from earned group by sku_id, held_out, from_day`;
}
