import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { Conflict, Invalid, NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { beginPass, hurry, STREAMS } from "@/lib/ingest/sync/connect";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { type LiveRow, lockLive } from "./load-live";

const ofStream = z.object({ connectionId: z.coerce.number().int().positive(), stream: z.enum(STREAMS) });
const ofConnection = ofStream.extend({ stream: z.enum(STREAMS).nullish() });
const ofPeriod = ofStream.extend({ from: z.iso.date(), until: z.iso.date().nullish() });

/** Stops reading one stream until it is resumed; a page that is being read is finished. Repeating it changes nothing. */
export const pauseStream = (db: Db, actor: Actor, input: z.input<typeof ofStream>): Promise<void> =>
  setPaused(db, actor, input, true);

/** Goes on with a paused stream, from where it was. */
export const resumeStream = (db: Db, actor: Actor, input: z.input<typeof ofStream>): Promise<void> =>
  setPaused(db, actor, input, false);

async function setPaused(db: Db, actor: Actor, input: unknown, paused: boolean): Promise<void> {
  authorise(actor, "sync.now");
  const { connectionId, stream } = parseInput(ofStream, input);
  await db.begin(async (tx) => {
    await lockLive(tx, connectionId);
    const [changed] = await tx`
      update sync_stream set paused = ${paused}, next_due_at = case when ${paused} then next_due_at else now() end
      where connection_id = ${connectionId} and stream = ${stream} and paused <> ${paused} returning 1`;
    if (changed) await tell(tx, actor, connectionId, paused ? "pause_stream" : "resume_stream", { stream });
    else await requireStream(tx, connectionId, stream);
  });
}

/** Reads one stream, or all of a connection (stream null), at once; also one whose circuit is open. Returns how many. */
export async function syncNow(
  db: Db,
  actor: Actor,
  input: z.input<typeof ofConnection>,
): Promise<{ streams: number }> {
  authorise(actor, "sync.now");
  const { connectionId, stream } = parseInput(ofConnection, input);
  return db.begin(async (tx) => {
    const row = await lockLive(tx, connectionId);
    await refuseRevoked(tx, row);
    if (stream) await requireStream(tx, connectionId, stream);
    const streams = await hurry(tx, connectionId, stream ?? null);
    await tell(tx, actor, connectionId, "sync_now", { stream: stream ?? null });
    return { streams };
  });
}

/**
 * Reads a chosen period of a stream again, whole days from and until (both included), beside what is new. Throws Conflict
 * while another period of the stream is being read, Invalid where the vendor offers no past.
 */
export async function startBackfill(db: Db, actor: Actor, input: z.input<typeof ofPeriod>): Promise<void> {
  authorise(actor, "sync.now");
  const { connectionId, stream, from, until } = parseInput(ofPeriod, input);
  const since = new Date(`${from}T00:00:00Z`);
  const end = until ? new Date(Date.parse(`${until}T00:00:00Z`) + 86_400_000) : new Date();
  if (since >= end || since > new Date())
    throw new Invalid("The period ends before it begins. Choose an earlier first day; nothing was changed.", {
      say: say("live.errors.period"),
      fieldErrors: { from: "lies after the end" },
    });
  await db.begin(async (tx) => {
    const { connector } = await lockLive(tx, connectionId);
    if (!connector.streams[stream]?.backfill)
      throw new Invalid(`${connector.name} offers no past of this stream. Read it anew as a whole instead.`, {
        say: say("live.errors.noPast", { name: connector.name }),
      });
    await begin(tx, actor, {
      connectionId,
      stream,
      kind: "backfill",
      since,
      until: end < new Date() ? end : new Date(),
    });
  });
}

/** Reads a whole stream anew, from the beginning, beside what is new. Throws Conflict while that is being done already. */
export async function resync(db: Db, actor: Actor, input: z.input<typeof ofStream>): Promise<void> {
  authorise(actor, "sync.now");
  const { connectionId, stream } = parseInput(ofStream, input);
  await db.begin(async (tx) => {
    await lockLive(tx, connectionId);
    await begin(tx, actor, { connectionId, stream, kind: "resync", since: null, until: new Date() });
  });
}

type Begun = Omit<Parameters<typeof beginPass>[1], "requestedBy">;

async function begin(tx: Tx, actor: Actor, pass: Begun): Promise<void> {
  await requireStream(tx, pass.connectionId, pass.stream);
  if (!(await beginPass(tx, { ...pass, requestedBy: actor.name })))
    throw new Conflict("This is being read already. Wait until it is through; nothing was changed.", {
      say: say("live.errors.alreadyReading"),
    });
  const { stream, since, until } = pass;
  await tell(tx, actor, pass.connectionId, pass.kind, { stream, since, until });
}

async function requireStream(tx: Tx, connectionId: number, stream: string): Promise<void> {
  const [there] =
    await tx`select 1 from sync_stream where connection_id = ${connectionId} and stream = ${stream}`;
  if (there) return;
  throw new NotFound("This connection does not read that. Nothing was changed; reload the page.", {
    say: say("live.errors.noStream"),
  });
}

async function refuseRevoked(tx: Tx, { id, name }: LiveRow): Promise<void> {
  const [revoked] = await tx`
    select 1 from connection_account where connection_id = ${id} and reconnect_since is not null`;
  if (!revoked) return;
  throw new Conflict(`${name} no longer accepts this connection. Reconnect it first; nothing was changed.`, {
    say: say("live.errors.revoked", { name }),
  });
}

async function tell(tx: Tx, actor: Actor, connectionId: number, verb: string, after: unknown): Promise<void> {
  await announce(tx, "sync", [connectionId]);
  await writeAudit(tx, actor, {
    verb: `connection.${verb}`,
    entity: "connection",
    entityId: connectionId,
    after,
  });
}
