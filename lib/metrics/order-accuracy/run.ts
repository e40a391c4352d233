import type { Tx } from "@/db/client";
import { type DayRange, storeKpis } from "../store-kpis";
import { accuracyFields, countedAs } from "./compute";

/** Order-sync accuracy of the orders placed on each day (UTC), in all and by channel. */
export function storeOrderAccuracy(tx: Tx, days: DayRange, now: Date): Promise<void> {
  return storeKpis(
    tx,
    now,
    tx`
      select 'order_accuracy', case when grouping(channel_id) = 0 then 'channel:' || channel_id else 'all' end, day,
        sum(equal)::float8 / nullif(sum(checked), 0), null::float8, null::float8,
        jsonb_build_object('equal', sum(equal), 'checked', sum(checked), 'wrong', sum(checked) - sum(equal))
      from (
        select (placed_at at time zone 'UTC')::date as day, channel_id, count(*) as checked, count(*) filter (where result = 'equal') as equal
        from order_check where placed_at >= ${days.from}::date and placed_at < ${days.to}::date + 1 group by 1, 2
      ) c
      group by grouping sets ((day), (day, channel_id))`,
  );
}

/** Share of the orders of each day (UTC) that a person had to touch, in all and by channel. */
export function storeHandTouched(tx: Tx, days: DayRange, now: Date): Promise<void> {
  return storeKpis(
    tx,
    now,
    tx`
      select 'hand_touched_share', case when grouping(channel_id) = 0 then 'channel:' || channel_id else 'all' end, day,
        sum(touched)::float8 / nullif(sum(orders), 0), null::float8, null::float8,
        jsonb_build_object('touched', sum(touched), 'orders', sum(orders))
      from (
        select (placed_at at time zone 'UTC')::date as day, channel_id, count(*) as orders, count(*) filter (where touched_by_hand) as touched
        from sales_order
        where placed_at >= ${days.from}::date and placed_at < ${days.to}::date + 1 and kind = 'sale' group by 1, 2
      ) o
      group by grouping sets ((day), (day, channel_id))`,
  );
}

/** Returns that were announced more than `lateAfterDays` before the end of each day and not settled by then. */
export function storeLateReturns(tx: Tx, days: DayRange, lateAfterDays: number, now: Date): Promise<void> {
  return storeKpis(
    tx,
    now,
    tx`
      select 'returns_late_count', 'all', d.day::date, count(r.id)::float8, null::float8, null::float8,
        jsonb_build_object('units', coalesce(sum(r.quantity), 0))
      from generate_series(${days.from}::date, ${days.to}::date, interval '1 day') d (day)
      left join return_line r on r.announced_at < d.day + interval '1 day' - make_interval(days => ${lateAfterDays})
        and (r.state in ('expected', 'inspection') or r.settled_at >= d.day + interval '1 day')
      group by 1, 2, 3`,
  );
}

/**
 * Order-sync accuracy of the orders placed on each day (UTC) by checked field: orders right in that field ÷ orders checked,
 * in all (scope `field:quantity`) and by channel (`channel:3|field:quantity`).
 */
export function storeFieldAccuracy(tx: Tx, days: DayRange, now: Date): Promise<void> {
  const counted = Object.entries(countedAs).map(([field, counts]) => ({ field, counts }));
  return storeKpis(
    tx,
    now,
    tx`
      with checked as (
        select id, (placed_at at time zone 'UTC')::date as day, channel_id, result, differences from order_check
        where placed_at >= ${days.from}::date and placed_at < ${days.to}::date + 1),
      counts as (
        select c.field, c.counts from jsonb_to_recordset(${tx.json(counted)}) as c (field text, counts text)),
      wrong as (
        select distinct k.id, k.day, k.channel_id, c.counts as field
        from checked k cross join lateral jsonb_array_elements(k.differences) d join counts c on c.field = d ->> 'field'
        where k.result = 'different'
        union all select id, day, channel_id, result from checked where result in ('missing', 'duplicate')),
      wrong_by as (select day, channel_id, field, count(*) as wrong from wrong group by 1, 2, 3),
      by_channel as (select day, channel_id, count(*) as checked from checked group by 1, 2)
      select 'order_field_accuracy', case when grouping(b.channel_id) = 0 then 'channel:' || b.channel_id || '|' else '' end || 'field:' || f.field,
        b.day, 1 - sum(coalesce(w.wrong, 0))::float8 / sum(b.checked), null::float8, null::float8,
        jsonb_build_object('wrong', sum(coalesce(w.wrong, 0)), 'checked', sum(b.checked))
      from by_channel b cross join unnest(${[...accuracyFields]}::text[]) f (field)
      left join wrong_by w on w.day = b.day and w.channel_id = b.channel_id and w.field = f.field
      group by grouping sets ((b.day, f.field), (b.day, f.field, b.channel_id))`,
  );
}
