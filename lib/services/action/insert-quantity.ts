import { announce } from "@/db/announce";
import type { Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { Conflict, NotFound } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { say } from "@/lib/core/say";
import { carriesOut } from "@/lib/ingest/sync/vendors";
import type { Actor } from "../_shared/actor";
import type { Expected } from "./share-value";
import type { QuantityPayload } from "./types";

export interface NewQuantity {
  listingId: number;
  units: number;
  /** What the channel showed when it was decided; null: whatever it shows. */
  expectedUnits: number | null;
  /** The account's name of the place that the quantity is of; null: it is of all together. */
  place: string | null;
  /** As in QuantityPayload. */
  adjust?: string[];
  undoOf?: string;
  /** The decision it belongs to, and what it is expected to be worth. */
  recommendationId?: number;
  expected?: Expected | null;
}

interface ListingRow {
  externalId: string;
  channelId: number;
  channel: string;
  skuId: number;
  sku: string;
  connectionId: number | null;
  vendor: string | null;
  state: string | null;
}

/**
 * Writes the action that sets what a channel shows of a SKU, and leaves the job that sends it. The same quantity that is
 * on its way already is not sent twice: its action is named instead. Throws NotFound, or Conflict when nothing carries it
 * to this channel or another quantity of the listing is on its way.
 */
export async function insertQuantity(
  tx: Tx,
  actor: Actor,
  wanted: NewQuantity,
): Promise<{ actionId: string }> {
  const listing = await lockListing(tx, wanted.listingId);
  const { vendor, connectionId } = listing;
  if (connectionId === null || vendor === null || listing.state === "disconnected" || !carriesOut(vendor))
    throw new Conflict(
      `${listing.channel} has no live connection that sets quantities. Nothing was sent; change it at the channel itself.`,
      { say: say("live.errors.noLiveChannel", { channel: listing.channel }) },
    );
  const underWay = await quantityUnderWay(tx, connectionId, wanted);
  if (underWay && underWay.units === wanted.units && !wanted.undoOf) return { actionId: underWay.id };
  if (underWay)
    throw new Conflict(
      `Another quantity of ${listing.sku} is already on its way to ${listing.channel}. Nothing was sent; wait until it is confirmed.`,
      { say: say("live.errors.quantityUnderWay", { sku: listing.sku, channel: listing.channel }) },
    );
  const payload: QuantityPayload = {
    listingId: wanted.listingId,
    channelId: listing.channelId,
    skuId: listing.skuId,
    sku: listing.sku,
    externalId: listing.externalId,
    place: wanted.place,
    units: wanted.units,
    expectedUnits: wanted.expectedUnits,
    ...(wanted.adjust ? { adjust: wanted.adjust } : {}),
  };
  const id = newId();
  await tx`
    insert into action (id, recommendation_id, kind, executor, connection_id, payload, undo_of,
      expected_low_minor, expected_minor, expected_high_minor, approved_by)
    values (${id}, ${wanted.recommendationId ?? null}, 'publish_quantity', 'connector', ${connectionId},
      ${tx.json(payload as never)}, ${wanted.undoOf ?? null}, ${wanted.expected?.lowMinor ?? null},
      ${wanted.expected?.midMinor ?? null}, ${wanted.expected?.highMinor ?? null}, ${actor.name})`;
  await enqueue(tx, "actions.send", { actionId: id }, { key: `actions.send:${id}` });
  await announce(tx, "actions", [id]);
  await announce(tx, "sync");
  return { actionId: id };
}

/** The quantity that is on its way to a listing, or to one place of it; null: none is. */
export async function quantityUnderWay(
  tx: Tx,
  connectionId: number | null,
  { listingId, place }: Pick<NewQuantity, "listingId" | "place">,
): Promise<{ id: string; units: number } | null> {
  const [underWay] = await tx<{ id: string; units: number }[]>`
    select id, (payload ->> 'units')::int as units from action
    where kind = 'publish_quantity' and state in ('queued', 'sending', 'accepted') and connection_id = ${connectionId}
      and (payload ->> 'listingId')::int = ${listingId} and payload ->> 'place' is not distinct from ${place}::text limit 1`;
  return underWay ?? null;
}

async function lockListing(tx: Tx, listingId: number): Promise<ListingRow> {
  const [listing] = await tx<ListingRow[]>`
    select l.external_id as "externalId", c.id as "channelId", c.name as channel, k.id as "skuId", k.code as sku,
      n.id as "connectionId", n.vendor, n.state
    from listing l join channel c on c.id = l.channel_id join sku k on k.id = l.sku_id left join connection n on n.id = c.connection_id
    where l.id = ${listingId} for update of l`;
  if (listing) return listing;
  throw new NotFound("This listing does not exist any more. Nothing was sent; reload the page.", {
    say: say("live.errors.noListing"),
  });
}
