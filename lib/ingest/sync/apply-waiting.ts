import { announce } from "@/db/announce";
import type { Db, Queryable } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import type { RecordKind } from "@/lib/connectors/live-contract";
import { loadAliases } from "./aliases";
import { applyCarefully, kindsInOrder } from "./apply-records";
import type { KeptRecord } from "./keep-records";

const recordsAtATime = 500;

/**
 * Applies kept records that wait: those that may be taken now, and those that somebody replays. Those of one source and
 * kind at a time, what is named before what names it. Returns how many were looked at.
 */
export async function applyWaiting(db: Db): Promise<number> {
  const [first] = await db<{ connectionId: number; kind: RecordKind }[]>`
    select connection_id as "connectionId", kind from inbox_record
    where state = 'waiting' and fields is not null
    order by array_position(${[...kindsInOrder]}::text[], kind), id limit 1`;
  if (!first) return 0;
  const { connectionId, kind } = first;
  const rows = await db<(KeptRecord & { id: number })[]>`
    select id, event_id as "eventId", external_id as "externalId", raw, fields, source_event_at as "eventAt" from inbox_record
    where state = 'waiting' and fields is not null and connection_id = ${connectionId} and kind = ${kind} order by id limit ${recordsAtATime}`;
  const aliases = await loadAliases(db, connectionId);
  const records = rows.map((row) => ({
    ...row,
    eventAt: row.eventAt && new Date(row.eventAt).toISOString(),
  }));
  await applyCarefully(db, kind, records, aliases, { connectionId, trigger: "webhook", history: true });
  // What the application could not mark for whatever reason must not come round for ever.
  await db`
    update inbox_record set state = 'rejected', reason = coalesce(reason, 'it could not be applied'), code = coalesce(code, 'not_applied')
    where id = any(${rows.map(({ id }) => id)}) and state = 'waiting'`;
  await announce(db, "sync", [connectionId]);
  return rows.length;
}

/**
 * Lets records be taken whose missing SKU, place, channel, order, campaign or ad is known by now, under its own code or a
 * name given to it. Returns how many.
 */
export async function wakeUnmapped(db: Db): Promise<number> {
  return db.begin(async (tx) => {
    const woken = await tx`
      with missing as (
        select distinct connection_id, want, split_part(want, ':', 1) as kind, substr(want, strpos(want, ':') + 1) as code
        from inbox_record, unnest(wants) want where state = 'unmapped'),
      known as (
        select m.connection_id, m.want from missing m
        where exists (select from connection_alias a where a.connection_id = m.connection_id and a.kind = m.kind and a.external_code = m.code)
          or (m.kind = 'sku' and exists (select from sku k where k.code = m.code))
          or (m.kind = 'location' and exists (select from location l where l.code = m.code))
          or (m.kind = 'channel' and exists (select from channel c where c.code = m.code))
          or (m.kind = 'order' and exists (select from record_identity i where i.connection_id = m.connection_id and i.kind = 'orders' and i.external_id = m.code))
          or (m.kind = 'campaign' and exists (select from campaign c where c.connection_id = m.connection_id and c.external_id = m.code))
          or (m.kind = 'ad' and exists (select from product_ad p join campaign c on c.id = p.campaign_id
            where c.connection_id = m.connection_id and p.external_id = m.code)))
      update inbox_record r set state = 'waiting', woken_at = now() from known
      where r.state = 'unmapped' and coalesce(r.woken_at < now() - interval '1 minute', true) and r.connection_id = known.connection_id and r.wants @> array[known.want]
        and (cardinality(r.wants) = 1 or not exists (
          select from unnest(r.wants) other where not exists (select from known k where k.connection_id = r.connection_id and k.want = other)))
      returning 1`;
    if (woken.length > 0) await askToApply(tx);
    return woken.length;
  });
}

/** Has waiting records applied as soon as a worker is free. */
export const askToApply = (db: Queryable): Promise<void> =>
  enqueue(db, "inbox.apply", {}, { key: "inbox.apply" });
