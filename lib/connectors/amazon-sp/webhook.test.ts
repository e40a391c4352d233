import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type SimulatedAmazon, startAmazonSp } from "@/sandbox/live/amazon-sp/server";
import type { WebhookCall } from "../live-contract";
import { order, sessionOf, wideRates } from "./testing/shop";
import { webhooks } from "./webhook";

const secret = `whsec_${Buffer.from("a secret of twenty-four b").toString("base64")}`;
const other = `whsec_${Buffer.from("another secret of the lot").toString("base64")}`;

let amazon: SimulatedAmazon;
let calls: WebhookCall[];
let receiver: ReturnType<typeof createServer>;
let status: number;

beforeEach(async () => {
  calls = [];
  status = 200;
  receiver = createServer(async (request, response) => {
    let rawBody = "";
    for await (const part of request) rawBody += part;
    calls.push({ headers: request.headers as Record<string, string>, rawBody });
    response.writeHead(status).end();
    status = 200;
  });
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
  amazon = await startAmazonSp({ rates: wideRates });
  amazon.notify(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`, secret);
});
afterEach(async () => {
  await amazon.stop();
  receiver.closeAllConnections();
  await new Promise((done) => receiver.close(done));
});

const [line] = order("x").lines;
const oneLine = { lines: line ? [line] : [] };
const understood = (call: WebhookCall | undefined) => {
  if (!call) throw new Error("nothing arrived");
  return webhooks.understand(call, amazon.settings);
};

test("a changed order is named, a changed level is told whole", async () => {
  amazon.setStock("PLM-1", "FBA-US", 10);
  amazon.placeOrder(order("111-1", oneLine));
  await amazon.idle();
  const meanings = calls.map(understood);
  expect(meanings.at(-1)).toMatchObject({
    kind: "event",
    topic: "ORDER_CHANGE",
    records: [],
    fetch: [{ stream: "orders", ids: ["111-1"] }],
  });
  expect(meanings[1]).toMatchObject({
    kind: "event",
    topic: "FBA_INVENTORY_AVAILABILITY_CHANGES",
    fetch: [],
    records: [
      {
        kind: "stock",
        id: "PLM-1",
        fields: { sku: "PLM-1", location: "FBA-US", onHand: 10, unavailable: 0 },
      },
    ],
  });
  for (const call of calls) expect(webhooks.verify(call, [other, secret], new Date())).toBe("ok");
});

test("a delivery that was not taken comes again as the same event", async () => {
  status = 500;
  amazon.setStock("PLM-1", "FBA-US", 10);
  await amazon.idle();
  expect(calls).toHaveLength(2);
  const ids = calls.map(understood).map((one) => (one.kind === "event" ? one.eventId : null));
  expect(ids[0]).toBe(ids[1]);
  expect(calls[0]?.headers["webhook-id"]).toBe(ids[0]);
});

test("dropped notifications never leave; shuffled ones come in another order, and some twice", async () => {
  amazon.faults.dropWebhooks = 1;
  amazon.setStock("PLM-1", "FBA-US", 10);
  await amazon.idle();
  expect(calls).toEqual([]);
  amazon.faults.dropWebhooks = 0;
  amazon.faults.shuffleWebhooks = true;
  for (let n = 0; n < 20; n++) amazon.setStock(`PLM-${n}`, "FBA-US", n);
  await amazon.idle();
  const skus = calls.map((call) => JSON.parse(call.rawBody).Payload.SKU as string);
  expect(new Set(skus).size).toBe(20);
  expect(skus.length).toBeGreaterThan(20);
  expect(skus).not.toEqual([...skus].sort((a, b) => Number(a.slice(4)) - Number(b.slice(4))));
});

test("a call is unsigned by another secret, by a changed body, by no signature; stale after five minutes", async () => {
  const body = JSON.stringify({ NotificationType: "X", NotificationMetadata: { NotificationId: "n-1" } });
  const at = new Date("2026-05-01T10:00:00Z");
  const call: WebhookCall = {
    rawBody: body,
    headers: {
      "webhook-id": "n-1",
      "webhook-timestamp": String(at.getTime() / 1000),
      "webhook-signature": `v1,AAAA ${new Webhook(secret).sign("n-1", at, body)}`,
    },
  };
  const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);
  expect(webhooks.verify(call, [secret], later(300))).toBe("ok");
  expect(webhooks.verify(call, [secret], later(-300))).toBe("ok");
  expect(webhooks.verify(call, [secret], later(301))).toBe("stale");
  expect(webhooks.verify(call, [other], at)).toBe("unsigned");
  expect(webhooks.verify(call, [], at)).toBe("unsigned");
  const raw = "plain_text-secret of a forwarder";
  const written = new Webhook(raw, { format: "raw" }).sign("n-1", at, body);
  const plain = { rawBody: body, headers: { ...call.headers, "webhook-signature": written } };
  expect(webhooks.verify(plain, ["", "Atzr|not base64", raw], at)).toBe("ok");
  expect(webhooks.verify(plain, ["", "whsec_%%%"], at)).toBe("unsigned");
  expect(webhooks.verify({ ...call, rawBody: `${body} ` }, [secret], at)).toBe("unsigned");
  expect(webhooks.verify({ ...call, headers: { ...call.headers, "webhook-id": "n-2" } }, [secret], at)).toBe(
    "unsigned",
  );
  expect(webhooks.verify({ rawBody: body, headers: {} }, [secret], at)).toBe("unsigned");
});

test("EventBridge's wrapping is taken off; other sellers, places and kinds are ignored; the rest is malformed", async () => {
  amazon.placeOrder(order("111-1", { ...oneLine }), { byAmazon: false });
  await amazon.idle();
  const [call] = calls;
  const body = JSON.parse(call?.rawBody ?? "{}");
  const of = (content: unknown, settings = amazon.settings) =>
    webhooks.understand({ headers: {}, rawBody: JSON.stringify(content) }, settings);
  expect(of({ version: "0", "detail-type": "ORDER_CHANGE", detail: body })).toEqual(understood(call));
  expect(of(body, { ...amazon.settings, sellerId: "SOMEBODY" })).toEqual({
    kind: "ignored",
    topic: "ORDER_CHANGE",
  });
  expect(of(body, { ...amazon.settings, marketplace: "CA" })).toEqual({
    kind: "ignored",
    topic: "ORDER_CHANGE",
  });
  expect(of({ ...body, NotificationType: "ANY_OFFER_CHANGED" })).toEqual({
    kind: "ignored",
    topic: "ANY_OFFER_CHANGED",
  });
  expect(of({ ...body, Payload: {} })).toMatchObject({ kind: "malformed" });
  for (const wrong of [null, 1, [], {}, { detail: null }])
    expect(of(wrong)).toMatchObject({ kind: "malformed" });
  expect(webhooks.understand({ headers: {}, rawBody: "{" }, amazon.settings)).toMatchObject({
    kind: "malformed",
  });
});

test("a level that is told in part is asked for", () => {
  const body = {
    NotificationType: "FBA_INVENTORY_AVAILABILITY_CHANGES",
    EventTime: "2026-05-01T10:00:00Z",
    NotificationMetadata: { NotificationId: "n-1" },
    Payload: {
      SKU: "PLM-1",
      FulfillmentInventoryByMarketplace: [
        { MarketplaceId: "ATVPDKIKX0DER", FulfillmentInventory: { Fulfillable: 3 } },
      ],
    },
  };
  expect(webhooks.understand({ headers: {}, rawBody: JSON.stringify(body) }, amazon.settings)).toMatchObject({
    records: [],
    fetch: [{ stream: "stock", ids: ["PLM-1"] }],
  });
});

test("subscriptions are made once at the seller's destination, and ended", async () => {
  amazon.state.subscriptions.clear();
  const session = sessionOf(amazon, { notificationDestination: "dest-1" });
  await webhooks.subscribe?.(session, "https://unused.example");
  await webhooks.subscribe?.(session, "https://unused.example");
  expect([...amazon.state.subscriptions.keys()]).toEqual([
    "ORDER_CHANGE",
    "FBA_INVENTORY_AVAILABILITY_CHANGES",
  ]);
  expect(amazon.counts().createSubscription?.requests).toBe(2);
  const elsewhere = sessionOf(amazon, { notificationDestination: "dest-2" });
  await expect(webhooks.subscribe?.(elsewhere, "https://unused.example")).rejects.toMatchObject({
    code: "subscribed_elsewhere",
  });
  await webhooks.unsubscribe?.(session, "https://unused.example");
  expect(amazon.state.subscriptions.size).toBe(0);
  await webhooks.subscribe?.(sessionOf(amazon), "https://unused.example");
  expect(amazon.state.subscriptions.size).toBe(0);
});
