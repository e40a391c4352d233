import type { Db } from "@/db/client";

/** A list of everything costs an account more of its quota than one hour's orders, so it is asked for this often. */
export const stockEveryHours = 6;
const claimSeconds = 300;
/** Comparisons are kept this long. */
const keptDays = 120;

/** One comparison in this worker's hands. */
export interface ClaimedStock {
  connectionId: number;
  /** As PostgreSQL writes it: a Date would lose the microseconds. */
  startedAt: string;
  state: "reading" | "asking";
  position: Record<string, string | number | boolean | null> | null;
  failures: number;
}

/**
 * Writes down which live sources are to list their stock by now: those that keep the stock of a place and whose readings
 * have come to their end once. Returns how many are new.
 */
export async function planStock(db: Db, vendors: readonly string[], now: Date): Promise<number> {
  const rows = await db`
    insert into stock_reconciliation (connection_id, started_at)
    select c.id, ${now} from connection c
    where c.state in ('active', 'error') and c.vendor = any(${[...vendors]})
      and exists (select from connection_place p where p.connection_id = c.id and p.keeps)
      and exists (select from sync_stream s where s.connection_id = c.id and s.stream in ('stock', 'products'))
      and not exists (select from sync_stream s where s.connection_id = c.id and s.stream in ('stock', 'products')
        and (s.last_ok_at is null or s.paused))
      and not exists (select from stock_reconciliation r where r.connection_id = c.id
        and r.started_at > ${now}::timestamptz - make_interval(hours => ${stockEveryHours}))
    order by c.id
    on conflict do nothing returning 1`;
  await db`delete from stock_reconciliation where started_at < ${now}::timestamptz - make_interval(days => ${keptDays})`;
  return rows.length;
}

/** Takes the oldest comparison that may be gone on with; null: there is none. What waits for a grant or a circuit is left. */
export async function claimStock(db: Db, vendors: readonly string[]): Promise<ClaimedStock | null> {
  const [row] = await db<ClaimedStock[]>`
    update stock_reconciliation r set claimed_until = now() + make_interval(secs => ${claimSeconds})
    where (r.connection_id, r.started_at) in (
      select o.connection_id, o.started_at from stock_reconciliation o join connection c on c.id = o.connection_id
      left join connection_account a on a.connection_id = c.id
      where o.state in ('reading', 'asking') and o.not_before <= now() and coalesce(o.claimed_until < now(), true)
        and c.state in ('active', 'error') and c.vendor = any(${[...vendors]}) and a.reconnect_since is null
        and not exists (select from sync_stream s where s.connection_id = c.id and s.stream in ('stock', 'products')
          and (s.paused or s.open_until > now()))
      order by o.started_at limit 1 for update of o skip locked)
    returning connection_id as "connectionId", started_at::text as "startedAt", state, position, failures`;
  return row ?? null;
}
