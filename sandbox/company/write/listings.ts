import type { Tx } from "@/db/client";
import { channels } from "../channels";
import { connectionId, connections } from "../connections";
import { copyRows } from "../copy";
import { randomStream } from "../random";
import type { SimulatedCompany } from "../simulate";
import { HOUR_MS, type Listing, shelfKey } from "../types";
import { decimal } from "./base";

/** What a channel may sell, by the definition of `lib/metrics/available-to-sell`; null while a serving shelf was never read. */
export function availableToSell(
  company: Pick<SimulatedCompany, "available">,
  listing: Listing,
): number | null {
  const channel = channels[listing.channel];
  if (!channel) return null;
  const levels = channel.locations.map((location) =>
    company.available.get(shelfKey(listing.sku.id, location)),
  );
  const known = levels.filter((level) => level !== undefined);
  if (known.length === 0) return null;
  const sum = known.reduce((total, level) => total + level, 0);
  const share = Math.floor((sum - channel.promotionReserve) * channel.publishShare) - channel.buffer;
  return Math.min(channel.maxUnits ?? Infinity, Math.max(0, share));
}

const contentFields = [
  "image",
  "description",
  "bullet_points",
  "size_chart",
  "ingredients",
  "warranty",
  "translation",
];

/** Offers with the quantity each channel shows: mostly right, some behind, a few plainly wrong, a few never read. */
export async function writeListings(tx: Tx, company: SimulatedCompany): Promise<void> {
  const random = randomStream(company.seed, "published");
  const now = company.now.getTime();
  await copyRows(
    tx,
    "listing",
    [
      "id",
      "channel_id",
      "sku_id",
      "external_id",
      "price",
      "currency",
      "state",
      "content_state",
      "content_missing",
      "published_units",
      "published_as_of",
      "drift_units",
      "available_to_sell_units",
      "drift_since",
      "computed_at",
      "simulated",
    ],
    company.listings.map((listing) => {
      const channel = channels[listing.channel];
      const confirmedAgo = connections[connectionId(channel?.connectionKey ?? "") - 1]?.confirmedAgoMs ?? 0;
      const right = availableToSell(company, listing);
      const draw = random.next();
      const slow = listing.channel === 7 || listing.channel === 6;
      let published = right;
      if (right !== null && draw < (slow ? 0.09 : 0.035))
        published = right + random.int(3, 14) + Math.round(right * random.between(0, 0.3));
      else if (right !== null && draw < (slow ? 0.1 : 0.05))
        published = right < 8 ? right + random.int(9, 30) : Math.floor(right * random.between(0, 0.4));
      if (draw > 0.994 || listing.state !== "active") published = draw > 0.994 ? null : 0;
      const drift =
        published === null || right === null || listing.state !== "active" ? null : published - right;
      const beyond = drift !== null && right !== null && Math.abs(drift) > Math.max(5, right * 0.1);
      const missing = random.next() < 0.13 ? contentFields.filter(() => random.next() < 0.3) : [];
      return [
        listing.id,
        listing.channel + 1,
        listing.sku.id,
        listing.externalId,
        decimal(listing.priceMinor),
        channel?.currency ?? "USD",
        listing.state,
        missing.length === 0
          ? "complete"
          : missing.length > 3 && channel?.code !== "amazon-us"
            ? "missing"
            : "incomplete",
        missing,
        published,
        published === null ? null : new Date(now - confirmedAgo),
        drift,
        right,
        beyond ? new Date(now - Math.floor(random.between(0.3, 40) * HOUR_MS)) : null,
        company.now,
        true,
      ];
    }),
  );
}
