import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type SimulatedWooCommerce, startWooCommerce } from "@/sandbox/live/woocommerce/server";
import { type TestSession, testSession } from "../amazon-ads/testing/session";
import type { SourceRecord, WebhookCall } from "../live-contract";
import { woocommerceConnector as connector } from "./provider";

const webhookSecret = "a secret for the hooks";
let shop: SimulatedWooCommerce;
let session: TestSession;

beforeEach(async () => {
  shop = await startWooCommerce({
    name: "Lamps",
    currency: "EUR",
    country: "DE",
    timeZone: "Europe/Berlin",
    keys: [{ consumerKey: "ck_full", consumerSecret: "cs_full", permissions: "read_write" }],
    products: [{ sku: "LAMP-1", title: "Lamp", priceMinor: 4_990, stock: 12 }],
    quotas: {},
  });
  session = testSession({
    settings: { baseUrl: shop.origin, channel: "woo-de" },
    secrets: { consumerKey: "ck_full", consumerSecret: "cs_full", webhookSecret },
  });
});
afterEach(() => shop.stop());

const placed = new Date("2024-03-01T10:00:00Z");
const later = (minutes: number) => new Date(placed.getTime() + minutes * 60_000);

const place = (number: string): void =>
  shop.placeOrder({
    number,
    placedAt: placed,
    currency: "EUR",
    customer: "C-77",
    country: "DE",
    lines: [{ sku: "LAMP-1", title: "Lamp", quantity: 3, unitPriceMinor: 3_333 }],
    discountMinor: 0,
    taxMinor: 0,
    shippingMinor: 490,
  });

async function polled(): Promise<SourceRecord | undefined> {
  const scope = { kind: "incremental", since: null, until: new Date().toISOString() } as const;
  const page = await connector.read(session, { stream: "orders", position: null, scope });
  return page.records.find(({ kind }) => kind === "orders");
}

interface Receiver {
  address: string;
  calls: WebhookCall[];
  answer: { status: number };
  stop: () => Promise<void>;
}

async function receiver(): Promise<Receiver> {
  const calls: WebhookCall[] = [];
  const answer = { status: 200 };
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      calls.push({ headers, rawBody: Buffer.concat(parts).toString("utf8") });
      response.writeHead(answer.status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const at = server.address();
  const port = at !== null && typeof at === "object" ? at.port : 0;
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { address: `http://127.0.0.1:${port}/hooks/woo`, calls, answer, stop };
}

const hooks = connector.webhooks;
if (!hooks?.subscribe || !hooks.unsubscribe) throw new Error("the connector takes no webhooks");
const { subscribe, unsubscribe } = hooks;

test("webhooks are made once, signed over the raw body, and mean the order itself", async () => {
  const at = await receiver();
  await subscribe(session, at.address);
  await subscribe(session, at.address);
  expect(shop.webhooks()).toHaveLength(8);
  await shop.webhooksSettled();
  expect(at.calls).toHaveLength(8);
  for (const ping of at.calls) {
    expect(hooks.verify(ping, [webhookSecret], new Date())).toBe("ok");
    expect(hooks.understand(ping, session.settings)).toEqual({ kind: "ignored", topic: "ping" });
  }
  at.calls.length = 0;
  place("1001");
  await shop.webhooksSettled();
  const call = at.calls.find(({ headers }) => headers["x-wc-webhook-topic"] === "order.created");
  if (!call) throw new Error("no call about the order");
  expect(hooks.verify(call, ["an older secret", webhookSecret], new Date())).toBe("ok");
  expect(hooks.verify(call, ["another"], new Date())).toBe("unsigned");
  expect(hooks.verify({ ...call, rawBody: `${call.rawBody} ` }, [webhookSecret], new Date())).toBe(
    "unsigned",
  );
  expect(hooks.verify({ headers: {}, rawBody: call.rawBody }, [webhookSecret], new Date())).toBe("unsigned");
  const meaning = hooks.understand(call, session.settings);
  if (meaning.kind !== "event") throw new Error("the call means nothing");
  expect(meaning.records[0]?.fields).toEqual((await polled())?.fields);
  expect(meaning.eventAt).toBe(placed.toISOString());
  await at.stop();
});

test("a refund, a deletion and a product are asked for; what cannot be read is malformed", async () => {
  const at = await receiver();
  await subscribe(session, at.address);
  place("1001");
  shop.changeOrder("1001", { kind: "refund", at: later(5), sku: "LAMP-1", quantity: 1, restock: false });
  shop.bin({ order: "1001" });
  await shop.webhooksSettled();
  const meanings = at.calls.map((call) => hooks.understand(call, session.settings));
  const asked = meanings.flatMap((meaning) => (meaning.kind === "event" ? meaning.fetch : []));
  expect(asked).toContainEqual({ stream: "orders", ids: ["1001"] });
  expect(asked.map(({ stream }) => stream)).toContain("products");
  const call = (topic: string, rawBody: string) =>
    hooks.understand(
      { headers: { "x-wc-webhook-topic": topic, "x-wc-webhook-delivery-id": "d" }, rawBody },
      session.settings,
    );
  expect(call("order.updated", "not json")).toMatchObject({ kind: "malformed" });
  expect(call("order.updated", "{}")).toMatchObject({ kind: "malformed" });
  expect(call("coupon.created", '{"id":1}')).toEqual({ kind: "ignored", topic: "coupon.created" });
  expect(Object.values(hooks.statuses)).toEqual([200, 200, 200]);
  await at.stop();
});

test("a hook that was given up after five failures is switched on again", async () => {
  const at = await receiver();
  await subscribe(session, at.address);
  at.answer.status = 500;
  for (let number = 0; number < 6; number++) place(String(5_000 + number));
  await shop.webhooksSettled();
  const created = () => shop.webhooks().find(({ topic }) => topic === "order.created");
  expect(created()).toMatchObject({ status: "disabled", failures: 5 });
  at.answer.status = 200;
  await subscribe(session, at.address);
  expect(created()).toMatchObject({ status: "active", failures: 0 });
  expect(shop.webhooks()).toHaveLength(8);
  await unsubscribe(session, at.address);
  expect(shop.webhooks()).toEqual([]);
  await at.stop();
});

test("webhooks that never leave are made good by the next poll", async () => {
  const at = await receiver();
  await subscribe(session, at.address);
  await shop.webhooksSettled();
  at.calls.length = 0;
  shop.faults.dropWebhooks = 1;
  place("1001");
  await shop.webhooksSettled();
  expect(at.calls).toEqual([]);
  expect((await polled())?.fields.orderNumber).toBe("1001");
  await at.stop();
});
