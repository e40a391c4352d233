import type { Db, Queryable } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { lostAfterSeconds } from "@/lib/core/outbound";

/** Attempts `t` that may have taken effect although no answer said so. */
const unanswered = (db: Queryable) =>
  db`(t.outcome = 'lost' or (t.outcome = 'retry' and coalesce(t.http_status, 500) >= 500))`;

/** Whether an action may have taken effect at its vendor, for all we know. */
export async function mayHaveEffect(db: Queryable, actionId: string): Promise<boolean> {
  const [row] = await db`
    select 1 from action_attempt t where t.action_id = ${actionId}
      and (t.outcome is null or t.outcome = 'accepted' or ${unanswered(db)}) limit 1`;
  return row !== undefined;
}

/** Actions whose source is to be read now, also failed ones that may have happened without an answer; they are not handed out again before `readingSeconds` have passed. */
export async function takeDueForReading(db: Db, limit: number): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    with candidate as (
      select id from action
      where executor in ('webhook', 'connector') and rides_with is null and next_attempt_at <= now()
        and (state in ('accepted', 'unconfirmed') or (state = 'failed' and updated_at > now() - interval '1 day'
          and exists (select from action_attempt t where t.action_id = action.id and ${unanswered(db)})))
      union
      -- Accounts do not tell that goods arrived: they are asked until they have.
      select a.id from transfer_order t join action a on a.kind = 'transfer' and a.rides_with is null and (a.payload ->> 'transferId')::bigint = t.id
      where t.state = 'shipped' and a.state = 'verified' and a.executor = 'connector' and a.next_attempt_at <= now()),
    due as (
      select id from action where id in (select id from candidate)
      order by next_attempt_at limit ${limit} for update skip locked)
    update action a set next_attempt_at = now() + make_interval(secs => coalesce(
      (select (c.config ->> 'readingSeconds')::numeric from connection c where c.id = a.connection_id), 300)::float8)
    from due where a.id = due.id returning a.id`;
  return rows.map((row) => row.id);
}

/** Puts actions back on their way whose job was lost with its worker. Returns how many. */
export async function requeueLost(db: Db): Promise<number> {
  return db.begin(async (tx) => {
    const lost = await tx<{ id: string }[]>`
      select id from action
      where rides_with is null and ((state = 'queued' and next_attempt_at < now() - interval '30 seconds')
        or (state = 'sending' and sending_since < now() - make_interval(secs => ${lostAfterSeconds})))
      order by next_attempt_at limit 500`;
    for (const { id } of lost)
      await enqueue(tx, "actions.send", { actionId: id }, { key: `actions.send:${id}` });
    return lost.length;
  });
}
