import { createHmac, timingSafeEqual } from "node:crypto";
import { parseExact } from "../exact-json";
import {
  type Session,
  VendorError,
  type WebhookCall,
  type WebhookMeaning,
  type WebhookSide,
} from "../live-contract";
import { call, callAll } from "./client";
import { utc } from "./codes";
import { orderRecords } from "./map-order";
import { order, product, webhook } from "./wire-types";

const topics = [
  "order.created",
  "order.updated",
  "order.deleted",
  "order.restored",
  "product.created",
  "product.updated",
  "product.deleted",
  "product.restored",
] as const;

/** Sent once when a hook is made: a form with the hook's number, not signed. */
const ping = /^webhook_id=\d+$/;

/**
 * The shop counts every answer but 2xx as a failure and gives a hook up after five in a row; it sends nothing again. So
 * everything is answered 200, also what is thrown away.
 */
export const webhooks: WebhookSide = {
  bytesMax: 2_000_000,
  statuses: { taken: 200, unsigned: 200, malformed: 200 },
  verify: ({ headers, rawBody }, secrets) => {
    const signature = headers["x-wc-webhook-signature"];
    if (!signature) return ping.test(rawBody) ? "ok" : "unsigned";
    const given = Buffer.from(signature, "base64");
    const fits = secrets.some((secret) => {
      const right = createHmac("sha256", secret).update(rawBody, "utf8").digest();
      return given.length === right.length && timingSafeEqual(given, right);
    });
    return fits ? "ok" : "unsigned";
  },
  understand,
  subscribe,
  unsubscribe,
};

function understand(
  { headers, rawBody }: WebhookCall,
  settings: Readonly<Record<string, string>>,
): WebhookMeaning {
  if (ping.test(rawBody)) return { kind: "ignored", topic: "ping" };
  const topic = headers["x-wc-webhook-topic"] ?? "";
  const eventId = headers["x-wc-webhook-delivery-id"];
  if (!topic || !eventId) return { kind: "malformed", reason: "no topic or delivery id" };
  const [resource] = topic.split(".");
  if (resource !== "order" && resource !== "product") return { kind: "ignored", topic };
  try {
    const content = parseExact(rawBody);
    const id = idOf(content);
    if (id === null) return { kind: "malformed", reason: "no id" };
    const event = { kind: "event", eventId, topic, records: [] } as const;
    return resource === "order"
      ? { ...event, ...orderEvent(content, id, settings) }
      : { ...event, ...productEvent(content, id) };
  } catch (error) {
    return { kind: "malformed", reason: error instanceof Error ? error.message.slice(0, 200) : "no JSON" };
  }
}

type Event = Pick<Extract<WebhookMeaning, { kind: "event" }>, "eventAt" | "fetch"> & {
  records?: ReturnType<typeof orderRecords>;
};

/** Of a refund the order tells the sum only, and of a deletion the id: both are asked for. */
function orderEvent(content: unknown, id: string, settings: Readonly<Record<string, string>>): Event {
  const whole = order.safeParse(content);
  const ask = [{ stream: "orders", ids: [id] }] as const;
  if (!whole.success) return { eventAt: null, fetch: ask };
  const eventAt = utc(whole.data.date_modified_gmt);
  if (whole.data.refunds.length > 0) return { eventAt, fetch: ask };
  return { eventAt, records: orderRecords(whole.data, [], settings, content), fetch: [] };
}

/** The body lacks the shop's currency and a product's variations; a variation is read through its product. */
function productEvent(content: unknown, id: string): Event {
  const whole = product.safeParse(content);
  const parent =
    whole.success && whole.data.parent_id && whole.data.parent_id !== "0" ? whole.data.parent_id : null;
  const eventAt = whole.success ? utc(whole.data.date_modified_gmt) : null;
  return { eventAt, fetch: [{ stream: "products", ids: [parent ?? id] }] };
}

function idOf(content: unknown): string | null {
  if (typeof content !== "object" || content === null || !("id" in content)) return null;
  return typeof content.id === "string" && /^\d+$/.test(content.id) ? content.id : null;
}

/** One hook a topic, active and signed with the present secret; one that the shop gave up is switched on again. */
async function subscribe(session: Session, address: string): Promise<void> {
  const secret = session.secrets.webhookSecret;
  if (!secret)
    throw new VendorError("refused", "no_webhook_secret", "There is no secret to sign the webhooks with.");
  const own = await ownHooks(session, address);
  for (const topic of topics) {
    const [hook, ...surplus] = own.filter((one) => one.topic === topic);
    const body = { name: `Plimsoll ${topic}`, topic, delivery_url: address, secret, status: "active" };
    if (hook) await call(session, { method: "PUT", path: `/wc/v3/webhooks/${hook.id}`, body });
    else await call(session, { method: "POST", path: "/wc/v3/webhooks", body });
    for (const { id } of surplus) await removeHook(session, id);
  }
}

async function unsubscribe(session: Session, address: string): Promise<void> {
  for (const { id } of await ownHooks(session, address)) await removeHook(session, id);
}

const ownHooks = async (session: Session, address: string) =>
  (await callAll(session, "/wc/v3/webhooks", webhook, "webhooks")).items.filter(
    (hook) => hook.delivery_url === address,
  );

const removeHook = (session: Session, id: string) =>
  call(session, { method: "DELETE", path: `/wc/v3/webhooks/${id}`, query: { force: "true" } });
