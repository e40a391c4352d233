import type { Db, Queryable } from "@/db/client";
import type { Position, Stream } from "@/lib/connectors/live-contract";
import type { LiveAccount } from "./account";
import { applySourceRecords } from "./apply-records";
import { recordSuccess } from "./finish-pass";
import { takeGone } from "./gone";
import { noteFailure } from "./record-failure";
import type { PassResult, RunOptions } from "./run-pass";
import { countIn, endRun, runKindOf } from "./runs-of-passes";
import { refuseSamePage } from "./same-page";
import { openSession } from "./session";

const idsAtATime = 50;
const claimSeconds = 120;
/** What the vendor refuses this often is let go of; the next reading of the whole stream still brings it. */
const attemptsMax = 5;

interface Wanted {
  id: string;
  wantedAt: string;
}

/**
 * Reads what call-backs named, or a comparison missed, by its ids. Several workers may do so beside a reading of the whole
 * stream: records tell by their version which is newer.
 */
export async function runWanted(
  db: Db,
  account: LiveAccount,
  stream: Stream,
  options: RunOptions,
): Promise<PassResult> {
  const { connectionId, connector } = account;
  const wanted = await claimWanted(db, connectionId, stream);
  const tally = { pages: 0, read: 0, accepted: 0 };
  if (wanted.length === 0) return { result: "idle", ...tally };
  const opened = openSession(db, account, options);
  const run = countIn({ connectionId, kind: runKindOf(stream), actor: "system", trigger: "webhook" }, null);
  try {
    const ids = wanted.map(({ id }) => id);
    let position: Position | null = null;
    do {
      const page = await connector.read(opened.session, { stream, position, scope: { kind: "ids", ids } });
      const applied = await applySourceRecords(db, page.records, { connectionId, trigger: "webhook", run });
      await takeGone(db, connectionId, page.gone ?? []);
      tally.pages++;
      tally.read += applied.read;
      tally.accepted += applied.accepted;
      refuseSamePage(page, position);
      position = page.next;
    } while (position !== null);
    await db.begin(async (tx) => {
      await tx`
        delete from sync_wanted w using jsonb_to_recordset(${tx.json(wanted as never)}) as r (id text, "wantedAt" text)
        where w.connection_id = ${connectionId} and w.stream = ${stream} and w.external_id = r.id and w.wanted_at::text = r."wantedAt"`;
      await releaseWanted(tx, connectionId, stream, ids, 0);
      await recordSuccess(tx, connectionId, stream);
    });
    return { result: "done", ...tally };
  } catch (error) {
    const ids = wanted.map(({ id }) => id);
    if (options.signal.aborted) {
      await releaseWanted(db, connectionId, stream, ids, 0);
      return { result: "more", ...tally };
    }
    const failure = await noteFailure(db, account, { stream, pass: null }, error, options.log);
    await releaseWanted(db, connectionId, stream, ids, failure.waitSeconds);
    if (failure.step === "open") await letGo(db, connectionId, stream, ids);
    return { result: "failed", ...tally };
  } finally {
    await endRun(db, run.id);
    await opened.close();
  }
}

/** Ids that failed before are asked for one by one, so that a single bad one holds up no other. */
async function claimWanted(db: Db, connectionId: number, stream: Stream): Promise<Wanted[]> {
  return db<Wanted[]>`
    with ready as (
      select w.external_id, w.attempts, row_number() over (order by w.attempts, w.wanted_at) as place from sync_wanted w
      join sync_stream s on s.connection_id = w.connection_id and s.stream = w.stream
      join connection c on c.id = w.connection_id left join connection_account a on a.connection_id = c.id
      where w.connection_id = ${connectionId} and w.stream = ${stream} and w.not_before <= now() and coalesce(w.claimed_until < now(), true)
        and c.state in ('active', 'error') and not s.paused and coalesce(s.open_until <= now(), true) and a.reconnect_since is null),
    taken as (
      select w.external_id from sync_wanted w join ready r on r.external_id = w.external_id
      where w.connection_id = ${connectionId} and w.stream = ${stream}
        and r.place <= case when (select min(attempts) from ready) = 0 then ${idsAtATime} else 1 end
        and (r.attempts = 0 or r.place = 1)
      for update of w skip locked)
    update sync_wanted w set claimed_until = now() + make_interval(secs => ${claimSeconds}), attempts = w.attempts + 1
    from taken where w.connection_id = ${connectionId} and w.stream = ${stream} and w.external_id = taken.external_id
    returning w.external_id as id, w.wanted_at::text as "wantedAt"`;
}

async function releaseWanted(
  db: Queryable,
  connectionId: number,
  stream: Stream,
  ids: readonly string[],
  waitSeconds: number,
): Promise<void> {
  await db`
    update sync_wanted set claimed_until = null, not_before = greatest(not_before, now() + make_interval(secs => ${waitSeconds}))
    where connection_id = ${connectionId} and stream = ${stream} and external_id = any(${[...ids]})`;
}

async function letGo(db: Db, connectionId: number, stream: Stream, ids: readonly string[]): Promise<void> {
  await db`
    delete from sync_wanted
    where connection_id = ${connectionId} and stream = ${stream} and external_id = any(${[...ids]}) and attempts >= ${attemptsMax}`;
}
