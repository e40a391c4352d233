import { createHash } from "node:crypto";
import type { Gone, SourceRecord, WebhookCall, WebhookMeaning } from "@/lib/connectors/live-contract";
import { codesOf } from "../codes";
import { globalId } from "../ids";
import { orderRecords } from "../map-order";
import { listingRecord, skuRecord } from "../map-product";
import { channelOf } from "../settings";
import { parseJson } from "../token";
import {
  deletedBody,
  levelBody,
  type OrderBody,
  orderBody,
  type ProductBody,
  productBody,
  refundBody,
} from "./bodies";
import { plainOrderOfBody, plainVariantOfBody } from "./plain";

type Settings = Readonly<Record<string, string>>;
type Event = Pick<Extract<WebhookMeaning, { kind: "event" }>, "records" | "fetch" | "gone">;

/**
 * What a webhook means. An order comes whole with its delivery, unless something came back of it or it left from a place
 * whose code is not known: then it is asked for. Deliveries that come late carry what was so when they were set off, and
 * their records say so by their version.
 */
export function understand(call: WebhookCall, settings: Settings): WebhookMeaning {
  const { headers } = call;
  const topic = headers["x-shopify-topic"] ?? "";
  const event = headers["x-shopify-event-id"] ?? headers["x-shopify-webhook-id"];
  if (!event || !topic) return { kind: "malformed", reason: "the headers name no topic or no event" };
  const eventId = eventIdOf(topic, event, call.rawBody);
  const triggeredAt = momentOf(headers["x-shopify-triggered-at"]);
  if (topic === "app/uninstalled") return { kind: "grant_ended", eventId, topic, eventAt: triggeredAt };
  const reader = readers[topic];
  if (!reader) return { kind: "ignored", topic };
  const body = parseJson(call.rawBody);
  const read = reader(body, settings, triggeredAt);
  if (typeof read === "string") return { kind: "malformed", reason: read };
  return { kind: "event", eventId, topic, eventAt: triggeredAt, ...read };
}

/** One action of a merchant may set off several calls of one topic under one event id: what they say tells them apart. */
const eventIdOf = (topic: string, event: string, rawBody: string): string =>
  `${topic}:${event.slice(0, 100)}:${createHash("sha256").update(rawBody).digest("hex").slice(0, 16)}`;

type Reader = (body: unknown, settings: Settings, triggeredAt: string | null) => Event | string;

const wholeOrder: Reader = (body, settings, triggeredAt) => {
  const parsed = orderBody.safeParse(body);
  if (!parsed.success) return `the order has an unknown shape: ${issueOf(parsed.error)}`;
  const records = recordsOfOrder(parsed.data, body, settings, triggeredAt);
  return records ? { records, fetch: [] } : fetchOrder(parsed.data.id);
};

const readers: Record<string, Reader> = {
  "orders/create": wholeOrder,
  "orders/updated": wholeOrder,
  "orders/cancelled": wholeOrder,
  "refunds/create": (body) => {
    const parsed = refundBody.safeParse(body);
    return parsed.success
      ? fetchOrder(parsed.data.order_id)
      : `the refund has an unknown shape: ${issueOf(parsed.error)}`;
  },
  "orders/delete": (body) => deleted(body, (id) => ({ kind: "order", id: globalId("Order", id) })),
  "products/delete": (body) => deleted(body, (id) => ({ kind: "product", id })),
  "products/create": (body, settings, triggeredAt) => product(body, settings, triggeredAt),
  "products/update": (body, settings, triggeredAt) => product(body, settings, triggeredAt),
  "inventory_levels/update": (body) => {
    const parsed = levelBody.safeParse(body);
    if (!parsed.success) return `the level has an unknown shape: ${issueOf(parsed.error)}`;
    const { inventory_item_id: item, location_id: location } = parsed.data;
    return {
      records: [],
      fetch: [
        { stream: "stock", ids: [`${globalId("InventoryLevel", location)}?inventory_item_id=${item}`] },
        { stream: "listings", ids: [globalId("InventoryItem", item)] },
      ],
    };
  },
};

/** A deletion tells the id alone. */
function deleted(body: unknown, goneOf: (id: string) => Gone): Event | string {
  const parsed = deletedBody.safeParse(body);
  return parsed.success
    ? { records: [], fetch: [], gone: [goneOf(parsed.data.id)] }
    : `the deletion has an unknown shape: ${issueOf(parsed.error)}`;
}

const fetchOrder = (id: string): Event => ({
  records: [],
  fetch: [{ stream: "orders", ids: [globalId("Order", id)] }],
});

/** Null: it must be asked for. */
function recordsOfOrder(
  order: OrderBody,
  raw: unknown,
  settings: Settings,
  triggeredAt: string | null,
): SourceRecord[] | null {
  const codes = codesOf(settings);
  const plain = plainOrderOfBody(order, codes, triggeredAt);
  return plain && orderRecords(plain, channelOf(settings), raw);
}

function product(body: unknown, settings: Settings, triggeredAt: string | null): Event | string {
  const parsed = productBody.safeParse(body);
  if (!parsed.success) return `the product has an unknown shape: ${issueOf(parsed.error)}`;
  const { data } = parsed;
  const cut = (data.variant_gids?.length ?? 0) > data.variants.length;
  if (cut) return { records: [], fetch: [{ stream: "products", ids: [globalId("Product", data.id)] }] };
  return { records: variantRecords(data, channelOf(settings), body, triggeredAt), fetch: [] };
}

function variantRecords(
  data: ProductBody,
  channel: string,
  body: unknown,
  triggeredAt: string | null,
): SourceRecord[] {
  return data.variants.flatMap((variant, index) => {
    const plain = plainVariantOfBody(data, variant, triggeredAt);
    return [skuRecord(plain, index === 0 ? body : null), listingRecord(plain, channel, null)];
  });
}

const momentOf = (header: string | undefined): string | null => {
  const at = Date.parse(header ?? "");
  return Number.isNaN(at) ? null : new Date(at).toISOString();
};

const issueOf = (error: { issues: readonly { path: readonly PropertyKey[] }[] }): string =>
  (error.issues[0]?.path ?? []).map(String).join(".").slice(0, 100);
