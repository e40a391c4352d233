import type { Queryable } from "@/db/client";

/** What is known of a live connection beside how it does: nothing secret. */
export interface LiveConnectionRow {
  id: number;
  key: string;
  name: string;
  vendor: string;
  state: string;
  simulated: boolean;
  settings: Record<string, string>;
  baseUrl: string | null;
}

/** The connection of that key; null when there is none. */
export async function connectionByKey(db: Queryable, key: string): Promise<LiveConnectionRow | null> {
  const [row] = await db<LiveConnectionRow[]>`
    select id, key, name, vendor, state, simulated, coalesce(config -> 'settings', '{}') as settings, config ->> 'baseUrl' as "baseUrl"
    from connection where key = ${key}`;
  return row ?? null;
}

/** What was asked of a vendor in one hour. */
export interface CallsOfHour {
  hour: Date;
  calls: number;
  throttled: number;
  failed: number;
  millisecondsAverage: number | null;
}

/** Requests by hour over the last 24 hours, newest first; hours without any are left out. */
export async function callsByHour(db: Queryable, connectionId: number): Promise<CallsOfHour[]> {
  return db<CallsOfHour[]>`
    select hour, calls, throttled, failed, (milliseconds::float8 / nullif(calls, 0)) as "millisecondsAverage"
    from vendor_call where connection_id = ${connectionId} and hour > now() - interval '24 hours' order by hour desc`;
}

/** Dead letters by source, kind and reason: each group wants the same repair. */
export interface DeadGroup {
  connectionId: number;
  connection: string;
  kind: string;
  code: string | null;
  count: number;
}

/** How many records could not be taken, by what would repair them; the largest group first. */
export async function deadGroups(db: Queryable): Promise<DeadGroup[]> {
  return db<DeadGroup[]>`
    select r.connection_id as "connectionId", c.name as connection, r.kind, r.code, count(*)::int as count
    from inbox_record r join connection c on c.id = r.connection_id
    where r.state = 'rejected' and r.fields is not null group by 1, 2, 3, 4 order by count(*) desc, 2, 3, 4`;
}

/** Names that nobody here knows, and the records that wait for them. */
export async function countUnmapped(db: Queryable): Promise<{ names: number; records: number }> {
  const [row] = await db<{ names: number; records: number }[]>`
    select count(distinct (connection_id, want))::int as names, count(distinct id)::int as records
    from inbox_record, unnest(wants) want where state = 'unmapped'`;
  return row ?? { names: 0, records: 0 };
}

/** A few records that wait for a name, by the source's own ids. */
export interface Example {
  connectionId: number;
  want: string;
  kind: string;
  externalId: string;
}

/** The newest three records that wait for each of these names, such as `sku:A-100`. */
export async function unmappedExamples(db: Queryable, wants: readonly string[]): Promise<Example[]> {
  if (wants.length === 0) return [];
  return db<Example[]>`
    select "connectionId", want, kind, "externalId" from (
      select r.connection_id as "connectionId", want, r.kind, r.external_id as "externalId",
        row_number() over (partition by r.connection_id, want order by r.id desc) as place
      from inbox_record r, unnest(r.wants) want
      where r.state = 'unmapped' and r.wants && ${[...wants]}::text[] and want = any(${[...wants]}::text[])) x
    where place <= 3 order by want, place`;
}

/** Something of ours that a name can be mapped to. */
export interface Target {
  code: string;
  title: string;
}

/** SKUs, places or channels whose code, name or barcode fits the text; at most eight, exact codes first. */
export async function searchTargets(
  db: Queryable,
  kind: "sku" | "location" | "channel",
  text: string,
): Promise<Target[]> {
  const like = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  if (kind === "sku")
    return db<Target[]>`
      select code, title from sku where code ilike ${like} or title ilike ${like} or barcode = ${text}
      order by (lower(code) = lower(${text})) desc, (code ilike ${like}) desc, code limit 8`;
  const table = kind === "location" ? db`location` : db`channel`;
  return db<Target[]>`
    select code, name as title from ${table} where code ilike ${like} or name ilike ${like}
    order by (lower(code) = lower(${text})) desc, code limit 8`;
}
