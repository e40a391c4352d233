import { z } from "zod";
import type { Queryable } from "@/db/client";
import { NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { kindOfStream, type Stream } from "@/lib/ingest/sync/connect";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";

export const streamHealthSchema = z.object({ connectionId: z.coerce.number().int().positive() });

/** A reading under way or waiting its turn. */
export interface PassHealth {
  kind: "incremental" | "backfill" | "resync";
  since: Date | null;
  until: Date;
  pages: number;
  /** 0 to 1; null: the vendor does not tell. */
  progress: number | null;
  /** Whether a worker is at it this moment. */
  running: boolean;
  notBefore: Date;
  requestedBy: string;
  begunAt: Date;
  read: number;
  accepted: number;
}

export interface StreamHealth {
  stream: Stream;
  /** Of the records that it brings; `lag` and `runs` go by it. */
  kind: string;
  wantedSeconds: number;
  paused: boolean;
  /** Every change before it has been read. */
  watermark: Date | null;
  lastOkAt: Date | null;
  nextDueAt: Date;
  /** In a row. */
  failures: number;
  /** Nothing is asked before this; null: the circuit is closed. */
  openUntil: Date | null;
  lastErrorCode: string | null;
  lastErrorDetail: string | null;
  lastErrorAt: Date | null;
  /** Single things that are still to be asked for. */
  wanted: number;
  passes: PassHealth[];
}

export interface QuotaHealth {
  bucket: string;
  perSecond: number;
  burst: number;
  /** What is left now, 0 to 1 of the burst. */
  leftShare: number;
  blockedUntil: Date | null;
}

export interface ConnectionHealth {
  connectionId: number;
  key: string;
  name: string;
  vendor: string;
  state: string;
  account: string | null;
  scopes: string[];
  checkedAt: Date | null;
  /** Since when the grant is gone; null: it holds. */
  reconnectSince: Date | null;
  lastError: string | null;
  lastErrorAt: Date | null;
  streams: StreamHealth[];
  quotas: QuotaHealth[];
  /** Of the last 24 hours. */
  calls: { calls: number; throttled: number; failed: number; millisecondsAverage: number | null };
  /** Call-backs of the last 24 hours by what became of them. */
  webhooks: { result: string; count: number; lastAt: Date }[];
  /** Event to visible over the last 24 hours by kind of record, in seconds. */
  lag: { kind: string; records: number; p50Seconds: number; p95Seconds: number; p99Seconds: number }[];
  unmapped: number;
  deadLetters: number;
  /** Age of the oldest record that waits to be applied; null: none does. */
  oldestWaitingAt: Date | null;
  runs: {
    id: number;
    kind: string;
    trigger: string;
    state: string;
    read: number;
    accepted: number;
    unchanged: number;
    rejected: number;
    startedAt: Date | null;
    finishedAt: Date | null;
  }[];
}

type Head = Omit<ConnectionHealth, "streams" | "quotas" | "calls" | "webhooks" | "lag" | "runs">;

/** All that is known of how a live connection does. Throws Forbidden or NotFound. */
export async function streamHealth(
  db: Queryable,
  actor: Actor,
  input: z.input<typeof streamHealthSchema>,
): Promise<ConnectionHealth> {
  authorise(actor, "read");
  const { connectionId } = parseInput(streamHealthSchema, input);
  const [head] = await db<Head[]>`
    select c.id as "connectionId", c.key, c.name, c.vendor, c.state, a.account, coalesce(a.scopes, '{}') as scopes, a.checked_at as "checkedAt",
      a.reconnect_since as "reconnectSince", c.last_error as "lastError", c.last_error_at as "lastErrorAt",
      (select count(*)::int from inbox_record r where r.connection_id = c.id and r.state = 'unmapped') as unmapped,
      (select count(*)::int from inbox_record r where r.connection_id = c.id and r.state = 'rejected' and r.fields is not null) as "deadLetters",
      (select min(received_at) from inbox_record r where r.connection_id = c.id and r.state = 'waiting') as "oldestWaitingAt"
    from connection c left join connection_account a on a.connection_id = c.id where c.id = ${connectionId}`;
  if (!head) throw new NotFound("There is no such connection.", { say: say("live.errors.noConnection") });
  const [streams, quotas, calls, webhooks, lag, runs] = await Promise.all([
    readStreams(db, connectionId),
    db<QuotaHealth[]>`
      select bucket, per_second as "perSecond", burst, case when blocked_until > now() then blocked_until end as "blockedUntil",
        greatest(0, least(1, (tokens + greatest(0, extract(epoch from now() - updated_at)) * per_second) / burst))::float8 as "leftShare"
      from rate_bucket where connection_id = ${connectionId} order by bucket`,
    db<ConnectionHealth["calls"][]>`
      select coalesce(sum(calls), 0)::int as calls, coalesce(sum(throttled), 0)::int as throttled, coalesce(sum(failed), 0)::int as failed,
        (sum(milliseconds) / nullif(sum(calls), 0))::float8 as "millisecondsAverage"
      from vendor_call where connection_id = ${connectionId} and hour > now() - interval '24 hours'`,
    db<ConnectionHealth["webhooks"]>`
      select result, sum(count)::int as count, max(last_at) as "lastAt" from webhook_tally
      where connection_id = ${connectionId} and last_at > now() - interval '24 hours' group by 1 order by 1`,
    readLag(db, connectionId),
    db<ConnectionHealth["runs"]>`
      select id, kind, trigger, state, read_count::int as read, accepted_count::int as accepted, unchanged_count::int as unchanged,
        rejected_count::int as rejected, started_at as "startedAt", finished_at as "finishedAt"
      from sync_run where connection_id = ${connectionId} order by id desc limit 20`,
  ]);
  const none = { calls: 0, throttled: 0, failed: 0, millisecondsAverage: null };
  return {
    ...head,
    streams,
    quotas: [...quotas],
    calls: calls[0] ?? none,
    webhooks: [...webhooks],
    lag,
    runs: [...runs],
  };
}

async function readStreams(db: Queryable, connectionId: number): Promise<StreamHealth[]> {
  const streams = await db<Omit<StreamHealth, "passes" | "kind">[]>`
    select s.stream, s.wanted_seconds as "wantedSeconds", s.paused, s.watermark, s.last_ok_at as "lastOkAt", s.next_due_at as "nextDueAt",
      s.failures, case when s.open_until > now() then s.open_until end as "openUntil", s.last_error_code as "lastErrorCode",
      s.last_error_detail as "lastErrorDetail", s.last_error_at as "lastErrorAt",
      (select count(*)::int from sync_wanted w where w.connection_id = s.connection_id and w.stream = s.stream) as wanted
    from sync_stream s where s.connection_id = ${connectionId} order by s.stream`;
  const passes = await db<(PassHealth & { stream: string })[]>`
    select p.stream, p.kind, p.since, p.until, p.pages, p.progress::float8 as progress, coalesce(p.claimed_until > now(), false) as running,
      p.not_before as "notBefore", p.requested_by as "requestedBy", p.begun_at as "begunAt",
      coalesce(r.read_count, 0)::int as read, coalesce(r.accepted_count, 0)::int as accepted
    from sync_pass p left join sync_run r on r.id = p.run_id where p.connection_id = ${connectionId} order by p.id`;
  return streams.map((row) => ({
    ...row,
    kind: kindOfStream(row.stream),
    passes: passes.flatMap(({ stream, ...pass }) => (stream === row.stream ? [pass] : [])),
  }));
}

async function readLag(db: Queryable, connectionId: number): Promise<ConnectionHealth["lag"]> {
  const rows = await db<ConnectionHealth["lag"]>`
    with lag as (
      select stream, bucket, sum(count) as count from sync_lag
      where connection_id = ${connectionId} and hour > now() - interval '25 hours' group by 1, 2),
    ranked as (
      select stream, bucket, sum(count) over (partition by stream order by bucket) as upto, sum(count) over (partition by stream) as total from lag)
    select stream as kind, max(total)::int as records,
      power(1.1, min(bucket) filter (where upto >= total * 0.50) + 0.5)::float8 as "p50Seconds",
      power(1.1, min(bucket) filter (where upto >= total * 0.95) + 0.5)::float8 as "p95Seconds",
      power(1.1, min(bucket) filter (where upto >= total * 0.99) + 0.5)::float8 as "p99Seconds"
    from ranked group by stream order by stream`;
  return [...rows];
}
