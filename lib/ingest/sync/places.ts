import type { Queryable } from "@/db/client";
import { liveConnectorFor } from "@/lib/connectors/live-registry";

/** A place of an account, as its records name it. */
export interface SeenPlace {
  code: string;
  name: string;
}

/** What is known of a place: our location, and whether the account keeps its stock. */
export interface KnownPlace {
  locationId: number | null;
  keeps: boolean;
}

/**
 * Notes the places that records of an account name. A new one is our location of the name given to it (connection_alias),
 * else of its own code. The account keeps its stock where the connector says so (FBA), or where it was connected to keep
 * all; everywhere else it only publishes quantities, until somebody says otherwise. A location that has a keeper already
 * gets no second one. Returns the places of the connection by their own codes.
 */
export async function notePlaces(
  db: Queryable,
  connectionId: number,
  seen: readonly SeenPlace[],
): Promise<ReadonlyMap<string, KnownPlace>> {
  const known = await loadPlaces(db, connectionId);
  const fresh = seen.filter(({ code }) => known.get(code)?.locationId == null);
  if (fresh.length === 0) return known;
  const [account] = await db<{ vendor: string; all: boolean; settings: Record<string, string> | null }[]>`
    select vendor, config ->> 'stock' = 'keeps' as all, config -> 'settings' as settings from connection where id = ${connectionId}`;
  const kept = liveConnectorFor(account?.vendor ?? "")?.keeps?.(account?.settings ?? {}) ?? [];
  const rows = fresh.map(({ code, name }) => ({
    code,
    name,
    wanted: account?.all === true || kept.includes(code),
  }));
  await db`
    with new as (
      select distinct on (n.code) n.code, n.name, l.id as location, n.wanted and l.id is not null
        and not exists (select from connection_place k where k.location_id = l.id and k.keeps)
        and not exists (select from connection c where c.state <> 'disconnected' and c.config ->> 'role' = 'warehouse'
          and jsonb_exists(c.config -> 'locations', l.code)) as keeps
      from jsonb_to_recordset(${db.json(rows)}) as n (code text, name text, wanted boolean)
      left join connection_alias a on a.connection_id = ${connectionId} and a.kind = 'location' and a.external_code = n.code
      left join location l on l.code = coalesce(a.code, n.code)),
    one as (select *, keeps and row_number() over (partition by location, keeps order by code) = 1 as keeper from new)
    insert into connection_place as p (connection_id, external_code, name, location_id, keeps)
    select ${connectionId}, code, name, location, keeper from one order by code
    on conflict (connection_id, external_code) do update set location_id = excluded.location_id, keeps = excluded.keeps
    where p.location_id is null and excluded.location_id is not null`;
  return loadPlaces(db, connectionId);
}

async function loadPlaces(db: Queryable, connectionId: number): Promise<Map<string, KnownPlace>> {
  const rows = await db<(KnownPlace & { code: string })[]>`
    select external_code as code, location_id as "locationId", keeps from connection_place where connection_id = ${connectionId}`;
  return new Map(rows.map(({ code, ...place }) => [code, place]));
}
