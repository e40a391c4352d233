import type { Db } from "@/db/client";
import { decimalToMinor, minorToDecimal } from "@/lib/core/money";
import type { Random } from "../company/random";
import { customerRef, newOrderNumber } from "../company/sales";
import type { LiveShop } from "../shops/shop";
import { spendSince } from "../vendors/ads";
import { adKey, type VendorState } from "../vendors/state";
import type { RecordsClient } from "./client";
import { loadShippable } from "./open-orders";
import { loadDueQuantities, loadReadings, loadShelves, type Offer } from "./shops";

const SHIPMENTS_PER_ROUND = 8;

/** By the key of their connection. */
export type LiveShops = ReadonlyMap<string, LiveShop>;
const noShops: LiveShops = new Map();

/**
 * One order for one to three things that are there, popular ones more often. Live shops take it themselves, and send
 * everything from the first place of their channel.
 */
export async function placeOrder(
  db: Db,
  client: RecordsClient,
  offers: readonly Offer[],
  random: Random,
  shops: LiveShops = noShops,
): Promise<void> {
  const shelves = await loadShelves(db);
  const first = pickOffer(offers, random);
  if (!first) return;
  const wanted = [
    first,
    ...offers.filter((offer) => offer.channel === first.channel && offer !== first && random.chance(0.004)),
  ].slice(0, 3);
  const shop = shops.get(first.connection);
  const location = (shop ? first.locations.slice(0, 1) : first.locations).find(
    (code) => (shelves.get(`${first.sku}/${code}`) ?? 0) > 0,
  );
  if (!location) return;
  const lines = wanted.flatMap((offer, at) => {
    const there = shelves.get(`${offer.sku}/${location}`) ?? 0;
    const shown = shop ? (shop.shows(offer.sku) ?? 0) : there;
    const quantity = Math.min(there, shown, random.chance(0.83) ? 1 : random.int(2, 3));
    return quantity > 0 ? [{ lineNo: at + 1, sku: offer.sku, quantity, unitPrice: offer.price }] : [];
  });
  if (lines.length === 0) return;
  const now = new Date();
  const number = newOrderNumber(first.channel, ownSecond(now));
  const customer = customerRef(first.channel, random.int(10_000, 54_999));
  const minor = (price: string) => decimalToMinor(price, first.currency);
  if (shop) {
    const title = (sku: string) => wanted.find((offer) => offer.sku === sku)?.title ?? sku;
    return shop.placeOrder({
      number,
      placedAt: now,
      currency: first.currency,
      customer,
      country: first.country ?? "",
      lines: lines.map(({ sku, quantity, unitPrice }) => ({
        sku,
        title: title(sku),
        quantity,
        unitPriceMinor: minor(unitPrice),
      })),
      discountMinor: 0,
      taxMinor: 0,
      shippingMinor: 0,
    });
  }
  const placedAt = new Date(now.getTime() - random.int(2, 40) * 1000).toISOString();
  await client.post("orders", first.connection, [
    {
      orderNumber: number,
      placedAt,
      updatedAt: placedAt,
      channel: first.channel,
      location,
      currency: first.currency,
      country: first.country ?? undefined,
      customer,
      state: "open",
      total: minorToDecimal(
        lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * minor(unitPrice), 0),
        first.currency,
      ),
      lines,
    },
  ]);
}

let lastSecond = 0;

/** A second of its own for each order, since numbers are made of it. */
function ownSecond(now: Date): number {
  lastSecond = Math.max(lastSecond + 1, Math.floor(now.getTime() / 1000));
  return lastSecond;
}

function pickOffer(offers: readonly Offer[], random: Random): Offer | undefined {
  let left = random.next() * offers.reduce((sum, offer) => sum + offer.unitsPerDay, 0);
  return offers.find((offer) => {
    left -= offer.unitsPerDay;
    return left <= 0;
  });
}

/** What has waited long enough leaves. What a live shop does not know, its connection is told by itself. */
export async function shipOrders(db: Db, client: RecordsClient, shops: LiveShops = noShops): Promise<void> {
  const updatedAt = new Date().toISOString();
  const orders = await loadShippable(db, SHIPMENTS_PER_ROUND);
  const told = orders.filter(({ connection, record }) => !shops.get(connection)?.ship(record.orderNumber));
  for (const [connection, group] of byConnection(told))
    await client.post(
      "orders",
      connection,
      group.map(({ record, lines }) => ({
        ...record,
        updatedAt,
        state: "shipped",
        lines: lines.map((line) => ({ ...line, shippedQuantity: line.quantity - line.cancelledQuantity })),
      })),
    );
}

/** Shops show what may be sold, as of the last look: a little behind, as shops are. Plain errors stay until somebody acts. */
export async function publishQuantities(
  db: Db,
  client: RecordsClient,
  shops: LiveShops = noShops,
): Promise<void> {
  const publishedAsOf = new Date().toISOString();
  const listings = await loadDueQuantities(db);
  for (const [connection, group] of byConnection(listings)) {
    if (connection === "lazada-sg") continue;
    const shop = shops.get(connection);
    if (shop) {
      for (const { sku, publishedUnits } of group) shop.show(sku, publishedUnits);
      continue;
    }
    await client.post(
      "listings",
      connection,
      group.map(({ channel, listingId, sku, publishedUnits }) => ({
        channel,
        listingId,
        sku,
        publishedUnits,
        publishedAsOf,
      })),
    );
  }
}

export async function reportSpend(
  client: RecordsClient,
  vendors: VendorState,
  emptyAds: ReadonlySet<string>,
): Promise<void> {
  const now = Date.now();
  const platforms = new Set(Object.values(vendors.ads).map((ad) => ad.connection));
  for (const connection of platforms) {
    const { rows } = spendSince(vendors, connection, now - 3_700_000, now, emptyAds);
    if (rows.length === 0) continue;
    await client.post(
      "ad-spend",
      connection,
      rows.map((row) => ({
        campaign: row.campaignExternalId,
        adId: row.adExternalId,
        startsAt: row.startsAt,
        grain: "hour",
        currency: vendors.ads[adKey(connection, "product_ad", row.adExternalId)]?.currency,
        spend: (row.spendMinor / 100).toFixed(2),
        impressions: row.impressions,
        clicks: row.clicks,
        attributedUnits: row.attributedUnits,
        attributedSales: (row.attributedSalesMinor / 100).toFixed(2),
        updatedAt: new Date(now).toISOString(),
      })),
    );
  }
}

/** Warehouses read their shelves and find what the books say. The Singapore till stays silent. */
export async function confirmReadings(db: Db, client: RecordsClient): Promise<void> {
  const asOf = new Date().toISOString();
  const readings = await loadReadings(db);
  for (const [connection, group] of byConnection(readings))
    await client.post(
      "stock",
      connection,
      group.map(({ sku, location, onHand, unavailable }) => ({ sku, location, onHand, unavailable, asOf })),
    );
}

function byConnection<T extends { connection: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(row.connection, [...(groups.get(row.connection) ?? []), row]);
  return groups;
}
