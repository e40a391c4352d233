import type { Queryable } from "@/db/client";
import { kindOfStream, type Stream } from "@/lib/ingest/sync/connect";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";

/** One stream of one live connection, with how far it lags. */
export interface LiveStream {
  connectionId: number;
  key: string;
  connection: string;
  vendor: string;
  simulated: boolean;
  connectionState: string;
  reconnectSince: Date | null;
  stream: Stream;
  wantedSeconds: number;
  paused: boolean;
  lastOkAt: Date | null;
  nextDueAt: Date;
  openUntil: Date | null;
  lastErrorCode: string | null;
  /** Of the reading of the past that is under way: 0 to 1; null: nobody can tell, or none is. */
  progress: number | null;
  /** A period or the whole is being read beside what is new. */
  catchingUp: boolean;
  /** Event to visible over the last 24 hours, in seconds; null: nothing came. */
  p50Seconds: number | null;
  p95Seconds: number | null;
}

/** Every stream of every live connection that is not disconnected, by the connection's name. */
export async function listStreams(db: Queryable, actor: Actor): Promise<LiveStream[]> {
  authorise(actor, "read");
  const [streams, lags] = await Promise.all([
    db<Omit<LiveStream, "p50Seconds" | "p95Seconds">[]>`
      select s.connection_id as "connectionId", c.key, c.name as connection, c.vendor, c.simulated, c.state as "connectionState",
        a.reconnect_since as "reconnectSince", s.stream, s.wanted_seconds as "wantedSeconds", s.paused, s.last_ok_at as "lastOkAt",
        s.next_due_at as "nextDueAt", case when s.open_until > now() then s.open_until end as "openUntil", s.last_error_code as "lastErrorCode",
        p.progress::float8 as progress, p.id is not null as "catchingUp"
      from sync_stream s join connection c on c.id = s.connection_id left join connection_account a on a.connection_id = c.id
      left join lateral (
        select id, progress from sync_pass p where p.connection_id = s.connection_id and p.stream = s.stream and p.kind <> 'incremental'
        order by id limit 1) p on true
      where c.state <> 'disconnected' order by lower(c.name), c.id, s.stream`,
    readLags(db),
  ]);
  return streams.map((row) => {
    const lag = lags.find(
      (one) => one.connectionId === row.connectionId && one.kind === kindOfStream(row.stream),
    );
    return { ...row, p50Seconds: lag?.p50Seconds ?? null, p95Seconds: lag?.p95Seconds ?? null };
  });
}

interface Lag {
  connectionId: number;
  kind: string;
  p50Seconds: number;
  p95Seconds: number;
}

/** Read off a histogram of 10 % steps. */
const readLags = (db: Queryable): Promise<Lag[]> => db<Lag[]>`
  with lag as (
    select connection_id, stream, bucket, sum(count) as count from sync_lag where hour > now() - interval '25 hours' group by 1, 2, 3),
  ranked as (
    select connection_id, stream, bucket, sum(count) over (partition by connection_id, stream order by bucket) as upto,
      sum(count) over (partition by connection_id, stream) as total
    from lag)
  select connection_id as "connectionId", stream as kind,
    power(1.1, min(bucket) filter (where upto >= total * 0.50) + 0.5)::float8 as "p50Seconds",
    power(1.1, min(bucket) filter (where upto >= total * 0.95) + 0.5)::float8 as "p95Seconds"
  from ranked group by 1, 2`;
