import type { Db } from "@/db/client";
import { gather } from "@/lib/core/gather";

/** What became of a call-back; each is counted by day. */
export type WebhookResult =
  | "applied"
  | "queued"
  | "replay"
  | "ignored"
  | "unsigned"
  | "stale"
  | "malformed"
  | "too_large"
  | "grant_ended";

interface Call {
  connectionId: number;
  result: WebhookResult;
}

const callsTogether = 1_000;
const counters = new WeakMap<Db, (call: Call) => Promise<true>>();

/** Counts what became of a call-back, by day. Calls that end at the same time are counted by one statement, for one row a result waits for each. */
export function countCall(db: Db, connectionId: number, result: WebhookResult): Promise<true> {
  let count = counters.get(db);
  if (!count) {
    count = gather((calls: readonly Call[]) => countTogether(db, calls), callsTogether);
    counters.set(db, count);
  }
  return count({ connectionId, result });
}

async function countTogether(db: Db, calls: readonly Call[]): Promise<true[]> {
  await db`
    insert into webhook_tally as t (connection_id, day, result, count, last_at)
    select id, (now() at time zone 'UTC')::date, result, count(*), now()
    from unnest(${calls.map(({ connectionId }) => connectionId)}::int[], ${calls.map(({ result }) => result)}::text[]) as c (id, result)
    group by 1, 3 order by 1, 3
    on conflict (connection_id, day, result) do update set count = t.count + excluded.count, last_at = now()`;
  return calls.map(() => true);
}
