import { type KnownOrder, noLiveFaults, type SimulatedShop } from "../contract";
import type { ShopifyOptions } from "./options";
import { queriesOf } from "./queries";
import { type Counts, serveShop } from "./serve";
import { changeLevel, type Shop, seededRandom } from "./shop";
import { newShopData, type StockState } from "./state";
import { newPoints } from "./throttle";
import { type Deliveries, newDeliveries } from "./webhooks";
import {
  changeOrder,
  changeProduct,
  knowOrder,
  placeOrder,
  removeOrder,
  removeProduct,
  setStock,
  shelf,
  stockOf,
} from "./world";

/** A simulated Shopify shop over real HTTP. */
export interface SimulatedShopify extends SimulatedShop {
  /** Puts an order into the shop's past; one that is there already stays as it is. */
  knowOrder: (order: KnownOrder) => void;
  /** Whether there is an order of this name. */
  knows: (number: string) => boolean;
  /** Moves units into another state at one place, such as damaged; negative: out of it. */
  changeState: (sku: string, place: string, state: StockState, units: number) => void;
  /** Changes a product's price or state by the SKU of one of its variants. */
  changeProduct: (
    sku: string,
    change: { priceMinor?: number; status?: "ACTIVE" | "DRAFT" | "ARCHIVED" | "UNLISTED" },
  ) => void;
  /** The merchant deletes an order, or the product that a SKU is of. Throws RangeError for one that is not there. */
  remove: (what: { order: string } | { sku: string }) => void;
  /** The merchant removes the app: tokens end, and it is told. */
  uninstall: () => void;
  /** Ends when all webhooks that are due have been answered. */
  webhooksSettled: () => Promise<void>;
  /** Webhooks that wait for another try. */
  webhooksWaiting: () => number;
  /** Topics subscribed to, with where they go. */
  subscriptions: () => readonly { topic: string; uri: string }[];
  locationId: (place: string) => string;
}

/** Starts a shop on this machine. */
export async function startShopify(options: ShopifyOptions): Promise<SimulatedShopify> {
  const faults = { ...noLiveFaults };
  const clock = options.now ?? (() => new Date());
  const now = () => clock().getTime() + faults.clockSkewSeconds * 1000;
  const data = newShopData(options, now());
  const points = newPoints(options.pointsMax ?? 2000, options.restorePerSecond ?? 100);
  const counts: Counts = {};
  let origin = "";
  const shop: Shop = {
    options,
    data,
    faults,
    now,
    random: seededRandom(options.seed ?? 1),
    nextId: () => shop.data.nextId++,
    emit: (topic, body) => deliveries.emit(topic, body),
    origin: () => origin,
    roots: () => queriesOf(shop),
    bulk: new Map(),
    subscriptions: new Map(),
    answered: new Map(),
  };
  const deliveries: Deliveries = newDeliveries(() => shop, faults);
  const server = await serveShop(shop, points, counts);
  origin = server.origin;
  return {
    origin,
    faults,
    counts: () => structuredClone(counts),
    stop: async () => {
      deliveries.stop();
      await server.stop();
    },
    placeOrder: (order) => placeOrder(shop, order),
    knowOrder: (order) => knowOrder(shop, order),
    knows: (number) => shop.data.orderIdByName.has(number),
    changeOrder: (number, change) => changeOrder(shop, number, change),
    setStock: (sku, place, units) => setStock(shop, sku, place, units),
    stockOf: (sku, place) => stockOf(shop, sku, place),
    changeState: (sku, place, state, units) => {
      const { variant, locationId } = shelf(shop, sku, place);
      const from = state === "incoming" ? {} : { available: -units };
      changeLevel(shop, variant.itemId, locationId, { ...from, [state]: units });
    },
    changeProduct: (sku, { priceMinor, status }) => changeProduct(shop, sku, priceMinor, status),
    remove: (what) => ("order" in what ? removeOrder(shop, what.order) : removeProduct(shop, what.sku)),
    uninstall: () => {
      faults.revoked = true;
      shop.emit("APP_UNINSTALLED", () => ({ id: 1, domain: options.shop, myshopify_domain: options.shop }));
    },
    webhooksSettled: deliveries.settled,
    webhooksWaiting: deliveries.waiting,
    subscriptions: () => [...shop.subscriptions.values()].map(({ topic, uri }) => ({ topic, uri })),
    locationId: (place) => {
      for (const { id, name } of shop.data.locations.values()) if (name === place) return String(id);
      throw new RangeError(`no place ${place}`);
    },
  };
}
