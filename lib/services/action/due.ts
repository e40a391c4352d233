import type { Db } from "@/db/client";
import { enqueue } from "@/db/enqueue";

/** Actions whose source is to be read now; they are not handed out again before `readingSeconds` have passed. */
export async function takeDueForReading(db: Db, limit: number): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    with due as (
      select id from action
      where state in ('accepted', 'unconfirmed') and executor = 'webhook' and next_attempt_at <= now()
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
      where (state = 'queued' and next_attempt_at < now() - interval '30 seconds')
        or (state = 'sending' and sending_since < now() - interval '45 seconds')
      order by next_attempt_at limit 500`;
    for (const { id } of lost)
      await enqueue(tx, "actions.send", { actionId: id }, { key: `actions.send:${id}` });
    return lost.length;
  });
}
