import type { Db } from "@/db/client";

/** Days that raw forms are kept, unless the connection's `rawDays` says otherwise. */
export const rawDaysUsual = 30;
const rowsAtATime = 5_000;

/**
 * Removes raw forms of records that were taken, or given up, longer ago than they shall be kept. What is stuck stays. Also
 * old counts of requests and call-backs, runs that nobody ended and files whose arrival a kill broke off. Returns how many records it removed.
 */
export async function pruneInbox(db: Db, signal: AbortSignal): Promise<number> {
  let removed = 0;
  while (!signal.aborted) {
    const rows = await db`
      delete from inbox_record where id in (
        select r.id from inbox_record r join connection c on c.id = r.connection_id
        where r.state in ('applied', 'unchanged', 'superseded', 'dismissed')
          and r.received_at < now() - make_interval(days => coalesce((c.config ->> 'rawDays')::int, ${rawDaysUsual}))
        order by r.received_at limit ${rowsAtATime}) returning 1`;
    removed += rows.length;
    if (rows.length < rowsAtATime) break;
  }
  // A worker that was killed at single ids leaves its run open.
  await db`
    update sync_run r set state = 'done', finished_at = now()
    where r.state = 'running' and r.trigger in ('poll', 'webhook') and r.started_at < now() - interval '1 day'
      and not exists (select from sync_pass p where p.run_id = r.id)`;
  await db`delete from inbox_file where not complete and received_at < now() - interval '1 day'`;
  await db`delete from vendor_call where hour < now() - interval '90 days'`;
  await db`delete from webhook_tally where day < now()::date - 90`;
  return removed;
}
