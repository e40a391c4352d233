import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { Conflict, NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { beginPass, hurry, type LiveConnector } from "@/lib/ingest/sync/connect";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { giveName } from "@/lib/services/inbox/map-to";
import { lockLive } from "./load-live";

export const setPlaceSchema = z.object({
  connectionId: z.coerce.number().int().positive(),
  /** The place as the account's records name it. */
  code: z.string().min(1).max(200),
  /** Our location that it is. */
  locationId: z.coerce.number().int().positive(),
  /** The account keeps its stock: its readings count, and transfers go through it. Else it only publishes quantities. */
  keeps: z.boolean(),
});

interface Location {
  id: number;
  code: string;
  name: string;
}

/**
 * Says which of our locations a place of an account is, and whether the account keeps the stock there. What the account
 * says of the place is read anew. Throws Forbidden, NotFound, or Conflict when another one keeps that location's stock.
 */
export async function setPlace(
  db: Db,
  actor: Actor,
  input: z.input<typeof setPlaceSchema>,
): Promise<{ changed: boolean }> {
  authorise(actor, "connection.manage");
  const { connectionId, code, locationId, keeps } = parseInput(setPlaceSchema, input);
  return db.begin(async (tx) => {
    const { connector } = await lockLive(tx, connectionId);
    const [place] = await tx<{ locationId: number | null; keeps: boolean }[]>`
      select location_id as "locationId", keeps from connection_place
      where connection_id = ${connectionId} and external_code = ${code} for update`;
    const [location] = await tx<
      Location[]
    >`select id, code, name from location where id = ${locationId} for update`;
    if (!place || !location)
      throw new NotFound("This place is not known any more. Nothing was changed; reload the page.", {
        say: say("live.errors.noPlace"),
      });
    if (place.locationId === locationId && place.keeps === keeps) return { changed: false };
    if (keeps) await refuseSecondKeeper(tx, connectionId, code, location);
    await nameAs(tx, actor, { connectionId, code, location });
    await tx`
      update connection_place set location_id = ${locationId}, keeps = ${keeps}, decided_by = ${actor.name}
      where connection_id = ${connectionId} and external_code = ${code}`;
    await readAnew(tx, actor, connectionId, connector);
    await writeAudit(tx, actor, {
      verb: "connection.set_place",
      entity: "connection",
      entityId: connectionId,
      before: { place: code, ...place },
      after: { place: code, location: location.code, keeps },
    });
    await announce(tx, "sync", [connectionId]);
    return { changed: true };
  });
}

/** Two who both count one shelf would overwrite each other for ever. One whose account is gone keeps nothing. */
async function refuseSecondKeeper(
  tx: Tx,
  connectionId: number,
  code: string,
  location: Location,
): Promise<void> {
  await tx`
    update connection_place p set keeps = false from connection c
    where c.id = p.connection_id and c.state = 'disconnected' and p.location_id = ${location.id} and p.keeps`;
  const [other] = await tx<{ name: string }[]>`
    select c.name from connection c left join connection_place k on k.connection_id = c.id and k.keeps and k.location_id = ${location.id}
      and not (k.connection_id = ${connectionId} and k.external_code = ${code})
    where c.state <> 'disconnected' and (k.keeps or (c.config ->> 'role' = 'warehouse' and jsonb_exists(c.config -> 'locations', ${location.code})))
    order by c.id limit 1`;
  if (!other) return;
  throw new Conflict(
    `${other.name} keeps the stock of ${location.name} already, and a location has one keeper. Let ${other.name} only publish there first; nothing was changed.`,
    { say: say("live.errors.otherKeeper", { place: location.name, other: other.name }) },
  );
}

/** The account's records are read by our code from now on. A location that came with the place and holds nothing goes. */
async function nameAs(
  tx: Tx,
  actor: Actor,
  { connectionId, code, location }: { connectionId: number; code: string; location: Location },
): Promise<void> {
  if (location.code === code) {
    await tx`
      delete from connection_alias where connection_id = ${connectionId} and kind = 'location' and external_code = ${code}`;
    await tx`update location set active = true where id = ${location.id}`;
    return;
  }
  await giveName(tx, actor, { connectionId, kind: "location", externalCode: code, code: location.code });
  await tx`
    update location l set active = false where l.code = ${code}
      and exists (select from record_identity i where i.connection_id = ${connectionId} and i.kind = 'locations' and i.entity_id = l.id)
      and not exists (select from stock_level s where s.location_id = l.id and (s.on_hand <> 0 or s.committed <> 0 or s.incoming <> 0))
      and not exists (select from lane n where n.origin_id = l.id or n.destination_id = l.id)
      and not exists (select from connection_place k where k.location_id = l.id and (k.connection_id, k.external_code) <> (${connectionId}, ${code}))`;
}

async function readAnew(
  tx: Tx,
  actor: Actor,
  connectionId: number,
  { streams }: LiveConnector,
): Promise<void> {
  const stream = streams.stock ? "stock" : "listings";
  await beginPass(tx, {
    ...{ connectionId, stream, kind: "resync", since: null, until: new Date(), requestedBy: actor.name },
  });
  await hurry(tx, connectionId, stream);
  if (streams.locations) await hurry(tx, connectionId, "locations");
}
