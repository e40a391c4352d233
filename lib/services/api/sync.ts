import { z } from "zod";
import type { Queryable } from "@/db/client";
import { cutPage } from "@/db/queries/shared/keyset";
import { lagPercentile } from "@/lib/metrics/sync-lag/compute";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";
import { readCursor } from "./cursor";
import { type ApiPage, anyOf, pageQuery, time } from "./list-schema";

const states = ["active", "paused", "error", "disconnected"] as const;

export const syncQuery = z.strictObject({ state: anyOf(states, "State of the connection"), ...pageQuery });

const seconds = (description: string) => z.number().nullable().meta({ description });

export const syncItem = z.object({
  connection: z.string().meta({ description: "Key of the connection" }),
  name: z.string(),
  vendor: z.string(),
  state: z.enum(states),
  simulated: z.boolean(),
  lastEventAt: time.nullable().meta({ description: "Newest change at the source that is known" }),
  lastConfirmedAt: time.nullable().meta({ description: "Last complete reading; null: never" }),
  lagLimitSeconds: z.int().nullable(),
  lastError: z.string().nullable(),
  lastErrorAt: time.nullable(),
  waiting: z.int().meta({ description: "Records that arrived and are not applied yet" }),
  oldestWaitingSeconds: seconds("Age of the oldest of them; null: none waits"),
  lag24h: z
    .object({
      p50Seconds: seconds("Median"),
      p95Seconds: seconds("p95"),
      p99Seconds: seconds("p99"),
      records: z.int(),
    })
    .meta({ description: "From the change at the source until it was visible here, last 24 hours" }),
});

interface Row extends Omit<z.input<typeof syncItem>, "lag24h"> {
  id: number;
  buckets: [bucket: number, count: number][] | null;
}

/** Every source with how late it is. */
export async function listSync(
  db: Queryable,
  actor: Actor,
  query: z.output<typeof syncQuery>,
): Promise<ApiPage<z.input<typeof syncItem>>> {
  authorise(actor, "read");
  const after = readCursor(query.cursor, "none", ["integer"]);
  const rows = await db<Row[]>`
    select c.id, c.key as connection, c.name, c.vendor, c.state, c.simulated, c.last_event_at as "lastEventAt",
      c.last_confirmed_at as "lastConfirmedAt", c.lag_limit_seconds as "lagLimitSeconds", c.last_error as "lastError",
      c.last_error_at as "lastErrorAt", w.waiting, w.seconds as "oldestWaitingSeconds", h.buckets
    from connection c
    cross join lateral (
      select count(*)::int as waiting, extract(epoch from now() - min(received_at))::float8 as seconds
      from inbox_record where connection_id = c.id and state = 'waiting') w
    cross join lateral (
      select json_agg(json_build_array(bucket, count)) as buckets from (
        select bucket, sum(count)::int as count from sync_lag
        where connection_id = c.id and hour > now() - interval '24 hours' group by bucket) b) h
    where true ${query.state ? db`and c.state = any(${query.state})` : db``}
      ${after ? db`and c.id > ${after.ids[0] ?? 0}::int` : db``}
    order by c.id limit ${query.limit + 1}`;
  const page = cutPage(rows, query.limit, (row) => ({ value: null, ids: [row.id] }));
  return { data: page.rows.map(toItem), nextCursor: page.nextCursor };
}

function toItem({ id: _, buckets, ...row }: Row): z.input<typeof syncItem> {
  const counts = new Map(buckets ?? []);
  const at = (share: number) => lagPercentile(counts, share);
  const records = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return { ...row, lag24h: { p50Seconds: at(0.5), p95Seconds: at(0.95), p99Seconds: at(0.99), records } };
}
