import type { Db } from "@/db/client";
import type { SourceRecord, WebhookMeaning } from "@/lib/connectors/live-contract";
import { gather } from "@/lib/core/gather";
import { applySourceRecords } from "./apply-records";
import { askToApply } from "./apply-waiting";
import { takeGone } from "./gone";
import { queueRecords } from "./keep-records";
import { recordRevoked } from "./record-failure";
import { recordsWanted, wantIds } from "./streams";

export type Event = Extract<WebhookMeaning, { kind: "event" | "grant_ended" }>;
export type Taken = "applied" | "queued" | "replay" | "grant_ended";

/** Records beyond these are applied by the worker, so that the vendor is answered in time. */
const recordsAtOnce = 20;
/** Events of one transaction: enough to share its cost, few enough that nobody waits long. */
const eventsTogether = 100;

const takers = new WeakMap<Db, Map<number, (event: Event) => Promise<Taken>>>();

/**
 * Takes one event of an account, each once. Events that come while others of the account are being written are written
 * together next, since records of one source go in one transaction at a time anyway. Resolves once they are committed.
 */
export function takeEvent(db: Db, connectionId: number, event: Event): Promise<Taken> {
  const ofDatabase = takers.get(db) ?? new Map<number, (event: Event) => Promise<Taken>>();
  takers.set(db, ofDatabase);
  let take = ofDatabase.get(connectionId);
  if (!take) {
    take = gather((events) => takeTogether(db, connectionId, events), eventsTogether);
    ofDatabase.set(connectionId, take);
  }
  return take(event);
}

/** A kill before the last statement leaves the events to come again, which changes nothing that is there. */
async function takeTogether(db: Db, connectionId: number, events: readonly Event[]): Promise<Taken[]> {
  const seen = await takenBefore(db, connectionId, events);
  const fresh = events.filter(({ eventId }) => !seen.has(eventId) && seen.add(eventId));
  if (fresh.some(({ kind }) => kind === "grant_ended")) await recordRevoked(db, connectionId, "grant_ended");
  const whole = fresh.flatMap((event) => (event.kind === "event" ? [event] : []));
  await wantIds(
    db,
    connectionId,
    whole.flatMap(({ fetch }) => fetch),
  );
  const recordsOf = (events: readonly (typeof whole)[number][]) =>
    recordsWanted(
      db,
      connectionId,
      events.flatMap(({ records }) => records),
    );
  const [many, few] = [whole.filter(isLong), whole.filter((event) => !isLong(event))];
  const queued = await recordsOf(many);
  if (queued.length > 0) await queueAll(db, connectionId, queued);
  const records = await recordsOf(few);
  if (records.length > 0) await applySourceRecords(db, records, { connectionId, trigger: "webhook" });
  await takeGone(
    db,
    connectionId,
    whole.flatMap(({ gone }) => gone ?? []),
  );
  if (fresh.length > 0) await noteEvents(db, connectionId, fresh);
  const isFresh = new Set(fresh);
  return events.map((event) => (isFresh.has(event) ? outcomeOf(event) : "replay"));
}

const isLong = ({ records }: Extract<Event, { kind: "event" }>): boolean => records.length > recordsAtOnce;

function outcomeOf(event: Event): Taken {
  if (event.kind === "grant_ended") return "grant_ended";
  const done = event.records.length > 0 ? !isLong(event) : (event.gone ?? []).length > 0;
  return done ? "applied" : "queued";
}

async function takenBefore(db: Db, connectionId: number, events: readonly Event[]): Promise<Set<string>> {
  const rows = await db<{ id: string }[]>`
    select event_id as id from inbox_record
    where connection_id = ${connectionId} and kind = 'webhook' and event_id = any(${events.map(({ eventId }) => eventId)})`;
  return new Set(rows.map(({ id }) => id));
}

async function noteEvents(db: Db, connectionId: number, events: readonly Event[]): Promise<void> {
  await db`
    with taken as (
      select * from unnest(${events.map(({ eventId }) => eventId)}::text[], ${events.map(({ topic }) => topic)}::text[],
        ${events.map(({ eventAt }) => eventAt)}::text[]::timestamptz[]) as t (id, topic, at)
    ), kept as (
      insert into inbox_record (connection_id, kind, event_id, raw, source_event_at, state, applied_at)
      select ${connectionId}, 'webhook', id, jsonb_build_object('topic', topic), at, 'applied', clock_timestamp() from taken order by id
      on conflict (connection_id, kind, event_id) do nothing
    ), latest as (select least(now(), max(at)) as at from taken)
    update connection c set last_event_at = latest.at from latest
    where c.id = ${connectionId} and coalesce(c.last_event_at < latest.at, latest.at is not null)`;
}

async function queueAll(db: Db, connectionId: number, records: readonly SourceRecord[]): Promise<void> {
  await db.begin(async (tx) => {
    await queueRecords(tx, connectionId, records);
    await askToApply(tx);
  });
}
