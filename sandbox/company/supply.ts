import { channels } from "./channels";
import { warehouseConnectionId } from "./connections";
import { LAX, locations, SIN, SZX } from "./places";
import { available, type Shelf } from "./shelves";
import { DAY_MS, HOUR_MS, type Inbound, type Listing } from "./types";
import type { World } from "./world";

const REVIEW_EVERY_DAYS = 7;
const SAFETY_DAYS = 14;
const ORDER_COVER_DAYS = 30;

/** How many SKUs are well stocked in one place and short in another. */
const MISPLACED_SKUS = 70;
/** SKUs that are sold from the Singapore store by the listing, but whose shelf there nobody ever read. */
const NEVER_READ_SKUS = 9;

/** First guess of what is sold a day, how wrong the planner is, and the stock of the first day. */
export function openShelves(world: World, listings: readonly Listing[]): void {
  const random = world.random("opening");
  for (const listing of listings) {
    const serving = channels[listing.channel]?.locations ?? [];
    for (const [rank, location] of serving.entries()) {
      const shelf = world.shelves.at(listing.sku.id, location);
      if (shelf)
        shelf.ratePerDay += listing.unitsPerDay * (serving.length === 1 ? 1 : rank === 0 ? 0.88 : 0.12) * 1.3;
    }
  }
  const misplaced = new Set<number>();
  const skus = [...new Set([...world.shelves.all.values()].map((shelf) => shelf.sku))].filter(
    (sku) => sku.lifecycle === "active",
  );
  while (misplaced.size < MISPLACED_SKUS) misplaced.add(random.pick(skus).id);
  let neverRead = 0;
  for (const shelf of world.shelves.all.values()) {
    const hub = shelf.location === SZX;
    shelf.bias = (hub ? 1.3 : 1) * random.logNormal(0.22);
    if (misplaced.has(shelf.sku.id)) shelf.bias *= (shelf.sku.id + shelf.location) % 2 === 0 ? 2.1 : 0.42;
    shelf.ratePerDay = Math.max(shelf.ratePerDay, hub ? 0.06 : 0.02);
    if (shelf.location === SIN && neverRead < NEVER_READ_SKUS && shelf.sku.id % 5 === 2) {
      neverRead++;
      shelf.bias = 0;
      world.inbound.push(
        makeInbound(world, shelf, 4 * shelf.sku.packSize, world.nowMs + random.int(3, 16) * DAY_MS, true),
      );
      continue;
    }
    if (shelf.sku.launchDay > 0) continue;
    const old = (hub || shelf.location === LAX) && random.chance(0.09);
    const days = old ? random.between(320, 620) : random.between(20, 55);
    const units = Math.max(shelf.sku.packSize, Math.round(shelf.ratePerDay * days * Math.min(shelf.bias, 2)));
    world.shelves.move(world.firstDayMs, shelf, "opening", units, "opening count", warehouseOf(shelf));
  }
}

/** Orders from the supplier what the planner thinks is needed. Called once a day; each shelf has its own day of the week. */
export function reviewStock(world: World, day: number): void {
  const random = world.random("supply");
  const at = world.firstDayMs + day * DAY_MS + 3 * HOUR_MS;
  for (const shelf of world.shelves.all.values()) {
    if (shelf.outSince === null && shelf.known)
      shelf.ratePerDay = shelf.ratePerDay * 0.94 + shelf.soldToday * 0.06;
    shelf.soldToday = 0;
    const { sku } = shelf;
    if (shelf.bias === 0 || sku.lifecycle === "discontinued" || sku.lifecycle === "phase_out") continue;
    if ((day + sku.id * 3 + shelf.location) % REVIEW_EVERY_DAYS !== 0 || day < sku.launchDay - 40) continue;
    const leadDays = locations[shelf.location]?.supplierDays ?? 20;
    const rate = Math.max(shelf.ratePerDay, 0.015) * shelf.bias;
    const position = available(shelf) + shelf.incoming;
    const isLaunch = sku.launchDay > 0 && !shelf.known && shelf.incoming === 0;
    if (!isLaunch && position >= rate * (leadDays + SAFETY_DAYS)) continue;
    const wanted = rate * (leadDays + SAFETY_DAYS + ORDER_COVER_DAYS) - position;
    const packs = Math.max(1, Math.round(wanted / sku.packSize));
    const late = random.chance(0.14) ? random.between(3, 24) : random.normal() * 1.2;
    const expectedAt = at + leadDays * DAY_MS;
    const order = makeInbound(
      world,
      shelf,
      packs * sku.packSize,
      expectedAt,
      world.nowMs - at > 3.5 * DAY_MS,
    );
    world.inbound.push(order);
    shelf.incoming += order.quantity;
    world.agenda.add(Math.max(at + DAY_MS, Math.floor(expectedAt + late * DAY_MS)), (moment) =>
      receive(world, shelf, order, moment),
    );
  }
}

function makeInbound(
  world: World,
  shelf: Shelf,
  quantity: number,
  expectedAt: number,
  confirmed: boolean,
): Inbound {
  const document = `PO-${String(20_000 + world.inbound.length + 1)}`;
  return {
    document,
    sku: shelf.sku.id,
    location: shelf.location,
    quantity,
    received: 0,
    expectedAt,
    confirmed,
    closed: false,
  };
}

/** Goods that were ordered long ago and arrive all at once. */
export function closeInbound(world: World, shelf: Shelf, quantity: number, at: number): void {
  const order = makeInbound(world, shelf, quantity, at, true);
  world.inbound.push({ ...order, received: quantity, closed: true });
  world.shelves.move(at, shelf, "receipt", quantity, order.document, warehouseOf(shelf));
}

function receive(world: World, shelf: Shelf, order: Inbound, at: number): void {
  const random = world.random("receipts");
  const missing = random.chance(0.05) ? Math.min(order.quantity - 1, random.int(1, 4)) : 0;
  order.received = order.quantity - missing;
  order.closed = true;
  shelf.incoming -= order.quantity;
  world.shelves.move(at, shelf, "receipt", order.received, order.document, warehouseOf(shelf));
}

/** Now and then something breaks, and a count finds a unit more or less than the books say. */
export function wearAndCount(world: World, day: number): void {
  const random = world.random("wear");
  for (const shelf of world.shelves.all.values()) {
    if (!shelf.known || available(shelf) < 6) continue;
    const draw = random.next();
    const at = world.firstDayMs + day * DAY_MS + random.int(60, 1300) * 60_000;
    const units = random.int(1, 3);
    const kind = draw < 0.0006 ? "damage" : draw < 0.002 ? "count_down" : draw < 0.0028 ? "count_up" : null;
    if (kind === null) continue;
    world.agenda.add(at, (moment) => {
      if (available(shelf) < units) return;
      const document = kind === "damage" ? null : `COUNT-${new Date(moment).toISOString().slice(0, 10)}`;
      world.shelves.move(moment, shelf, kind, units, document, warehouseOf(shelf));
      if (kind === "damage")
        world.agenda.add(moment + random.int(4, 30) * DAY_MS, (later) =>
          world.shelves.move(later, shelf, "write_off", units, null, warehouseOf(shelf)),
        );
    });
  }
}

/** The connection that reads the stock of a shelf. */
export const warehouseOf = (shelf: Shelf): number =>
  warehouseConnectionId(locations[shelf.location]?.code ?? "");
