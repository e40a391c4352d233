import { announce } from "@/db/announce";
import type { Tx } from "@/db/client";
import type { QuantityReading } from "@/lib/core/outbound";

/**
 * Notes what a channel shows of a listing, unless something newer is known, and has its drift worked out anew. Of a place
 * (not null) the difference to what that place showed is unknown here, so the listing's own reading brings it.
 */
export async function noteQuantity(
  tx: Tx,
  listingId: number,
  place: string | null,
  reading: QuantityReading,
): Promise<void> {
  if (reading.units === null) return;
  const [listing] = await tx<{ skuId: number }[]>`
    update listing l set published_units = ${reading.units}, published_as_of = ${reading.readAt}::timestamptz
    where l.id = ${listingId} and (l.published_as_of is null or l.published_as_of <= ${reading.readAt}::timestamptz)
      and (${place}::text is null or (select count(*) from channel_location c where c.channel_id = l.channel_id) <= 1)
    returning l.sku_id as "skuId"`;
  if (!listing) return;
  await tx`
    insert into sku_to_refresh (sku_id) values (${listing.skuId})
    on conflict (sku_id) do update set marked_at = clock_timestamp()`;
  await announce(tx, "sync");
}
