import { type KnownOrder, type LiveFaults, noLiveFaults, type SimulatedShop } from "../contract";
import { type LiveAnswer, type LiveRequest, serve } from "../serving/serve";
import type { Quota } from "../serving/throttle";
import { hooks } from "./hooks";
import { refusal } from "./lists";
import { route } from "./routes";
import { shop } from "./shop";
import { productBySku, type WooHook, type WooProduct, type WooState } from "./state";

export interface WooCommerceOptions {
  port?: number;
  name: string;
  currency: string;
  country: string;
  timeZone: string;
  keys: readonly { consumerKey: string; consumerSecret: string; permissions: "read" | "read_write" }[];
  products: readonly SimulatedProduct[];
  /** Prices as customers see them hold the tax; they do not when left out. */
  pricesIncludeTax?: boolean;
  /** When products were last changed; at the start when left out. */
  changedAt?: Date;
  /** Of the operation `requests`, as a host limits a shop. */
  quotas?: Readonly<Record<string, Quota>>;
}

export interface SimulatedProduct {
  /** Any when left out. */
  id?: number;
  sku: string;
  title: string;
  priceMinor: number;
  /** Null: not counted. */
  stock: number | null;
  /** Shown when left out. */
  status?: WooProduct["status"];
  /** Makes it a product of several variations, which are what is sold. */
  variations?: readonly {
    sku: string;
    option: string;
    priceMinor: number;
    stock: number | null | "parent";
  }[];
}

export interface SimulatedWooCommerce extends SimulatedShop {
  /** Puts an order into the shop's past; one that is there already stays as it is. */
  knowOrder: (order: KnownOrder) => void;
  /** Whether there is an order of this number. */
  knows: (number: string) => boolean;
  webhooks: () => readonly Pick<WooHook, "id" | "topic" | "status" | "failures" | "deliveryUrl">[];
  /** Puts a product or an order into the bin. Throws RangeError for one that is not there. */
  bin: (what: { sku: string } | { order: string }) => void;
  /** Empties the bin of a product or an order. Throws RangeError for one that is not there. */
  erase: (what: { sku: string } | { order: string }) => void;
  /** Resolves when every webhook that was due has left. */
  webhooksSettled: () => Promise<void>;
}

/** Starts a shop that answers as WooCommerce REST v3 does. It has no places: what it publishes is its stock. */
export async function startWooCommerce(options: WooCommerceOptions): Promise<SimulatedWooCommerce> {
  const faults: LiveFaults = { ...noLiveFaults };
  const now = () => new Date(Date.now() + faults.clockSkewSeconds * 1000);
  const state = newState(options, options.changedAt ?? now());
  let origin = "";
  const sending = hooks(state, faults, () => origin);
  const handle = (request: LiveRequest): LiveAnswer => {
    const { path, method } = request;
    if (path === "/wp-json/" || path === "/wp-json")
      return {
        status: 200,
        body: {
          name: options.name,
          url: origin,
          timezone_string: options.timeZone,
          namespaces: ["oembed/1.0", "wc/v1", "wc/v2", "wc/v3", "wp/v2"],
        },
      };
    if (!path.startsWith("/wp-json/wc/v3/"))
      return {
        status: 404,
        headers: { "content-type": "text/html" },
        body: "<!doctype html><title>Not found</title>",
      };
    const refused = faults.revoked ? noKey("Consumer key is invalid.") : refusedKey(options, request, method);
    if (refused) return refused;
    if (path === "/wp-json/wc/v3/data/currencies/current")
      return { status: 200, body: { code: options.currency, name: options.currency } };
    if (path === "/wp-json/wc/v3/settings/general/woocommerce_default_country")
      return { status: 200, body: { id: "woocommerce_default_country", value: `${options.country}:X` } };
    return route(request, { state, faults, hooks: sending, origin, now });
  };
  const serving = await serve({
    port: options.port ?? 0,
    faults,
    operationOf: () => "requests",
    quotas: options.quotas ?? { requests: { perSecond: 20, burst: 100 } },
    throttled: (waitSeconds) => ({
      status: 429,
      headers: { "retry-after": String(Math.ceil(waitSeconds)), "content-type": "text/html" },
      body: "<html><title>Too many requests</title></html>",
    }),
    down: {
      status: 503,
      headers: { "content-type": "text/html" },
      body: "<html><title>Briefly unavailable for maintenance</title></html>",
    },
    handle,
  });
  origin = serving.origin;
  const happenings = shop(state, sending, now);
  return {
    ...serving,
    faults,
    stop: async () => {
      await sending.stop();
      await serving.stop();
    },
    placeOrder: happenings.placeOrder,
    knowOrder: happenings.knowOrder,
    knows: (number) => [...state.orders.values()].some((order) => order.number === number),
    changeOrder: happenings.changeOrder,
    setStock: (sku, _place, units) => happenings.setStock(sku, units),
    stockOf: (sku) => happenings.stockOf(sku),
    webhooks: () =>
      [...state.hooks.values()].map(({ id, topic, status, failures, deliveryUrl }) => ({
        id,
        topic,
        status,
        failures,
        deliveryUrl,
      })),
    bin: (what) => {
      const one =
        "sku" in what
          ? productBySku(state, what.sku)
          : [...state.orders.values()].find(({ number }) => number === what.order);
      if (!one) throw new RangeError("There is no such order.");
      Object.assign(one, { status: "trash", modifiedAt: now() });
      sending.tell("sku" in what ? "product.deleted" : "order.deleted", one.id, { id: one.id });
    },
    erase: (what) => {
      const one =
        "sku" in what
          ? productBySku(state, what.sku)
          : [...state.orders.values()].find(({ number }) => number === what.order);
      if (!one) throw new RangeError("There is no such order.");
      if ("sku" in what) state.products.delete(one.id);
      else state.orders.delete(one.id);
      sending.tell("sku" in what ? "product.deleted" : "order.deleted", one.id, { id: one.id });
    },
    webhooksSettled: sending.settled,
  };
}

function newState(options: WooCommerceOptions, at: Date): WooState {
  let last = 100;
  const nextId = () => ++last;
  const products = new Map<number, WooProduct>();
  const add = (one: Omit<WooProduct, "id" | "modifiedAt">, id = nextId()) => {
    products.set(id, { ...one, id, modifiedAt: at });
    return id;
  };
  for (const {
    sku,
    title,
    priceMinor,
    stock,
    status = "publish",
    variations = [],
    ...own
  } of options.products) {
    const id = add({ parentId: 0, sku, name: title, option: null, priceMinor, stock, status }, own.id);
    for (const one of variations)
      add({ ...one, parentId: id, name: `${title} - ${one.option}`, status: "publish" });
  }
  const minorDigits =
    new Intl.NumberFormat("en", { style: "currency", currency: options.currency }).resolvedOptions()
      .maximumFractionDigits ?? 2;
  return {
    products,
    orders: new Map(),
    hooks: new Map(),
    pricesIncludeTax: options.pricesIncludeTax ?? false,
    minorDigits,
    nextId,
  };
}

const noKey = (message: string): LiveAnswer => refusal(401, "woocommerce_rest_authentication_error", message);

function refusedKey(
  { keys }: WooCommerceOptions,
  { headers }: LiveRequest,
  method: string,
): LiveAnswer | null {
  const encoded = /^Basic (.+)$/.exec(headers.authorization ?? "")?.[1];
  if (!encoded) return refusal(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.");
  const [consumerKey, consumerSecret] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  const key = keys.find((one) => one.consumerKey === consumerKey);
  if (!key) return noKey("Consumer key is invalid.");
  if (key.consumerSecret !== consumerSecret) return noKey("Consumer secret is invalid.");
  if (key.permissions === "read" && method !== "GET")
    return noKey("The API key provided does not have write permissions.");
  return null;
}
