import type { Db } from "@/db/client";
import { type Claimed, steps } from "./steps";

const claimSeconds = 300;
/** Comparisons are kept this long. */
const keptDays = 120;

/**
 * Writes down which hours are to be compared by now, of every live source that has been read to its end once. Hours before
 * the connection was made are left out: what came before it is a question of how much history was asked for. Returns how many are new.
 */
export async function planReconciliations(db: Db, vendors: readonly string[], now: Date): Promise<number> {
  const rows = await db`
    insert into reconciliation (connection_id, hour, after_seconds)
    select s.connection_id, h.hour, p.after_seconds
    from sync_stream s join connection c on c.id = s.connection_id
    cross join jsonb_to_recordset(${db.json(steps.map(({ afterSeconds, hours }) => ({ afterSeconds, hours })))})
      as t ("afterSeconds" int, hours int)
    cross join lateral (select t."afterSeconds" as after_seconds, make_interval(secs => t."afterSeconds") as after) p
    cross join lateral generate_series(
      greatest(date_trunc('hour', c.created_at) + interval '1 hour', date_trunc('hour', ${now}::timestamptz) - make_interval(hours => t.hours)),
      date_trunc('hour', ${now}::timestamptz), interval '1 hour') h (hour)
    where s.stream = 'orders' and not s.paused and s.last_ok_at is not null and c.state in ('active', 'error') and c.vendor = any(${[...vendors]})
      and h.hour + interval '1 hour' + p.after <= ${now}
    order by 1, 2, 3
    on conflict do nothing returning 1`;
  await db`delete from reconciliation where hour < ${now}::timestamptz - make_interval(days => ${keptDays})`;
  return rows.length;
}

/** Takes the oldest comparison that may be gone on with; null: there is none. What waits for a vendor, a grant or a circuit is left. */
export async function claimReconciliation(db: Db, vendors: readonly string[]): Promise<Claimed | null> {
  const [row] = await db<Claimed[]>`
    update reconciliation r set claimed_until = now() + make_interval(secs => ${claimSeconds})
    where (r.connection_id, r.hour, r.after_seconds) in (
      select o.connection_id, o.hour, o.after_seconds from reconciliation o
      join connection c on c.id = o.connection_id join sync_stream s on s.connection_id = c.id and s.stream = 'orders'
      left join connection_account a on a.connection_id = c.id
      where o.state in ('reading', 'asked_again') and o.not_before <= now() and coalesce(o.claimed_until < now(), true)
        and c.state in ('active', 'error') and c.vendor = any(${[...vendors]}) and not s.paused
        and coalesce(s.open_until <= now(), true) and a.reconnect_since is null
      order by o.after_seconds, o.hour limit 1 for update of o skip locked)
    returning connection_id as "connectionId", hour, after_seconds as "afterSeconds", round, position, failures`;
  return row ?? null;
}

/** Lets go of a comparison that is to be gone on with no sooner than in `waitSeconds`. */
export async function releaseReconciliation(
  db: Db,
  { connectionId, hour, afterSeconds }: Claimed,
  waitSeconds: number,
): Promise<void> {
  await db`
    update reconciliation set claimed_until = null, not_before = now() + make_interval(secs => ${waitSeconds})
    where connection_id = ${connectionId} and hour = ${hour} and after_seconds = ${afterSeconds}`;
}

/**
 * Settles what was missing of live sources and has come in since, after a SKU was mapped or a record repaired for instance.
 * It still counts as having been missing. Returns how many.
 */
export async function settleArrived(db: Db): Promise<number> {
  const rows = await db`
    update order_check k set resolved_at = now(), resolved_by = 'Plimsoll', resolution = 'arrived', order_id = i.entity_id
    from record_identity i
    where k.result = 'missing' and k.resolved_at is null and i.connection_id = k.connection_id and i.kind = 'orders' and i.external_id = k.external_id
      and exists (select from sync_stream s where s.connection_id = k.connection_id and s.stream = 'orders')
    returning 1`;
  return rows.length;
}
