import type { LiveFaults } from "../contract";
import type { LiveAnswer, LiveRequest } from "../serving/serve";
import type { Hooks } from "./hooks";
import { pageOf, refusal, selected } from "./lists";
import { showHook, showOrder, showProduct, showRefund } from "./show";
import { variationsOf, type WooHook, type WooProduct, type WooState } from "./state";

export interface RouteContext {
  state: WooState;
  faults: LiveFaults;
  hooks: Hooks;
  origin: string;
  now: () => Date;
}

const noRoute = refusal(404, "rest_no_route", "No route was found matching the URL and request method.");

/** Answers what lies below /wp-json/wc/v3. */
export function route(request: LiveRequest, context: RouteContext): LiveAnswer {
  const [kind, id, part, partId] = request.path.replace(/^\/wp-json\/wc\/v3\//, "").split("/");
  if (kind === "orders") return orders(request, context, id, part);
  if (kind === "products") return products(request, context, id, part, partId);
  if (kind === "webhooks") return webhooks(request, context, id);
  return noRoute;
}

function orders(
  request: LiveRequest,
  { state, faults, origin }: RouteContext,
  id?: string,
  part?: string,
): LiveAnswer {
  if (request.method !== "GET") return noRoute;
  if (id === undefined) {
    const listed = [...state.orders.values()].filter(({ status }) => status !== "trash");
    const page = selected(listed, request.query).map((order) => showOrder(state, order));
    return pageOf(request, page, faults, origin);
  }
  const order = state.orders.get(Number(id));
  if (!order) return refusal(404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.");
  if (part === "refunds")
    return pageOf(
      request,
      order.refunds.map((refund) => showRefund(state, refund)),
      faults,
      origin,
    );
  return { status: 200, body: showOrder(state, order) };
}

function products(
  request: LiveRequest,
  context: RouteContext,
  id?: string,
  part?: string,
  partId?: string,
): LiveAnswer {
  const { state, faults, origin } = context;
  if (id === undefined) {
    const sku = request.query.get("sku");
    const all = [...state.products.values()].filter(({ status }) => status !== "trash");
    const listed =
      sku === null ? all.filter(({ parentId }) => parentId === 0) : all.filter((one) => one.sku === sku);
    const dated = listed.map((one) => ({ ...one, createdAt: one.modifiedAt }));
    const page = selected(dated, request.query).map((one) => showProduct(state, one));
    return pageOf(request, page, faults, origin);
  }
  const one = state.products.get(Number(id));
  if (one?.parentId !== 0) return refusal(404, "woocommerce_rest_product_invalid_id", "Invalid ID.");
  if (part !== "variations") return readOrChange(request, context, one);
  const variations = variationsOf(state, one.id);
  if (partId === undefined)
    return pageOf(
      request,
      variations.map((each) => showProduct(state, each)),
      faults,
      origin,
    );
  const variation = variations.find((each) => each.id === Number(partId));
  return variation
    ? readOrChange(request, context, variation)
    : refusal(404, "woocommerce_rest_product_variation_invalid_id", "Invalid ID.");
}

function readOrChange(
  request: LiveRequest,
  { state, faults, hooks, now }: RouteContext,
  one: WooProduct,
): LiveAnswer {
  if (request.method === "GET") return { status: 200, body: showProduct(state, one) };
  if (request.method !== "PUT") return noRoute;
  const wanted = objectIn(request.body)?.stock_quantity;
  const changes = typeof wanted === "number" && typeof one.stock === "number";
  if (changes && faults.lie)
    return { status: 200, body: { ...showProduct(state, one), stock_quantity: wanted } };
  if (changes) {
    Object.assign(one, { stock: wanted, modifiedAt: now() });
    hooks.tell("product.updated", one.id, showProduct(state, one));
  }
  return { status: 200, body: showProduct(state, one) };
}

function webhooks(request: LiveRequest, context: RouteContext, id?: string): LiveAnswer {
  const { state, faults, hooks, origin, now } = context;
  if (id === undefined && request.method === "GET") {
    const dated = [...state.hooks.values()].map((hook) => ({ ...hook, modifiedAt: hook.createdAt }));
    return pageOf(request, selected(dated, request.query).map(showHook), faults, origin);
  }
  const body = objectIn(request.body) ?? {};
  if (id === undefined && request.method === "POST") {
    if (typeof body.topic !== "string" || !/^\w+\.\w+$/.test(body.topic))
      return refusal(
        400,
        "woocommerce_rest_webhook_invalid_topic",
        "Webhook topic is required and must be valid.",
      );
    if (typeof body.delivery_url !== "string" || !URL.canParse(body.delivery_url))
      return refusal(
        400,
        "woocommerce_rest_webhook_invalid_delivery_url",
        "Webhook delivery URL must be a valid URL.",
      );
    const hook: WooHook = {
      id: state.nextId(),
      name: String(body.name ?? ""),
      topic: body.topic,
      deliveryUrl: body.delivery_url,
      secret: String(body.secret ?? ""),
      status: "active",
      failures: 0,
      createdAt: now(),
    };
    state.hooks.set(hook.id, hook);
    hooks.ping(hook);
    return { status: 201, body: showHook(hook) };
  }
  const hook = state.hooks.get(Number(id));
  if (!hook) return refusal(404, "woocommerce_rest_shop_webhook_invalid_id", "Invalid ID.");
  if (request.method === "DELETE") {
    if (request.query.get("force") !== "true")
      return refusal(501, "woocommerce_rest_trash_not_supported", "Webhooks do not support trashing.");
    state.hooks.delete(hook.id);
  } else if (request.method === "PUT") {
    if (typeof body.secret === "string") hook.secret = body.secret;
    if (typeof body.delivery_url === "string") hook.deliveryUrl = body.delivery_url;
    if (body.status === "active" || body.status === "paused" || body.status === "disabled") {
      if (body.status === "active" && hook.status !== "active") hook.failures = 0;
      hook.status = body.status;
    }
  } else if (request.method !== "GET") return noRoute;
  return { status: 200, body: showHook(hook) };
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === "object" && content !== null ? (content as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
