import type { Tx } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { countsByPlace } from "@/lib/ingest/sync/vendors";

/** Where a quantity is set at the channel's account. */
export interface WhereToSet {
  /** The account's name of the one place; null: of all together. */
  place: string | null;
  adjust?: string[];
}

/**
 * Where a channel's account is to set a quantity: at the place that is the location asked for; where none was asked for, of
 * all its places together, with the difference at those that the channel sells from, in the channel's order. Throws
 * Conflict that says what to map when that cannot be told.
 */
export async function choosePlace(
  tx: Tx,
  given: { channelId: number; channel: string; connectionId: number | null; vendor: string | null },
  locationId: number | null,
): Promise<WhereToSet> {
  const { channelId, channel, connectionId, vendor } = given;
  if (connectionId === null || vendor === null || !countsByPlace(vendor)) return { place: null };
  const places = await tx<{ code: string; locationId: number | null; serves: boolean }[]>`
    select p.external_code as code, p.location_id as "locationId", v.location_id is not null as serves
    from connection_place p left join channel_location v on v.channel_id = ${channelId} and v.location_id = p.location_id
    where p.connection_id = ${connectionId} order by v.priority nulls last, p.external_code`;
  if (locationId !== null) {
    const asked = places.find((place) => place.locationId === locationId);
    if (asked) return { place: asked.code };
    const [location] = await tx<{ name: string }[]>`select name from location where id = ${locationId}`;
    const name = location?.name ?? String(locationId);
    throw new Conflict(
      `No place of the account behind ${channel} is ${name}. Say which one is, on the connection's page; nothing was sent.`,
      { say: say("live.errors.placeNotMapped", { channel, place: name }) },
    );
  }
  if (places.length <= 1) return { place: places[0]?.code ?? null };
  const adjust = places.filter(({ serves }) => serves).map(({ code }) => code);
  if (adjust.length > 0) return { place: null, adjust };
  throw new Conflict(
    `The account behind ${channel} has ${places.length} places, and none of them is a location that ${channel} sells from. Say which one is, on the connection's page; nothing was sent.`,
    { say: say("live.errors.noSellingPlace", { channel, places: places.length }) },
  );
}
