import type { Db, Tx } from "@/db/client";
import type { Position, Stream } from "@/lib/connectors/live-contract";
import type { LiveAccount } from "./account";

/** live: what is new. history: what somebody asked to be read again. */
export type Lane = "live" | "history";

/** After this long without a sign of life a claim counts as left behind by a killed worker. */
export const claimSeconds = 45;

/** A reading that this worker, and no other, goes on with. */
export interface ClaimedPass {
  id: number;
  connectionId: number;
  stream: Stream;
  kind: "incremental" | "backfill" | "resync";
  since: Date | null;
  until: Date;
  position: Position | null;
  pages: number;
  progress: number | null;
  runId: number | null;
  requestedBy: string;
  begunAt: Date;
  /** Names the claim; every write of the pass is bound to it. */
  claim: string;
}

interface StreamRow {
  watermark: Date | null;
  due: boolean;
  ready: boolean;
}

/**
 * Takes a stream's next reading, if it may be read now: an unfinished one goes on where it was, a new one begins at the
 * watermark less the overlap, up to the vendor's present. Null: nothing to do, paused, the circuit is open, the grant is
 * gone, or another worker is at it.
 */
export async function claimPass(
  db: Db,
  account: LiveAccount,
  stream: Stream,
  lane: Lane,
  claim: string,
): Promise<ClaimedPass | null> {
  const { connectionId } = account;
  return db.begin(async (tx) => {
    const [row] = await tx<StreamRow[]>`
      select s.watermark, s.next_due_at <= now() as due,
        c.state in ('active', 'error') and not s.paused and coalesce(s.open_until <= now(), true) and a.reconnect_since is null as ready
      from sync_stream s join connection c on c.id = s.connection_id left join connection_account a on a.connection_id = c.id
      where s.connection_id = ${connectionId} and s.stream = ${stream} for update of s`;
    if (!row?.ready) return null;
    if (lane === "live" && row.due) await beginIncremental(tx, account, stream, row.watermark);
    const [pass] = await tx<ClaimedPass[]>`
      update sync_pass set claimed_by = ${claim}, claimed_until = now() + make_interval(secs => ${claimSeconds}),
        until = case when kind = 'incremental' and pages = 0 then now() + make_interval(secs => ${account.clockAheadSeconds}) else until end
      where id = (
        select id from sync_pass
        where connection_id = ${connectionId} and stream = ${stream} and (kind = 'incremental') = ${lane === "live"}
        order by kind = 'backfill', id limit 1)
        and not_before <= now() and coalesce(claimed_until < now(), true)
      returning id, connection_id as "connectionId", stream, kind, since, until, position, pages, progress, run_id as "runId",
        requested_by as "requestedBy", begun_at as "begunAt", claimed_by as claim`;
    return pass ?? null;
  });
}

async function beginIncremental(
  tx: Tx,
  { connectionId, connector, clockAheadSeconds }: LiveAccount,
  stream: Stream,
  watermark: Date | null,
): Promise<void> {
  const overlap = connector.streams[stream]?.overlapSeconds ?? 0;
  const since = watermark && new Date(watermark.getTime() - overlap * 1000);
  await tx`
    insert into sync_pass (connection_id, stream, kind, since, until, requested_by)
    values (${connectionId}, ${stream}, 'incremental', ${since}, now() + make_interval(secs => ${clockAheadSeconds}), 'system')
    on conflict (connection_id, stream, kind) do nothing`;
}

/** Says that the worker still lives. False: the claim is lost, and nothing may be written any more. */
export async function renewClaim(db: Db, pass: ClaimedPass): Promise<boolean> {
  const [row] = await db`
    update sync_pass set claimed_until = now() + make_interval(secs => ${claimSeconds})
    where id = ${pass.id} and claimed_by = ${pass.claim} returning id`;
  return row !== undefined;
}

/** Keeps a page's place. False: the claim is lost. */
export async function savePage(
  db: Db,
  pass: ClaimedPass,
  page: { next: Position | null; progress: number | null; runId: number | null },
): Promise<boolean> {
  const [row] = await db`
    update sync_pass set position = ${page.next === null ? null : db.json(page.next)}, pages = pages + 1,
      progress = coalesce(${page.progress}::real, progress), run_id = coalesce(${page.runId}::bigint, run_id),
      claimed_until = now() + make_interval(secs => ${claimSeconds})
    where id = ${pass.id} and claimed_by = ${pass.claim} returning id`;
  return row !== undefined;
}

/** Lets a pass go that is to be gone on with, by whoever comes, no sooner than in `waitSeconds`. */
export async function releasePass(db: Db, pass: ClaimedPass, waitSeconds = 0): Promise<void> {
  await db`
    update sync_pass set claimed_by = null, claimed_until = null, not_before = now() + make_interval(secs => ${waitSeconds})
    where id = ${pass.id} and claimed_by = ${pass.claim}`;
}
