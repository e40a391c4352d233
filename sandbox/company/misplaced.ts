import { channels } from "./channels";
import { surgingSkus } from "./demand";
import { FRA, LAX } from "./places";
import { available, type Shelf } from "./shelves";
import { closeInbound, warehouseOf } from "./supply";
import { HOUR_MS, type Listing } from "./types";
import type { World } from "./world";

/** Days of sales that a count leaves at the place where it is sold; goods from elsewhere take seven to get there. */
const DAYS_LEFT = 6;
/** Days of both places' sales that a delivery ordered too large brings to the other one. */
const DAYS_DELIVERED = 120;
const HOURS_AGO = 5;
/** Sold only from there, so that nothing else serves the ad. */
const CHANNEL = "tiktok-uk";

/**
 * Some hours ago a count at Frankfurt found little left of what one channel advertises, and Los Angeles got far too much of the same:
 * goods that are worth moving while an ad spends on them. Uses no chance, so that all else happens as it would.
 */
export function misplaceStock(
  world: World,
  listings: readonly Listing[],
  found: (listing: Listing) => void,
): void {
  world.agenda.add(world.nowMs - HOURS_AGO * HOUR_MS, (at) => {
    const choice = choose(world, listings);
    if (!choice) return;
    const { listing, short, plenty } = choice;
    const off = Math.round(short.ratePerDay * DAYS_LEFT) - available(short);
    const count = `COUNT-${new Date(at).toISOString().slice(0, 10)}`;
    world.shelves.move(
      at,
      short,
      off < 0 ? "count_down" : "count_up",
      Math.abs(off),
      count,
      warehouseOf(short),
    );
    const { packSize } = listing.sku;
    const wanted = (short.ratePerDay + plenty.ratePerDay) * DAYS_DELIVERED;
    closeInbound(world, plenty, Math.max(1, Math.ceil(wanted / packSize)) * packSize, at);
    found(listing);
  });
}

/** What earns most a day there, can go by air and is not on its way already. */
function choose(world: World, listings: readonly Listing[]) {
  const channel = channels.findIndex(({ code }) => code === CHANNEL);
  const surging = surgingSkus(listings);
  const worth = ({ listing: { sku }, short }: { listing: Listing; short: Shelf }) =>
    (sku.price - sku.unitCost) * short.ratePerDay;
  return listings
    .flatMap((listing) => {
      const { sku } = listing;
      if (listing.channel !== channel || listing.unitsPerDay === 0 || sku.hazmat || surging.has(sku.id))
        return [];
      if (sku.lifecycle !== "active" || sku.launchDay > 0) return [];
      const [short, plenty] = [world.shelves.at(sku.id, FRA), world.shelves.at(sku.id, LAX)];
      if (!short?.known || !plenty?.known || short.incoming > 0) return [];
      return { listing, short, plenty };
    })
    .reduce<{ listing: Listing; short: Shelf; plenty: Shelf } | null>(
      (best, one) => (best && worth(best) >= worth(one) ? best : one),
      null,
    );
}
