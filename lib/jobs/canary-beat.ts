import { ANNOUNCE_CHANNEL } from "@/db/announce";
import type { Db } from "@/db/client";
import { askToApply } from "@/lib/ingest/sync/apply-waiting";
import { queueRecords } from "@/lib/ingest/sync/keep-records";

/** Key of the connection, and code of the channel, that only the canary uses. */
export const canaryKey = "plimsoll-canary";
const keptDays = 35;

/**
 * Sends one event through the whole path: into the inbox of a connection of its own, through checks and identity into a
 * table, out as an announcement, and read back. What it changes is a number of a channel that is not active and that no
 * figure counts. Returns the milliseconds until it was visible; null when it was not within `patienceMilliseconds`, or
 * when there is no company yet. A beat that becomes visible later is completed by the next one.
 */
export async function sendCanaryBeat(
  db: Db,
  options: { patienceMilliseconds: number; signal: AbortSignal },
): Promise<number | null> {
  const canary = await ensureCanary(db);
  if (canary === null) return null;
  const { connectionId, currency } = canary;
  await completeEarlier(db, connectionId);
  let heard: (() => void) | null = null;
  const listening = await db.listen(ANNOUNCE_CHANNEL, (payload) => {
    const said = JSON.parse(payload) as { topic?: string; ids?: unknown[] };
    if (said.topic === "sync" && said.ids?.includes(connectionId)) heard?.();
  });
  try {
    const sentAt = new Date();
    const told = waitFor(options, (resolve) => {
      heard = resolve;
    });
    await db.begin(async (tx) => {
      await tx`insert into canary_beat (sent_at) values (${sentAt})`;
      await queueRecords(tx, connectionId, [canaryRecord(sentAt, currency)]);
      await askToApply(tx);
    });
    if (!(await told)) return null;
    const announcedAt = new Date();
    const [read] = await db<{ stamp: number | null; appliedAt: Date | null }[]>`
      select c.max_units as stamp, (select max(applied_at) from inbox_record r where r.connection_id = ${connectionId}
        and r.kind = 'channels' and r.source_event_at = ${sentAt}) as "appliedAt"
      from channel c where c.code = ${canaryKey}`;
    if (read?.stamp !== stampOf(sentAt) || !read.appliedAt) return null;
    const visibleAt = new Date();
    const milliseconds = visibleAt.getTime() - sentAt.getTime();
    await db`update connection set last_event_at = ${sentAt}, last_confirmed_at = ${visibleAt} where id = ${connectionId}`;
    await db`
      update canary_beat set applied_at = ${read.appliedAt}, announced_at = ${announcedAt}, visible_at = ${visibleAt}, milliseconds = ${milliseconds}
      where sent_at = ${sentAt}`;
    return milliseconds;
  } finally {
    await listening.unlisten();
  }
}

const stampOf = (at: Date): number => Math.floor(at.getTime() / 1_000) % 2_000_000_000;

const canaryRecord = (sentAt: Date, currency: string) => ({
  kind: "channels" as const,
  id: canaryKey,
  version: sentAt.toISOString(),
  fields: {
    code: canaryKey,
    name: "Canary",
    kind: "own_shop",
    currency,
    active: false,
    maxUnits: stampOf(sentAt),
  },
  raw: { sentAt: sentAt.toISOString() },
  eventAt: sentAt.toISOString(),
});

/** Paused, so that no page counts it among the sources; its raw forms are kept for a day. Null: there is no company yet. */
async function ensureCanary(db: Db): Promise<{ connectionId: number; currency: string } | null> {
  await db`
    insert into connection (key, vendor, name, state, config)
    select ${canaryKey}, 'canary', 'Canary', 'paused', ${db.json({ rawDays: 1 })} from company
    where not exists (select from connection where key = ${canaryKey})
    on conflict (key) do nothing`;
  const [row] = await db<{ connectionId: number; currency: string }[]>`
    select c.id as "connectionId", o.base_currency as currency from connection c cross join company o where c.key = ${canaryKey}`;
  return row ?? null;
}

async function completeEarlier(db: Db, connectionId: number): Promise<void> {
  await db`
    update canary_beat b set applied_at = r.applied_at, visible_at = r.applied_at,
      milliseconds = least(2000000000, extract(epoch from r.applied_at - b.sent_at) * 1000)::int
    from inbox_record r
    where b.visible_at is null and r.connection_id = ${connectionId} and r.kind = 'channels' and r.applied_at is not null
      and r.source_event_at = b.sent_at`;
  await db`delete from canary_beat where sent_at < now() - make_interval(days => ${keptDays})`;
}

function waitFor(
  { patienceMilliseconds, signal }: { patienceMilliseconds: number; signal: AbortSignal },
  start: (resolve: () => void) => void,
): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (heard: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", giveUp);
      resolve(heard);
    };
    const giveUp = () => end(false);
    const timer = setTimeout(giveUp, patienceMilliseconds);
    signal.addEventListener("abort", giveUp);
    start(() => end(true));
  });
}
