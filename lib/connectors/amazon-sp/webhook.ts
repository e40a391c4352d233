import { timingSafeEqual } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { WebhookCall, WebhookMeaning, WebhookSide } from "../live-contract";
import { accountOf } from "./account";
import { stockRecord, unitsOfNotification } from "./mapper/stock";
import { subscribe, unsubscribe } from "./subscriptions";
import { availabilityChange, notification, orderChange } from "./wire-types/notifications";

const toleranceSeconds = 300;

/**
 * Amazon calls nobody over HTTP: it puts notifications into a queue (SQS) or onto an event bus (EventBridge) of the
 * seller's. What comes here is the body of one, unchanged or as EventBridge wraps it, sent on by a forwarder that signs
 * it as Standard Webhooks describe: `webhook-id`, `webhook-timestamp` and `webhook-signature` over `id.timestamp.body`.
 */
export const webhooks: WebhookSide = {
  bytesMax: 256 * 1024,
  statuses: { taken: 200, unsigned: 401, malformed: 400 },
  verify,
  understand,
  subscribe,
  unsubscribe,
};

function verify(call: WebhookCall, secrets: readonly string[], now: Date): "ok" | "unsigned" | "stale" {
  const id = call.headers["webhook-id"];
  const sentSeconds = Number(call.headers["webhook-timestamp"]);
  const given = (call.headers["webhook-signature"] ?? "").split(" ").filter(Boolean);
  if (!id || !Number.isInteger(sentSeconds) || given.length === 0) return "unsigned";
  const right = secrets.flatMap((secret) => signatures(secret, id, sentSeconds, call.rawBody));
  if (!given.some((one) => right.some((other) => sameText(one, other)))) return "unsigned";
  return Math.abs(now.getTime() / 1000 - sentSeconds) > toleranceSeconds ? "stale" : "ok";
}

/** A secret that does not begin with whsec_ may be meant as base64 or as it is written. */
function signatures(secret: string, id: string, sentSeconds: number, body: string): string[] {
  const ways = secret.startsWith("whsec_") ? [undefined] : [undefined, { format: "raw" as const }];
  return ways.flatMap((options) => {
    try {
      return [new Webhook(secret, options).sign(id, new Date(sentSeconds * 1000), body)];
    } catch {
      return [];
    }
  });
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function understand(call: WebhookCall, settings: Readonly<Record<string, string>>): WebhookMeaning {
  let body: unknown;
  try {
    body = unwrap(JSON.parse(call.rawBody));
  } catch {
    return { kind: "malformed", reason: "no_json" };
  }
  const known = notification.safeParse(body);
  if (!known.success) return { kind: "malformed", reason: "no_notification" };
  const topic = known.data.NotificationType;
  try {
    if (topic === "ORDER_CHANGE") return orderChanged(body, settings);
    if (topic === "FBA_INVENTORY_AVAILABILITY_CHANGES") return availabilityChanged(body, settings);
  } catch {
    return { kind: "malformed", reason: "settings" };
  }
  return { kind: "ignored", topic };
}

/** EventBridge puts the notification under `detail`. */
function unwrap(body: unknown): unknown {
  const { detail } = (body ?? {}) as Record<string, unknown>;
  return typeof detail === "object" && detail !== null ? detail : body;
}

/** The notification names the order and says what changed, but not its amounts: the order is read. */
function orderChanged(body: unknown, settings: Readonly<Record<string, string>>): WebhookMeaning {
  const topic = "ORDER_CHANGE";
  const parsed = orderChange.safeParse(body);
  if (!parsed.success) return { kind: "malformed", reason: "order_change" };
  const { EventTime, NotificationMetadata, Payload } = parsed.data;
  const told = Payload.OrderChangeNotification;
  const { marketplace, sellerId } = accountOf(settings);
  const elsewhere =
    told.Summary?.MarketplaceId !== undefined && told.Summary.MarketplaceId !== marketplace.id;
  if (elsewhere || isOther(told.SellerId, sellerId)) return { kind: "ignored", topic };
  return {
    kind: "event",
    eventId: NotificationMetadata.NotificationId,
    topic,
    eventAt: told.OrderChangeTrigger?.TimeOfOrderChange ?? EventTime ?? null,
    records: [],
    fetch: [{ stream: "orders", ids: [told.AmazonOrderId] }],
  };
}

/** The notification holds the whole level of the SKU in every marketplace. */
function availabilityChanged(body: unknown, settings: Readonly<Record<string, string>>): WebhookMeaning {
  const topic = "FBA_INVENTORY_AVAILABILITY_CHANGES";
  const parsed = availabilityChange.safeParse(body);
  if (!parsed.success) return { kind: "malformed", reason: "availability_change" };
  const { EventTime, NotificationMetadata, Payload } = parsed.data;
  const account = accountOf(settings);
  const own = Payload.FulfillmentInventoryByMarketplace.find(
    ({ MarketplaceId }) => MarketplaceId === account.marketplace.id,
  );
  if (!own || isOther(Payload.SellerId, account.sellerId)) return { kind: "ignored", topic };
  const units = unitsOfNotification(own.FulfillmentInventory);
  const record = EventTime ? stockRecord(Payload.SKU, units, account, { asOf: EventTime, raw: body }) : null;
  return {
    kind: "event",
    eventId: NotificationMetadata.NotificationId,
    topic,
    eventAt: EventTime ?? null,
    records: record ? [record] : [],
    fetch: record ? [] : [{ stream: "stock", ids: [Payload.SKU] }],
  };
}

const isOther = (told: string | undefined, own: string | null): boolean =>
  told !== undefined && own !== null && told !== own;
