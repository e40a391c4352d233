import { zoneOffsetMs } from "@/lib/core/zones";
import { channels } from "./channels";
import { connectionId, connections } from "./connections";
import type { DayDemand } from "./demand";
import { planReturns } from "./returns";
import { available, type Shelf } from "./shelves";
import { DAY_MS, HOUR_MS, type Listing, type Order, type OrderLine } from "./types";
import type { World } from "./world";

/** Shoppers by hour of their day; most in the evening. */
const hourWeights = [2, 1, 1, 1, 1, 2, 3, 5, 6, 7, 7, 7, 8, 7, 6, 6, 6, 7, 8, 10, 11, 11, 8, 5];
const hourEnds = hourWeights.map((_, at) => hourWeights.slice(0, at + 1).reduce((a, b) => a + b, 0));
const hourTotal = hourEnds.at(-1) ?? 1;

const externalIds: Record<string, (id: number) => string> = {
  "amazon-us": (id) =>
    `11${(id % 5) + 1}-${String((id * 7919) % 10_000_000).padStart(7, "0")}-${String(id).padStart(7, "0")}`,
  "amazon-de": (id) =>
    `30${(id % 5) + 2}-${String((id * 6733) % 10_000_000).padStart(7, "0")}-${String(id).padStart(7, "0")}`,
  "shop-us": (id) => `HP${100_000 + id}`,
  "shop-tw": (id) => `${100_000 + id}`,
  "shopee-tw": (id) => `SPT${id.toString(36).toUpperCase().padStart(9, "0")}`,
};

/** How a channel names its customers: shops by a number of their own. */
export function customerRef(channelCode: string, number: number): string {
  if (channelCode === "shop-us") return `${7_200_000_000_000 + number}`;
  return channelCode === "shop-tw" ? `${number}` : `C-${number}`;
}

/** Number of an order placed in a second of its own, as the channel writes them; none that the sample company's past has. */
export function newOrderNumber(channelCode: string, second: number): string {
  const serial = second - 1_600_000_000;
  if (channelCode === "shop-us") return `HP${serial}`;
  if (channelCode === "shop-tw") return `${serial}`;
  if (channelCode === "amazon-us")
    return `112-${String((serial * 7919) % 10_000_000).padStart(7, "0")}-${String(serial).slice(-7)}`;
  return `${channelCode.slice(0, 2).toUpperCase()}-${serial.toString(36).toUpperCase()}`;
}

interface Wanted {
  listing: Listing;
  quantity: number;
}

/** Puts one day's orders on the agenda, each at its moment. What is not on any serving shelf then is not sold. */
export function planDayOfSales(
  world: World,
  listings: readonly Listing[],
  day: number,
  demand: DayDemand,
): void {
  const random = world.random("sales");
  const dayMs = world.firstDayMs + day * DAY_MS;
  const byChannel = channels.map((): Wanted[] => []);
  for (const listing of listings) {
    if (listing.unitsPerDay === 0) continue;
    const wanted = random.poisson(listing.unitsPerDay * demand.factor(listing));
    for (let n = 0; n < wanted; n++) {
      const draw = random.next();
      const quantity = draw < 0.83 ? 1 : draw < 0.945 ? 2 : draw < 0.985 ? 3 : random.int(4, 8);
      byChannel[listing.channel]?.push({ listing, quantity });
    }
  }
  for (const [channelNo, wanted] of byChannel.entries()) {
    for (let at = wanted.length - 1; at > 0; at--) {
      const other = random.int(0, at);
      const [a, b] = [wanted[at], wanted[other]];
      if (a && b) [wanted[at], wanted[other]] = [b, a];
    }
    for (let at = 0; at < wanted.length; ) {
      const draw = random.next();
      const size = draw < 0.66 ? 1 : draw < 0.9 ? 2 : 3;
      const basket = wanted.slice(at, at + size);
      at += size;
      const hour = hourEnds.findIndex((end) => end > random.next() * hourTotal);
      const local = (hour + random.next()) * HOUR_MS;
      const zone = channels[channelNo]?.timeZone ?? "UTC";
      const inDay = (local - zoneOffsetMs(dayMs, zone) + 2 * DAY_MS) % DAY_MS;
      world.agenda.add(Math.floor(dayMs + inDay), (moment) =>
        placeOrder(world, channelNo, basket, moment, demand),
      );
    }
  }
}

function placeOrder(
  world: World,
  channelNo: number,
  basket: readonly Wanted[],
  at: number,
  demand: DayDemand,
): void {
  const random = world.random("orders");
  const channel = channels[channelNo];
  if (!channel) return;
  const lines: OrderLine[] = [];
  for (const { listing, quantity } of basket) {
    if (lines.some((line) => line.sku === listing.sku)) continue;
    // All of an order leaves from one place.
    const serving = lines[0] ? [lines[0].location] : channel.locations;
    const shelf = findShelf(world, serving, listing.sku.id, quantity, at);
    if (!shelf) continue;
    const units = Math.max(1, Math.min(quantity, available(shelf)));
    const off = demand.discount(listing);
    const priceMinor = off > 0 ? Math.round((listing.priceMinor * (1 - off)) / 10) * 10 : listing.priceMinor;
    world.shelves.commit(shelf, units, at);
    shelf.soldToday += units;
    lines.push({
      sku: listing.sku,
      location: shelf.location,
      quantity: units,
      cancelled: 0,
      shipped: 0,
      priceMinor,
    });
  }
  if (lines.length === 0) return;
  // Amazon numbers no lines; they are told apart by their SKUs.
  if (channel.code === "amazon-us") lines.sort((a, b) => (a.sku.code < b.sku.code ? -1 : 1));
  const id = world.orders.length + 1;
  const connection = connections[connectionId(channel.connectionKey) - 1];
  const handShare = 0.3 - (0.14 * (at - world.firstDayMs)) / (world.nowMs - world.firstDayMs);
  const order: Order = {
    id,
    channel: channelNo,
    externalId: (externalIds[channel.code] ?? ((n: number) => String(4_800_000_000 + n * 17)))(id),
    placedAt: at,
    lines,
    state: "open",
    shippedAt: null,
    deliveredAt: null,
    lagMs: Math.min(
      Math.round((connection?.lagMedianSeconds ?? 60) * 1000 * random.logNormal(connection?.lagSpread ?? 1)),
      20 * HOUR_MS,
    ),
    syncError: null,
    byHand: random.chance(handShare),
    discountMinor: random.chance(0.07) ? random.int(1, 5) * 100 : 0,
    customer: random.chance(0.03)
      ? null
      : customerRef(channel.code, 10_000 + Math.floor(random.next() ** 1.6 * 45_000)),
  };
  world.orders.push(order);
  planFate(world, order, lines);
}

/** The nearest serving shelf that can give all of it, else one that can give some. */
function findShelf(
  world: World,
  serving: readonly number[],
  sku: number,
  quantity: number,
  at: number,
): Shelf | undefined {
  const shelves = serving.map((location) => world.shelves.at(sku, location)).filter((shelf) => shelf?.known);
  const enough =
    shelves.find((shelf) => shelf && available(shelf) >= quantity) ??
    shelves.find((shelf) => shelf && available(shelf) > 0);
  if (enough) return enough;
  // A channel that shows an old quantity sells what is not there: late readings, mostly in the last days.
  const oversold = world.nowMs - at < 4 * DAY_MS && world.random("oversell").chance(0.05);
  return oversold ? shelves[0] : undefined;
}

function planFate(world: World, order: Order, lines: OrderLine[]): void {
  const random = world.random("fate");
  const shelfOf = (line: OrderLine) => world.shelves.at(line.sku.id, line.location);
  const cancel = (line: OrderLine, units: number, at: number) => {
    const shelf = shelfOf(line);
    if (!shelf) return;
    line.cancelled += units;
    world.shelves.commit(shelf, -units, at);
  };
  if (random.chance(0.021)) {
    world.agenda.add(order.placedAt + random.int(10, 900) * 60_000, (at) => {
      for (const line of lines) cancel(line, line.quantity, at);
      order.state = "cancelled";
    });
    return;
  }
  const partly = lines.length > 1 && random.chance(0.012) ? lines[0] : undefined;
  if (partly)
    world.agenda.add(order.placedAt + random.int(5, 50) * 60_000, (at) =>
      cancel(partly, partly.quantity, at),
    );
  const connection = connectionId(channels[order.channel]?.connectionKey ?? "");
  const ship = (at: number) => {
    const ready = lines.every(
      (line) =>
        (shelfOf(line)?.onHand ?? 0) - (shelfOf(line)?.unavailable ?? 0) >= line.quantity - line.cancelled,
    );
    if (!ready) {
      world.agenda.add(at + 9 * HOUR_MS, ship);
      return;
    }
    for (const line of lines) {
      const shelf = shelfOf(line);
      const units = line.quantity - line.cancelled;
      if (!shelf || units === 0) continue;
      line.shipped = units;
      shelf.committed -= units;
      world.shelves.move(at, shelf, "sale", units, `order:${order.id}`, connection);
    }
    order.state = "shipped";
    order.shippedAt = at;
    world.agenda.add(at + random.int(20, 130) * HOUR_MS, (delivered) => {
      order.state = "completed";
      order.deliveredAt = delivered;
      planReturns(world, order, delivered);
    });
  };
  world.agenda.add(order.placedAt + Math.floor(random.between(2, 34) * HOUR_MS), ship);
}
