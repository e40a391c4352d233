import type { Queryable } from "@/db/client";
import type { Kind } from "./schemas/index";

/** Bucket of the lag histogram: floor(ln(max(seconds, 1)) / ln(1.1)), so that percentiles are within 10 %. */
export function lagBucket(seconds: number): number {
  return Math.floor(Math.log(Math.max(seconds, 1)) / Math.log(1.1));
}

/**
 * Counts how long changes took from their source to being visible here. Only moments within the last 30 days count:
 * importing history says nothing about how quick a source is.
 */
export async function countLag(
  db: Queryable,
  connectionId: number,
  kind: Kind,
  sourceTimes: readonly string[],
  now: Date,
): Promise<void> {
  const hour = `${now.toISOString().slice(0, 13)}:00:00Z`;
  const buckets = new Map<number, number>();
  for (const time of sourceTimes) {
    const seconds = (now.getTime() - Date.parse(time)) / 1000;
    if (seconds > 30 * 86_400) continue;
    const bucket = lagBucket(seconds);
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
  }
  if (buckets.size === 0) return;
  const rows = [...buckets].sort(([a], [b]) => a - b).map(([bucket, count]) => ({ bucket, count }));
  await db`
    insert into sync_lag as l (connection_id, stream, hour, bucket, count)
    select ${connectionId}, ${kind}, ${hour}::timestamptz, bucket, count
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r (bucket smallint, count int)
    on conflict (connection_id, stream, hour, bucket) do update set count = l.count + excluded.count`;
}
