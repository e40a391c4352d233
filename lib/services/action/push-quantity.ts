import { z } from "zod";
import type { Db } from "@/db/client";
import { NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { ensurePolicy } from "@/lib/services/policy/ensure";
import { guard } from "@/lib/services/policy/guard";
import { leftWaiting } from "@/lib/services/policy/second-person";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { choosePlace } from "./choose-place";
import { insertQuantity, quantityUnderWay } from "./insert-quantity";

export const pushQuantitySchema = z.object({
  listingId: z.coerce.number().int().positive(),
  /** Units that the channel shall show. */
  quantity: z.coerce.number().int().min(0).max(2_000_000_000),
  /** Location that the quantity is of, where the channel's account keeps one a place; left out: all together. */
  locationId: z.coerce.number().int().positive().nullish(),
});

/**
 * Sets what a channel shows of a SKU: an action like any other, which the channel's next reading proves, and which can be
 * undone. It is compared with what the channel was last read to show, and refused when that changed meanwhile. Repeating
 * it while it is on its way sends nothing twice. Of an account with several places the difference goes to those that the
 * channel sells from, in its order. Throws Forbidden, Invalid, NotFound or Conflict, also when no place of the account is
 * known to be one of them.
 */
export async function pushQuantity(
  db: Db,
  actor: Actor,
  input: z.input<typeof pushQuantitySchema>,
): Promise<{ actionId: string }> {
  authorise(actor, "decide.operator");
  const wanted = parseInput(pushQuantitySchema, input);
  const { listingId, quantity, locationId } = wanted;
  const done = await db.begin(async (tx) => {
    const [listing] = await tx<Listing[]>`
      select l.published_units as published, l.channel_id as "channelId", c.name as channel, c.connection_id as "connectionId", n.vendor
      from listing l join channel c on c.id = l.channel_id left join connection n on n.id = c.connection_id
      where l.id = ${listingId} for update of l`;
    if (!listing)
      throw new NotFound("This listing does not exist any more. Nothing was sent; reload the page.", {
        say: say("live.errors.noListing"),
      });
    const where = await choosePlace(tx, listing, locationId ?? null);
    // A press that is repeated is no further decision, so that nothing is counted or left waiting for it.
    const underWay = await quantityUnderWay(tx, listing.connectionId, { listingId, place: where.place });
    if (underWay?.units === quantity) return { kind: "sent" as const, actionId: underWay.id };
    // What one of several places showed is not known here; the vendor's own comparison holds there.
    const shown = locationId ? null : listing.published;
    const guarded = await guard(tx, actor, await ensurePolicy(tx), {
      subject: `listing:${listingId}`,
      kind: "publish_quantity",
      recommendationId: null,
      team: "operator",
      request: wanted,
      fingerprint: JSON.stringify([listing.published, quantity, locationId ?? null]),
      steps: [{ kind: "publish_quantity", listingId, units: quantity, fromUnits: shown }],
    });
    if (guarded.kind === "waiting") return guarded;
    const { actionId } = await insertQuantity(tx, actor, {
      ...{ listingId, units: quantity, expectedUnits: shown },
      ...where,
    });
    await writeAudit(tx, actor, {
      verb: "listing.push_quantity",
      entity: "listing",
      entityId: listingId,
      before: { publishedUnits: listing.published },
      after: { publishedUnits: quantity, actionId },
    });
    return { kind: "sent" as const, actionId };
  });
  if (done.kind === "waiting") throw leftWaiting(done.request);
  return { actionId: done.actionId };
}

interface Listing {
  published: number | null;
  channelId: number;
  channel: string;
  connectionId: number | null;
  vendor: string | null;
}
