import type { LiveFaults } from "../contract";
import type { ShopifyOptions } from "./options";
import {
  levelKey,
  newLevel,
  type ShopData,
  type ShopLevel,
  type ShopOrder,
  type ShopVariant,
  type StockState,
} from "./state";

/** A running shop: what it keeps, its clock, and where it tells what happened. */
export interface Shop {
  options: ShopifyOptions;
  data: ShopData;
  faults: LiveFaults;
  /** The shop's own clock. */
  now: () => number;
  random: () => number;
  nextId: () => number;
  /** Tells those who subscribed; `body` is made at once, so that a late try carries what was so. */
  emit: (topic: string, body: () => unknown) => void;
  /** Where it is reached, and the root fields of its queries. */
  origin: () => string;
  roots: () => object;
  bulk: Map<number, BulkJob>;
  subscriptions: Map<number, { id: number; topic: string; uri: string; createdAt: number; failures: number }>;
  /** Answers by idempotency key. */
  answered: Map<string, { parameters: string; answer: unknown }>;
}

export interface BulkJob {
  id: number;
  query: string;
  grouped: boolean;
  createdAt: number;
  canceledAt: number | null;
  /** Made when it is done. */
  content: string | null;
  objects: number;
  roots: number;
  failed: "ACCESS_DENIED" | "INTERNAL_SERVER_ERROR" | "TIMEOUT" | null;
}

/** A repeatable source of chance (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function variantOfSku(shop: Shop, sku: string): ShopVariant | null {
  const id = shop.data.variantIdBySku.get(sku);
  return id === undefined ? null : (shop.data.variants.get(id) ?? null);
}

export function variantOfItem(shop: Shop, itemId: number): ShopVariant | null {
  const id = shop.data.variantIdByItem.get(itemId);
  return id === undefined ? null : (shop.data.variants.get(id) ?? null);
}

export const levelsOfItem = (shop: Shop, itemId: number): ShopLevel[] =>
  [...shop.data.locations.keys()].flatMap((id) => shop.data.levels.get(levelKey(itemId, id)) ?? []);

/** Units that can be sold at all places together. */
export const availableOf = (shop: Shop, itemId: number): number =>
  levelsOfItem(shop, itemId).reduce((sum, { units }) => sum + units.available, 0);

/** Changes states of one shelf and tells it. */
export function changeLevel(
  shop: Shop,
  itemId: number,
  locationId: number,
  changes: Partial<Record<StockState, number>>,
): void {
  const at = shop.now();
  const key = levelKey(itemId, locationId);
  const level = shop.data.levels.get(key) ?? newLevel(itemId, locationId, at);
  shop.data.levels.set(key, level);
  for (const [state, by] of Object.entries(changes)) level.units[state as StockState] += by;
  level.updatedAt = at;
  const available = level.units.available;
  shop.emit("INVENTORY_LEVELS_UPDATE", () => levelPayload(level, available));
}

const levelPayload = (level: ShopLevel, available: number) => ({
  inventory_item_id: level.itemId,
  location_id: level.locationId,
  available,
  updated_at: `${new Date(level.updatedAt).toISOString().slice(0, 19)}Z`,
  admin_graphql_api_id: `gid://shopify/InventoryLevel/${level.locationId}?inventory_item_id=${level.itemId}`,
});

/** The order of that name. Throws RangeError when there is none. */
export function orderNamed(shop: Shop, name: string): ShopOrder {
  const order = shop.data.orders.get(shop.data.orderIdByName.get(name) ?? -1);
  if (!order) throw new RangeError(`no order ${name}`);
  return order;
}
