import type { Db } from "@/db/client";
import type { Stream } from "@/lib/connectors/live-contract";
import type { Lane } from "./claim-pass";

/** Work that a worker may take up now. wanted: single things, named by call-backs. */
export interface DueWork {
  connectionId: number;
  vendor: string;
  stream: Stream;
  lane: Lane | "wanted";
}

/**
 * What is due, the most pressing first: what was named singly, then streams by how many of their periods they are late,
 * then history. Of a new connection places and goods are read first, since all else names them. What is paused, has an open circuit, waits for a vendor's pace or is in another worker's hands is left out.
 */
export async function dueWork(db: Db, vendors: readonly string[], limit: number): Promise<DueWork[]> {
  return db<DueWork[]>`
    with ready as (
      select s.connection_id, s.stream, s.next_due_at, s.wanted_seconds, c.vendor
      from sync_stream s join connection c on c.id = s.connection_id left join connection_account a on a.connection_id = c.id
      where c.state in ('active', 'error') and c.vendor = any(${[...vendors]}) and not s.paused and coalesce(s.open_until <= now(), true)
        and a.reconnect_since is null
        and not exists (select from sync_stream first
          where first.connection_id = s.connection_id and first.last_ok_at is null and not first.paused and first.failures = 0
            and case s.stream when 'locations' then false when 'products' then first.stream = 'locations'
              else first.stream in ('locations', 'products') end)),
    passes as (
      select p.connection_id, p.stream, p.kind = 'incremental' as live, p.not_before <= now() and coalesce(p.claimed_until < now(), true) as free
      from sync_pass p),
    due as (
      select r.*, 'wanted' as lane, 0 as rank, 0::float8 as late from ready r
      where exists (select from sync_wanted w where w.connection_id = r.connection_id and w.stream = r.stream
        and w.not_before <= now() and coalesce(w.claimed_until < now(), true))
      union all
      select r.*, 'live', 1, extract(epoch from now() - r.next_due_at) / r.wanted_seconds from ready r
      left join passes p on p.connection_id = r.connection_id and p.stream = r.stream and p.live
      where case when p.connection_id is null then r.next_due_at <= now() else p.free end
      union all
      select distinct r.*, 'history', 2, 0::float8 from ready r
      join passes p on p.connection_id = r.connection_id and p.stream = r.stream and not p.live and p.free)
    select connection_id as "connectionId", vendor, stream, lane from due order by rank, late desc, connection_id, stream limit ${limit}`;
}
