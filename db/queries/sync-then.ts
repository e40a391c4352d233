import type { Queryable } from "@/db/client";

/** What readings tell of a source at a moment; read where the past is laid over the present tables. */
export interface SourceThen {
  key: string;
  name: string;
  simulated: boolean;
  /** End of its last complete reading; null: none is known. */
  lastReadAt: Date | null;
  /** Readings that ended, and that failed, in the 24 hours before. */
  done: number;
  failed: number;
  /** Event → visible over the 24 hours before, seconds; null: nothing came. */
  p50Seconds: number | null;
  p95Seconds: number | null;
  p99Seconds: number | null;
}

/** Every connection with its readings and lag until a moment; the longest not read first. */
export async function sourcesThen(db: Queryable, now: Date): Promise<SourceThen[]> {
  const rows = await db<SourceThen[]>`
    with lag as (
      select connection_id, bucket, sum(count) as count from sync_lag where hour > ${now}::timestamptz - interval '25 hours' group by 1, 2
    ), ranked as (
      select connection_id, bucket, sum(count) over (partition by connection_id order by bucket) as upto,
        sum(count) over (partition by connection_id) as total
      from lag
    ), percentiles as (
      select connection_id, min(bucket) filter (where upto >= total * 0.50) as b50, min(bucket) filter (where upto >= total * 0.95) as b95,
        min(bucket) filter (where upto >= total * 0.99) as b99
      from ranked group by connection_id
    )
    select c.key, c.name, c.simulated, r."lastReadAt", r.done, r.failed,
      power(1.1, b50 + 0.5)::float8 as "p50Seconds", power(1.1, b95 + 0.5)::float8 as "p95Seconds", power(1.1, b99 + 0.5)::float8 as "p99Seconds"
    from connection c
    left join percentiles p on p.connection_id = c.id
    cross join lateral (
      select max(finished_at) filter (where state = 'done') as "lastReadAt",
        (count(*) filter (where state = 'done' and finished_at > ${now}::timestamptz - interval '24 hours'))::int as done,
        (count(*) filter (where state = 'failed' and finished_at > ${now}::timestamptz - interval '24 hours'))::int as failed
      from sync_run where connection_id = c.id) r
    where c.vendor <> 'canary' order by r."lastReadAt" nulls first, c.name`;
  return [...rows];
}

/** An alert that lasted at a moment: what it was about, and since when. */
export interface AlertThen {
  id: number;
  kind: string;
  severity: string;
  sourceName: string | null;
  beganAt: Date;
}

/** Alerts that lasted, the newest first; read where the past is laid over the present tables. */
export async function alertsThen(db: Queryable, limit: number): Promise<AlertThen[]> {
  const rows = await db<AlertThen[]>`
    select a.id, a.kind, a.severity, c.name as "sourceName", a.began_at as "beganAt"
    from alert a left join connection c on c.id = a.connection_id
    where a.state = 'open' order by a.began_at desc, a.id desc limit ${limit}`;
  return [...rows];
}
