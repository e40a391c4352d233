import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { addLiveConnector } from "@/lib/connectors/live-registry";
import { harbourConnector } from "@/lib/connectors/testing/harbour-connector";
import { harbourWebhookSecret } from "@/lib/connectors/testing/harbour-server";
import { sealSecret } from "@/lib/core/seal";
import { addConnection, makeCompany, testSealingSecret } from "@/lib/ingest/sync/testing/live-company";
import { findVendorConnection, receiveVendorWebhook } from "./receive-vendor";

process.env.PLIMSOLL_SECRET = testSealingSecret;
addLiveConnector(harbourConnector);
let database: TestDatabase;
let connectionId = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  await makeCompany(database.db);
  const account = await addConnection(database.db, harbourConnector, {
    key: "harbour",
    baseUrl: "http://127.0.0.1:1",
    secrets: { webhookSecret: harbourWebhookSecret },
  });
  connectionId = account.connectionId;
  await database.db`insert into sku (code, title, currency) values ('W-1', 'W', 'GBP')`;
  await database.db`insert into location (code, name, kind, country, region, time_zone) values ('W', 'W', 'warehouse', 'GB', 'EU', 'UTC')`;
  await database.db`insert into channel (code, name, kind, currency, time_zone) values ('harbour', 'H', 'own_shop', 'GBP', 'UTC')`;
  await database.db`insert into channel_location select c.id, l.id from channel c, location l`;
});
afterAll(() => database.drop());

const event = (topic: string, content: unknown, id: string = randomUUID()) =>
  JSON.stringify({ id, topic, at: new Date().toISOString(), content });
const order = (number: string, version = 1) => ({
  ...{ id: number, number, version, placedAt: new Date().toISOString(), updatedAt: new Date().toISOString() },
  ...{ currency: "GBP", customer: "c", country: "GB", cancelledAt: null, shipped: false, refunds: [] },
  ...{ discountMinor: 0, taxMinor: 0, shippingMinor: 0 },
  lines: [{ sku: "W-1", title: "W", quantity: version, unitPriceMinor: 100 }],
});
async function deliver(body: string, { secret = harbourWebhookSecret, ageSeconds = 0 } = {}) {
  const headers = {
    "x-harbour-signature": createHmac("sha256", secret).update(body).digest("hex"),
    "x-harbour-at": String(Math.floor(Date.now() / 1000) - ageSeconds),
  };
  const vendor = await findVendorConnection(database.db, "harbour");
  if (!vendor) throw new Error("no vendor calls this connection");
  return receiveVendorWebhook(database.db, vendor, headers, body);
}
const units = async (number: string) => {
  const [row] = await database.db`
    select l.quantity from order_line l join sales_order o on o.id = l.order_id where o.external_id = ${number}`;
  return row?.quantity;
};

test("an event is visible when the vendor is answered, once however often it comes, and never goes back", async () => {
  const newer = order("E1", 3);
  const body = event("order", newer);
  expect(await deliver(body)).toEqual({ status: 200, result: "applied" });
  expect(await units("E1")).toBe(3);
  expect(await deliver(body)).toEqual({ status: 200, result: "replay" });
  expect(await deliver(event("order", order("E1", 2)))).toEqual({ status: 200, result: "applied" });
  expect(await units("E1")).toBe(3);
});

test("calls that come at the same time are written together, each order as its newest state says", async () => {
  const calls = Array.from({ length: 60 }, (_, index) =>
    event("order", order(`T${index % 20}`, 1 + Math.floor(index / 20))),
  );
  const answers = await Promise.all(calls.map((body) => deliver(body)));
  expect(new Set(answers.map(({ result }) => result))).toEqual(new Set(["applied"]));
  expect(await Promise.all(Array.from({ length: 20 }, (_, index) => units(`T${index}`)))).toEqual(
    Array(20).fill(3),
  );
});

test("what a call only names is put on the list of what is asked for", async () => {
  expect(await deliver(event("stock", { id: "W-1|W" }))).toEqual({ status: 200, result: "queued" });
  const wanted =
    await database.db`select stream, external_id as id from sync_wanted where connection_id = ${connectionId}`;
  expect(wanted).toEqual([{ stream: "stock", id: "W-1|W" }]);
});

test("unsigned, stale, malformed, oversized and unknown calls get the vendor's status, are counted and never processed", async () => {
  const before = await database.db`select count(*) from inbox_record`;
  expect(await deliver(event("order", order("E2")), { secret: "another" })).toEqual({
    status: 401,
    result: "unsigned",
  });
  expect(await deliver(event("order", order("E2")), { ageSeconds: 3_600 })).toEqual({
    status: 200,
    result: "stale",
  });
  expect(await deliver("{}")).toEqual({ status: 400, result: "malformed" });
  expect(await deliver("x".repeat(70_000))).toEqual({ status: 400, result: "too_large" });
  expect(await deliver(event("weather", { id: "1" }))).toEqual({ status: 200, result: "ignored" });
  expect(await database.db`select count(*) from inbox_record`).toEqual(before);
  const tally = await database.db`select result, count from webhook_tally order by result`;
  expect(Object.fromEntries(tally.map(({ result, count }) => [result, count]))).toMatchObject({
    ...{ unsigned: 1, stale: 1, malformed: 1, too_large: 1, ignored: 1 },
  });
});

test("while a secret is being replaced either signs; a paused or gone connection takes nothing", async () => {
  await database.db`
    update connection set secret_sealed = ${sealSecret(JSON.stringify({ webhookSecret: "a new one" }))} where id = ${connectionId}`;
  expect((await deliver(event("order", order("E3")))).result).toBe("unsigned");
  await database.db`
    insert into connection_former_secret (connection_id, secret_sealed, ends_at)
    values (${connectionId}, ${sealSecret(JSON.stringify({ webhookSecret: harbourWebhookSecret }))}, now() + interval '1 hour')`;
  expect((await deliver(event("order", order("E3")))).result).toBe("applied");
  expect((await deliver(event("order", order("E4")), { secret: "a new one" })).result).toBe("applied");
  await database.db`update connection set state = 'paused'`;
  expect((await deliver(event("order", order("E5")))).result).toBe("ignored");
  await database.db`update connection set state = 'disconnected'`;
  expect(await deliver(event("order", order("E5")))).toEqual({ status: 404, result: "unknown" });
  expect(await findVendorConnection(database.db, "harbour")).toEqual({ account: null });
  expect(await findVendorConnection(database.db, "nobody")).toBeNull();
  expect(await units("E5")).toBeUndefined();
});

test("many records in one call are left to the worker", async () => {
  await database.db`update connection set state = 'active'`;
  const { webhooks, ...rest } = harbourConnector;
  if (!webhooks) throw new Error("no webhooks");
  const records = Array.from({ length: 30 }, (_, index) => order(`B${index}`)).flatMap((one) => {
    const meaning = webhooks.understand({ headers: {}, rawBody: event("order", one) }, {});
    return meaning.kind === "event" ? meaning.records : [];
  });
  addLiveConnector({
    ...rest,
    webhooks: {
      ...webhooks,
      understand: () => ({
        kind: "event",
        eventId: "big",
        topic: "orders",
        eventAt: null,
        records,
        fetch: [],
      }),
    },
  });
  expect((await deliver(event("order", order("x")))).result).toBe("queued");
  const [waiting] = await database.db`select count(*)::int as n from inbox_record where state = 'waiting'`;
  expect(waiting).toEqual({ n: 30 });
});
