import type { Queryable } from "@/db/client";

/**
 * Counts one use of `key` and says whether it lies within `max` uses per window of `windowSeconds`. One statement, so
 * simultaneous uses cannot all pass on a stale count.
 */
export async function consumeRate(
  db: Queryable,
  key: string,
  max: number,
  windowSeconds: number,
): Promise<boolean> {
  const [row] = await db<{ count: number }[]>`
    with now_ms as (select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms)
    insert into rate_limit as r (key, count, last_request) select ${key}, 1, ms from now_ms
    on conflict (key) do update set
      count = case when r.last_request <= excluded.last_request - ${windowSeconds * 1000}::bigint then 1 else r.count + 1 end,
      last_request = case when r.last_request <= excluded.last_request - ${windowSeconds * 1000}::bigint
        then excluded.last_request else r.last_request end
    returning count`;
  return row !== undefined && row.count <= max;
}
