import { z } from "zod";
import type { Queryable } from "@/db/client";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";

export const listPlacesSchema = z.object({ connectionId: z.coerce.number().int().positive() });

/** A place of an account and what it is here. */
export interface AccountPlace {
  /** As the account's records name it. */
  code: string;
  name: string;
  /** Null: it is no location of ours yet. */
  locationId: number | null;
  /** Whether the account keeps the stock there; else it only publishes quantities. */
  keeps: boolean;
  /** Another connection that keeps the stock of this location; null: none. */
  keptBy: string | null;
}

/** A location of ours that a place can be. */
export interface PlaceChoice {
  id: number;
  code: string;
  name: string;
}

/** The places of an account, by name, and what they can be. Throws Forbidden. */
export async function listPlaces(
  db: Queryable,
  actor: Actor,
  input: z.input<typeof listPlacesSchema>,
): Promise<{ places: AccountPlace[]; locations: PlaceChoice[] }> {
  authorise(actor, "read");
  const { connectionId } = parseInput(listPlacesSchema, input);
  const [places, locations] = await Promise.all([
    db<AccountPlace[]>`
      select p.external_code as code, p.name, p.location_id as "locationId", p.keeps, (
        select c.name from connection c left join connection_place k on k.connection_id = c.id and k.keeps and k.location_id = p.location_id
        where c.id <> p.connection_id and c.state <> 'disconnected' and (k.keeps or (c.config ->> 'role' = 'warehouse'
          and jsonb_exists(c.config -> 'locations', l.code))) order by c.id limit 1) as "keptBy"
      from connection_place p left join location l on l.id = p.location_id
      where p.connection_id = ${connectionId} order by p.name, p.external_code`,
    db<PlaceChoice[]>`select id, code, name from location where active order by name, code`,
  ]);
  return { places: [...places], locations: [...locations] };
}
