import { z } from "zod";
import type { Db } from "@/db/client";
import { NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { insertQuantity } from "./insert-quantity";

export const pushQuantitySchema = z.object({
  listingId: z.coerce.number().int().positive(),
  /** Units that the channel shall show. */
  quantity: z.coerce.number().int().min(0).max(2_000_000_000),
  /** Place that the quantity is of, where a channel keeps one a place; left out: the only place that serves the channel. */
  locationId: z.coerce.number().int().positive().nullish(),
});

/**
 * Sets what a channel shows of a SKU: an action like any other, which the channel's next reading proves, and which can be
 * undone. It is compared with what the channel was last read to show, and refused when that changed meanwhile. Repeating
 * it while it is on its way sends nothing twice. Throws Forbidden, Invalid, NotFound or Conflict.
 */
export async function pushQuantity(
  db: Db,
  actor: Actor,
  input: z.input<typeof pushQuantitySchema>,
): Promise<{ actionId: string }> {
  authorise(actor, "decide.operator");
  const { listingId, quantity, locationId } = parseInput(pushQuantitySchema, input);
  return db.begin(async (tx) => {
    const [listing] = await tx<{ published: number | null; place: string | null }[]>`
      select l.published_units as published, coalesce(
        (select p.code from location p where p.id = ${locationId ?? null}::int),
        (select min(p.code) from channel_location c join location p on p.id = c.location_id where c.channel_id = l.channel_id having count(*) = 1)) as place
      from listing l where l.id = ${listingId}`;
    if (!listing)
      throw new NotFound("This listing does not exist any more. Nothing was sent; reload the page.", {
        say: say("live.errors.noListing"),
      });
    const { actionId, repeated } = await insertQuantity(tx, actor, {
      listingId,
      units: quantity,
      // What one of several places showed is not known here; the vendor's own comparison holds there.
      expectedUnits: locationId ? null : listing.published,
      place: listing.place,
    });
    if (!repeated)
      await writeAudit(tx, actor, {
        verb: "listing.push_quantity",
        entity: "listing",
        entityId: listingId,
        before: { publishedUnits: listing.published },
        after: { publishedUnits: quantity, actionId },
      });
    return { actionId };
  });
}
