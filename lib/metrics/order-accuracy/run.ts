import type { Tx } from "@/db/client";
import { type DayRange, storeKpis } from "../store-kpis";

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
