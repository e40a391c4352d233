import type { Queryable } from "@/db/client";
import {
  type LiveConnector,
  type RecordKind,
  type SourceRecord,
  STREAMS,
  type Stream,
} from "@/lib/connectors/live-contract";

/** The streams that a connector reads, in the order in which they depend on each other. */
export const streamsOf = (connector: LiveConnector): Stream[] =>
  STREAMS.filter((stream) => connector.streams[stream] !== undefined);

/**
 * Gives a connection its streams; those that are there stay as they are. `newerThan`: where the first reading of a stream
 * begins whose past can be read on its own; the others are read whole.
 */
export async function ensureStreams(
  db: Queryable,
  connectionId: number,
  connector: LiveConnector,
  { newerThan = null }: { newerThan?: Date | null } = {},
): Promise<void> {
  const rows = streamsOf(connector).map((stream) => ({
    stream,
    wanted: Math.max(5, connector.streams[stream]?.pollSeconds ?? 300),
    watermark: connector.streams[stream]?.backfill ? (newerThan?.toISOString() ?? null) : null,
  }));
  await db`
    insert into sync_stream (connection_id, stream, wanted_seconds, watermark)
    select ${connectionId}, stream, wanted, watermark
    from jsonb_to_recordset(${db.json(rows)}) as r (stream text, wanted int, watermark timestamptz)
    on conflict (connection_id, stream) do nothing`;
}

/** The streams that bring a kind of record. */
const streamsOfKind: Record<RecordKind, readonly Stream[]> = {
  skus: ["products"],
  locations: ["locations"],
  channels: ["locations"],
  listings: ["products", "listings"],
  stock: ["stock", "products", "listings"],
  orders: ["orders"],
  returns: ["orders", "returns"],
  campaigns: ["campaigns"],
  "product-ads": ["product_ads"],
  "ad-spend": ["ad_spend"],
};

/**
 * Of the records that a call-back brought, those of streams that the connection reads. A shop tells of its goods and places
 * whether or not they are kept elsewhere.
 */
export async function recordsWanted(
  db: Queryable,
  connectionId: number,
  records: readonly SourceRecord[],
): Promise<readonly SourceRecord[]> {
  if (records.length === 0) return records;
  const rows = await db<{ stream: Stream }[]>`
    select stream from sync_stream where connection_id = ${connectionId}`;
  const read = new Set(rows.map(({ stream }) => stream));
  return records.filter(({ kind }) => streamsOfKind[kind].some((stream) => read.has(stream)));
}

/** Puts things on the list of what is asked for singly; one that is on it already is asked for again. */
export async function wantIds(
  db: Queryable,
  connectionId: number,
  wanted: readonly { stream: Stream; ids: readonly string[] }[],
): Promise<number> {
  const rows = wanted.flatMap(({ stream, ids }) => [...new Set(ids)].map((id) => ({ stream, id })));
  if (rows.length === 0) return 0;
  const written = await db`
    insert into sync_wanted (connection_id, stream, external_id)
    select s.connection_id, s.stream, r.id from jsonb_to_recordset(${db.json(rows)}) as r (stream text, id text)
    join sync_stream s on s.connection_id = ${connectionId} and s.stream = r.stream
    order by s.stream, r.id
    on conflict (connection_id, stream, external_id) do update set wanted_at = clock_timestamp(), not_before = now(), attempts = 0
    returning 1`;
  return written.length;
}

/** A reading that somebody asked for. One of its kind that waits or is under way already is left as it is: false. */
export async function beginPass(
  db: Queryable,
  pass: {
    connectionId: number;
    stream: Stream;
    kind: "backfill" | "resync";
    since: Date | null;
    until: Date;
    requestedBy: string;
  },
): Promise<boolean> {
  const [row] = await db`
    insert into sync_pass (connection_id, stream, kind, since, until, requested_by)
    values (${pass.connectionId}, ${pass.stream}, ${pass.kind}, ${pass.since}, ${pass.until}, ${pass.requestedBy})
    on conflict (connection_id, stream, kind) do nothing returning id`;
  return row !== undefined;
}

/** Lets streams be read at once, also where the circuit is open; null: all of the connection. */
export async function hurry(db: Queryable, connectionId: number, stream: Stream | null): Promise<number> {
  const rows = await db`
    update sync_stream set next_due_at = now(), open_until = null
    where connection_id = ${connectionId} and (${stream}::text is null or stream = ${stream}) and not paused returning 1`;
  await db`
    update sync_pass set not_before = now()
    where connection_id = ${connectionId} and (${stream}::text is null or stream = ${stream}) and claimed_by is null`;
  return rows.length;
}
