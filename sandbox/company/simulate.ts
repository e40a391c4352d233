import { makeAgenda } from "./agenda";
import { makeCatalogue, SIMULATED_DAYS } from "./catalogue";
import { channels } from "./channels";
import { makeDemandCalendar, makeListings } from "./demand";
import { misplaceStock } from "./misplaced";
import { planPastTransfer } from "./past-transfers";
import { planDayOfSales } from "./sales";
import { available, makeShelves } from "./shelves";
import { openShelves, reviewStock, wearAndCount } from "./supply";
import { DAY_MS, type Listing, type Simulation, type Sku, shelfKey } from "./types";
import { type World, worldRandom } from "./world";

/** The sample company's catalogue and all that happened to it until a moment. */
export interface SimulatedCompany extends Simulation {
  seed: string;
  now: Date;
  /** First moment of the first simulated day. */
  firstDayMs: number;
  skus: Sku[];
  listings: Listing[];
  /** Advertised where little is left of it while plenty lies elsewhere; null: nothing fits. */
  misplaced: Listing | null;
}

/**
 * Lives 13 months day by day, in memory: shoppers buy what is on the shelf, a planner who is sometimes wrong orders
 * more, goods arrive late, come back and break. Same seed and same moment, same company.
 */
export function simulateCompany(seed: string, now: Date): SimulatedCompany {
  const nowMs = now.getTime();
  const firstDayMs = Math.floor(nowMs / DAY_MS) * DAY_MS - (SIMULATED_DAYS - 1) * DAY_MS;
  const skus = makeCatalogue(seed);
  const listings = makeListings(seed, skus);
  const stocked = new Map<number, { sku: Sku; location: number }>();
  for (const { sku, channel } of listings)
    for (const location of channels[channel]?.locations ?? [])
      stocked.set(shelfKey(sku.id, location), { sku, location });
  const world: World = {
    seed,
    firstDayMs,
    nowMs,
    agenda: makeAgenda(),
    shelves: makeShelves(
      [...stocked.values()].sort((a, b) => shelfKey(a.sku.id, a.location) - shelfKey(b.sku.id, b.location)),
    ),
    orders: [],
    returns: [],
    inbound: [],
    transfers: [],
    random: worldRandom(seed),
  };
  const demandOf = makeDemandCalendar(seed, listings, firstDayMs);
  openShelves(world, listings);
  let misplaced: Listing | null = null;
  misplaceStock(world, listings, (listing) => {
    misplaced = listing;
  });
  for (let day = 0; day < SIMULATED_DAYS; day++) {
    reviewStock(world, day);
    wearAndCount(world, day);
    planPastTransfer(world, day);
    planDayOfSales(world, listings, day, demandOf(day));
    world.agenda.runUntil(Math.min(firstDayMs + (day + 1) * DAY_MS - 1, nowMs));
  }
  const known = [...world.shelves.all].filter(([, shelf]) => shelf.known);
  const { moves, outages } = world.shelves;
  for (const [, shelf] of known)
    if (shelf.outSince !== null)
      outages.push({ sku: shelf.sku.id, location: shelf.location, from: shelf.outSince, until: null });
  return {
    seed,
    now,
    firstDayMs,
    skus,
    listings,
    misplaced,
    moves,
    outages,
    orders: world.orders,
    returns: world.returns,
    inbound: world.inbound,
    transfers: world.transfers,
    knownSince: new Map(known.map(([key, shelf]) => [key, shelf.knownSince ?? firstDayMs])),
    available: new Map(known.map(([key, shelf]) => [key, available(shelf)])),
  };
}
