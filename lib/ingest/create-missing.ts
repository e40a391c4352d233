import type { Queryable } from "@/db/client";
import type { IngestContext } from "./context";

/** Creates locations of these codes that are not there, with what little is known of them; a locations file completes them. */
export async function createLocations(
  tx: Queryable,
  context: IngestContext,
  codes: readonly string[],
): Promise<number> {
  const made = await tx`
    insert into location (code, name, kind, country, region, time_zone, simulated)
    select code, code, 'warehouse', 'ZZ', 'unknown', ${context.timeZone}, ${context.simulated}
    from unnest(${[...codes]}::text[]) code where not exists (select from location l where l.code = code.code) order by code
    on conflict (code) do nothing returning id`;
  return made.length;
}

/** Creates channels of these codes that are not there, served by the given locations. */
export async function createChannels(
  tx: Queryable,
  context: IngestContext,
  codes: readonly string[],
  currency: string,
  locationCodes: readonly string[],
): Promise<number> {
  const made = await tx<{ id: number }[]>`
    insert into channel (code, name, kind, connection_id, currency, time_zone, simulated)
    select code, code, 'marketplace', ${context.connectionId}, ${currency}, ${context.timeZone}, ${context.simulated}
    from unnest(${[...codes]}::text[]) code where not exists (select from channel c where c.code = code.code) order by code
    on conflict (code) do nothing returning id`;
  await tx`
    insert into channel_location (channel_id, location_id)
    select channel_id, l.id from unnest(${made.map(({ id }) => id)}::smallint[]) channel_id
    join location l on l.code = any(${[...locationCodes]}::text[])
    on conflict do nothing`;
  return made.length;
}

/** Creates SKUs of these codes that are not there, named by their code. */
export async function createSkus(
  tx: Queryable,
  context: IngestContext,
  codes: readonly string[],
): Promise<number> {
  const made = await tx`
    insert into sku (code, title, currency, simulated)
    select code, code, ${context.baseCurrency}, ${context.simulated}
    from unnest(${[...codes]}::text[]) code where not exists (select from sku k where k.code = code.code) order by code
    on conflict (code) do nothing returning id`;
  return made.length;
}
