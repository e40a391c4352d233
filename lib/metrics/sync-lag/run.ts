import type { Tx } from "@/db/client";
import { type DayRange, storeKpis } from "../store-kpis";

/** Percentiles of the sync lag of each day (UTC) by connection and over all, as lagPercentile() gives them, in seconds. */
export function storeSyncLag(tx: Tx, days: DayRange, now: Date): Promise<void> {
  return storeKpis(
    tx,
    now,
    tx`
      with counted as (
        select case when grouping(connection_id) = 0 then 'connection:' || connection_id else 'all' end as scope,
          (hour at time zone 'UTC')::date as day, bucket, sum(count) as count
        from sync_lag where hour >= ${days.from}::date and hour < ${days.to}::date + 1
        group by grouping sets (((hour at time zone 'UTC')::date, bucket), ((hour at time zone 'UTC')::date, bucket, connection_id))
      ), ranked as (
        select *, sum(count) over (partition by scope, day order by bucket) as seen, sum(count) over (partition by scope, day) as whole
        from counted
      )
      select m.metric, scope, day, power(1.1, min(bucket) filter (where seen >= m.share * whole) + 1)::float8, null::float8, null::float8,
        jsonb_build_object('records', min(whole))
      from ranked
      cross join (values ('sync_lag_p50_seconds', 0.5), ('sync_lag_p95_seconds', 0.95), ('sync_lag_p99_seconds', 0.99)) m (metric, share)
      group by 1, 2, 3`,
  );
}
