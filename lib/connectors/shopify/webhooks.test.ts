import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { shopifyConnector } from "./provider";
import { newLedger, takeCall } from "./testing/ledger";
import { startReceiver } from "./testing/receiver";
import { readAll } from "./testing/session";
import { openShop, orderOf } from "./testing/shop";

const all = { kind: "incremental" as const, since: "2000-01-01T00:00:00Z", until: "2100-01-01T00:00:00Z" };
const streams = ["locations", "products", "stock", "orders"] as const;
const plenty = { pointsMax: 1_000_000, restorePerSecond: 1_000_000 };
const { webhooks } = shopifyConnector;
if (!webhooks) throw new TypeError("Shopify calls us");

const change = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("place" as const),
      sku: fc.constantFrom("MUG", "LAMP-G"),
      units: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("ship" as const), pick: fc.nat() }) },
  fc.record({ kind: fc.constant("cancel" as const), pick: fc.nat() }),
  fc.record({ kind: fc.constant("refund" as const), pick: fc.nat(), restock: fc.boolean() }),
  fc.record({ kind: fc.constant("stock" as const), units: fc.integer({ min: 0, max: 50 }) }),
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("price" as const), minor: fc.integer({ min: 1, max: 9_999 }) }),
  },
  fc.record({ kind: fc.constant("wait" as const), ms: fc.constantFrom(200, 900, 5_000) }),
);

test("late, repeated, reordered and lost webhooks end as a clean reading does", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 3, maxLength: 14 }),
      fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      async (changes, chance) => {
        let now = Date.parse("2026-03-01T10:00:00Z");
        const draw = () => chance.next().value ?? 0;
        const { shop, session } = await openShop({
          ...plenty,
          now: () => new Date(now),
          seed: Math.floor(draw() * 1e6),
        });
        const receiver = await startReceiver();
        try {
          // With codes by number, an order that has left is whole in its webhook as well.
          const codes = { locationCodes: `${shop.locationId("NYC")}=NYC; ${shop.locationId("SHOP")}=SHOP` };
          const connected = session(codes);
          await webhooks.subscribe?.(connected, receiver.address);
          shop.faults.dropWebhooks = 0.2;
          shop.faults.shuffleWebhooks = true;
          const orders: string[] = [];
          const skus = new Map<string, string>();
          for (const one of changes) {
            now += 100;
            const number = "pick" in one ? orders[one.pick % Math.max(1, orders.length)] : undefined;
            if (one.kind === "wait") now += one.ms;
            else if (one.kind === "stock") shop.setStock("MUG", "NYC", one.units);
            else if (one.kind === "price") shop.changeProduct("MUG", { priceMinor: one.minor });
            else if (one.kind === "place") {
              orders.push(`#${orders.length + 1}`);
              skus.set(`#${orders.length}`, one.sku);
              shop.placeOrder(orderOf(`#${orders.length}`, one.sku, one.units, new Date(now)));
            } else if (number && one.kind === "refund")
              shop.changeOrder(number, {
                kind: "refund",
                at: new Date(now),
                sku: skus.get(number) ?? "",
                quantity: 1,
                restock: one.restock,
              });
            else if (number && one.kind !== "refund")
              shop.changeOrder(number, { kind: one.kind, at: new Date(now) });
          }
          await shop.webhooksSettled();
          const ledger = newLedger();
          const calls = [...receiver.calls].sort(() => draw() - 0.5);
          // The poll comes in between: what is delivered after it is old.
          const before = calls.splice(0, Math.floor(draw() * calls.length));
          for (const call of before) await takeCall(connected, ledger, call);
          for (const stream of streams) ledger.take(await readAll(connected, { stream, scope: all }));
          for (const call of calls) await takeCall(connected, ledger, call);
          const clean = newLedger();
          for (const stream of streams) clean.take(await readAll(session(), { stream, scope: all }));
          expect(ledger.state()).toEqual(clean.state());
        } finally {
          await receiver.stop();
          await shop.stop();
        }
      },
    ),
    { numRuns: 8 },
  );
});

test("a delivery that comes after a reading of the same second does not undo it", async () => {
  let now = Date.parse("2026-03-01T10:00:00.100Z");
  const { shop, session } = await openShop({ ...plenty, now: () => new Date(now) });
  const receiver = await startReceiver();
  const connected = session();
  await webhooks.subscribe?.(connected, receiver.address);
  shop.changeProduct("MUG", { priceMinor: 900 });
  await shop.webhooksSettled();
  now += 300;
  shop.faults.dropWebhooks = 1;
  shop.changeProduct("MUG", { priceMinor: 1100 });
  const ledger = newLedger();
  ledger.take(await readAll(connected, { stream: "products", scope: all }));
  const read = ledger.state();
  expect(receiver.calls).toHaveLength(1);
  for (const call of receiver.calls) await takeCall(connected, ledger, call);
  expect(ledger.state()).toEqual(read);
  await receiver.stop();
  await shop.stop();
});

test("an order is whole in its webhook, the same as when it is read", async () => {
  const { shop, session } = await openShop(plenty);
  const receiver = await startReceiver();
  const connected = session({ locationCodes: `${shop.locationId("NYC")}=NYC` });
  await webhooks.subscribe?.(connected, receiver.address);
  shop.placeOrder({ ...orderOf("#1", "LAMP-G", 2), taxMinor: 90, shippingMinor: 400, discountMinor: 10 });
  shop.changeOrder("#1", { kind: "ship", at: new Date() });
  await shop.webhooksSettled();
  const [read] = await readAll(connected, { stream: "orders", scope: all });
  const meaning = receiver.calls
    .filter(({ headers }) => headers["x-shopify-topic"] === "orders/updated")
    .map((call) => webhooks.understand(call, connected.settings))[0];
  expect(meaning).toMatchObject({ kind: "event", topic: "orders/updated", fetch: [] });
  const told = meaning?.kind === "event" ? meaning.records[0] : undefined;
  const { version: ofReading, ...fields } = read?.fields ?? {};
  const { version: ofDelivery, ...same } = told?.fields ?? {};
  expect(same).toEqual(fields);
  expect(Number(ofDelivery)).toBeLessThan(Number(ofReading));
  await receiver.stop();
  await shop.stop();
});

test("subscribes once, and ends what it subscribed", async () => {
  const { shop, session } = await openShop(plenty);
  const connected = session();
  await webhooks.subscribe?.(connected, "https://plimsoll.example/api/webhooks/shop");
  await webhooks.subscribe?.(connected, "https://plimsoll.example/api/webhooks/shop");
  await webhooks.subscribe?.(connected, "https://other.example/hook");
  expect(shop.subscriptions()).toHaveLength(20);
  await webhooks.unsubscribe?.(connected, "https://plimsoll.example/api/webhooks/shop");
  expect(new Set(shop.subscriptions().map(({ uri }) => uri))).toEqual(
    new Set(["https://other.example/hook"]),
  );
  await shop.stop();
});

test("what is not taken comes again, unchanged and with the same event", async () => {
  const { shop, session } = await openShop({ ...plenty, retrySeconds: [0.01, 0.01, 0.01] });
  const receiver = await startReceiver();
  receiver.refuse.push(500, 503);
  const connected = session();
  await webhooks.subscribe?.(connected, receiver.address);
  shop.changeProduct("MUG", { priceMinor: 900 });
  await shop.webhooksSettled();
  expect(receiver.calls).toHaveLength(3);
  expect(new Set(receiver.calls.map(({ rawBody }) => rawBody)).size).toBe(1);
  const events = receiver.calls.map((call) => webhooks.understand(call, connected.settings));
  expect(new Set(events.map((one) => (one.kind === "event" ? one.eventId : one.kind))).size).toBe(1);
  await receiver.stop();
  await shop.stop();
});

test("a merchant who removes the app ends the grant", async () => {
  const { shop, session } = await openShop(plenty);
  const receiver = await startReceiver();
  await webhooks.subscribe?.(session(), receiver.address);
  shop.uninstall();
  await shop.webhooksSettled();
  expect(receiver.calls.map((call) => webhooks.understand(call, {}))).toMatchObject([
    { kind: "grant_ended", topic: "app/uninstalled" },
  ]);
  await receiver.stop();
  await shop.stop();
});

const now = new Date("2026-03-01T12:00:00Z");
const signed = (rawBody: string, headers: Record<string, string> = {}, secret = "secret") => ({
  rawBody,
  headers: {
    "x-shopify-topic": "orders/create",
    "x-shopify-event-id": "e1",
    "x-shopify-hmac-sha256": createHmac("sha256", secret).update(rawBody).digest("base64"),
    "x-shopify-triggered-at": "2026-03-01T11:59:59.5Z",
    ...headers,
  },
});

test("the signature is over the body as it came, by any secret that holds", () => {
  const body = '{"name":"Bücher – 書"}\n';
  expect(webhooks.verify(signed(body), ["secret"], now)).toBe("ok");
  expect(webhooks.verify(signed(body, {}, "former"), ["secret", "former"], now)).toBe("ok");
  expect(webhooks.verify(signed(body), ["other"], now)).toBe("unsigned");
  expect(webhooks.verify({ ...signed(body), rawBody: body.trim() }, ["secret"], now)).toBe("unsigned");
  expect(webhooks.verify(signed(body, { "x-shopify-hmac-sha256": "" }), ["secret"], now)).toBe("unsigned");
  expect(webhooks.verify(signed(body), [], now)).toBe("unsigned");
  // RFC 4231, test case 2.
  const mac = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  const vector = {
    rawBody: "what do ya want for nothing?",
    headers: { "x-shopify-hmac-sha256": Buffer.from(mac, "hex").toString("base64") },
  };
  expect(webhooks.verify(vector, ["Jefe"], now)).toBe("ok");
});

test("four hours of tries are taken, an older repeat is stale", () => {
  const at = (triggered: string) =>
    webhooks.verify(signed("{}", { "x-shopify-triggered-at": triggered }), ["secret"], now);
  expect(at("2026-03-01T08:00:00Z")).toBe("ok");
  expect(at("2026-03-01T06:59:00Z")).toBe("stale");
});

test("calls of one event that say different things are each taken, repeats of one are one", () => {
  const idOf = (body: string, topic = "refunds/create") => {
    const meaning = webhooks.understand(signed(body, { "x-shopify-topic": topic }), {});
    return meaning.kind === "event" ? meaning.eventId : meaning.kind;
  };
  expect(idOf('{"id":1,"order_id":1}')).toBe(idOf('{"id":1,"order_id":1}'));
  expect(idOf('{"id":1,"order_id":1}')).not.toBe(idOf('{"id":2,"order_id":2}'));
});

test("what cannot be read is malformed, what is not used is ignored, and nothing is thrown", () => {
  const meaning = (body: string, headers: Record<string, string> = {}) =>
    webhooks.understand(signed(body, headers), {});
  expect(meaning("{")).toMatchObject({ kind: "malformed" });
  expect(meaning("null")).toMatchObject({ kind: "malformed" });
  expect(meaning('{"id":1}')).toMatchObject({ kind: "malformed", reason: expect.stringContaining("name") });
  expect(meaning("{}", { "x-shopify-event-id": "", "x-shopify-webhook-id": "" })).toMatchObject({
    kind: "malformed",
  });
  expect(meaning("{}", { "x-shopify-topic": "carts/update" })).toEqual({
    kind: "ignored",
    topic: "carts/update",
  });
  expect(meaning('{"id":5,"order_id":7}', { "x-shopify-topic": "refunds/create" })).toMatchObject({
    fetch: [{ stream: "orders", ids: ["gid://shopify/Order/7"] }],
  });
});
