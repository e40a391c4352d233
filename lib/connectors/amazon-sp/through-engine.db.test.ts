import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import type { LiveAccount } from "@/lib/ingest/sync/account";
import { applySourceRecords } from "@/lib/ingest/sync/apply-records";
import { runStream } from "@/lib/ingest/sync/run-pass";
import { runWanted } from "@/lib/ingest/sync/run-wanted";
import { beginPass, wantIds } from "@/lib/ingest/sync/streams";
import {
  addConnection,
  makeCompany,
  silent,
  syncAll,
  syncStream,
  testSealingSecret,
} from "@/lib/ingest/sync/testing/live-company";
import { takeVendorWebhook } from "@/lib/ingest/sync/vendor-webhook";
import { type SimulatedAmazon, startAmazonSp } from "@/sandbox/live/amazon-sp/server";
import { amazonSpConnector } from "./provider";
import { order, wideRates } from "./testing/shop";

process.env.PLIMSOLL_SECRET = testSealingSecret;
let database: TestDatabase;
let amazon: SimulatedAmazon;
let account: LiveAccount;

beforeAll(async () => {
  database = await createTestDatabase();
  await makeCompany(database.db);
});
afterAll(() => database.drop());
beforeEach(async () => {
  amazon = await startAmazonSp({ rates: wideRates, ordersPerPage: 5, pendingSeconds: 120 });
  const { baseUrl: _, fbaLocation: __, ...settings } = amazon.settings;
  // Each account in turn is the one of FBA-US.
  await database.db`delete from connection_place`;
  account = await addConnection(database.db, amazonSpConnector, {
    key: `amazon-${amazon.origin.split(":").pop()}`,
    baseUrl: amazon.origin,
    settings,
    secrets: amazon.secrets,
  });
  const skus = ["PLM-1", "PLM-2", "PLM-3"].map((code) => ({
    kind: "skus" as const,
    id: code,
    version: null,
    fields: { code, title: code, currency: "USD", unitCost: "1", price: "2" },
    raw: {},
    eventAt: null,
  }));
  await applySourceRecords(database.db, skus, { connectionId: account.connectionId, trigger: "poll" });
});
afterEach(() => amazon.stop());

const stored = async (number: string) => {
  const [row] = await database.db<
    { state: string; total: number | null; units: number; cancelled: number; amount: number | null }[]
  >`
    select o.state, o.total_minor as total, sum(l.quantity)::int as units, sum(l.cancelled_quantity)::int as cancelled,
      sum(l.amount_minor)::int as amount
    from sales_order o join order_line l on l.order_id = o.id and l.placed_at = o.placed_at
    where o.external_id = ${number} group by o.state, o.total_minor`;
  return row;
};

test("an account comes in with its place, its stock and its orders; totals follow when they are told", async () => {
  amazon.setStock("PLM-1", "FBA-US", 50);
  const placedAt = new Date(Date.now() - 60_000);
  for (let n = 0; n < 12; n++) amazon.placeOrder(order(`E1-${n}`, { placedAt }));
  await syncAll(database.db, account);
  expect(await stored("E1-3")).toEqual({ state: "open", total: null, units: 6, cancelled: 0, amount: null });
  const [level] = await database.db<{ onHand: number }[]>`
    select l.on_hand as "onHand" from stock_level l join sku s on s.id = l.sku_id join location p on p.id = l.location_id
    where s.code = 'PLM-1' and p.code = 'FBA-US'`;
  expect(level?.onHand).toBe(50);
  amazon.faults.clockSkewSeconds = 120;
  await wantIds(database.db, account.connectionId, [{ stream: "orders", ids: ["E1-3"] }]);
  await syncStream(database.db, account, "orders");
  expect(await stored("E1-3")).toEqual({ state: "open", total: 5108, units: 6, cancelled: 0, amount: 4499 });
  amazon.changeOrder("E1-3", { kind: "cancel", at: new Date() });
  await syncStream(database.db, account, "orders");
  expect(await stored("E1-3")).toMatchObject({ state: "cancelled", units: 6, cancelled: 6 });
});

test("history read through reports takes nothing back that is known better", async () => {
  amazon.state.options.pendingSeconds = 0;
  amazon.placeOrder(order("E2-1", { placedAt: new Date(Date.now() - 60_000) }));
  const old = new Date(Date.now() - 50 * 86_400_000);
  amazon.placeOrder(order("E2-2", { placedAt: old }));
  Object.assign(amazon.state.orders.get("E2-2") ?? {}, { changedAt: old.getTime() });
  await syncAll(database.db, account, ["locations"]);
  await syncStream(database.db, account, "orders");
  const before = await stored("E2-1");
  expect(before?.total).toBe(5108);
  await beginPass(database.db, {
    connectionId: account.connectionId,
    stream: "orders",
    kind: "backfill",
    since: new Date(Date.now() - 60 * 86_400_000),
    until: new Date(),
    requestedBy: "test",
  });
  for (let left = 50, result = ""; result !== "done" && left > 0; left--) {
    await database.db`update sync_pass set not_before = now() where connection_id = ${account.connectionId}`;
    const ran = await runStream(database.db, account, "orders", "history", {
      log: silent,
      signal: new AbortController().signal,
    });
    result = ran.result;
  }
  expect(await stored("E2-1")).toEqual(before);
  expect(await stored("E2-2")).toMatchObject({ total: null, units: 6, amount: 4499 });
});

test("notifications bring in what changed before the next poll, once, however they arrive", async () => {
  const secret = `whsec_${Buffer.from("the forwarder's own secret").toString("base64")}`;
  const taken: string[] = [];
  const receiver = createServer(async (request, response) => {
    let rawBody = "";
    for await (const part of request) rawBody += part;
    const side = amazonSpConnector.webhooks;
    if (!side) return response.writeHead(404).end();
    const call = { headers: request.headers as Record<string, string>, rawBody };
    const known = { ...account, secrets: { ...account.secrets, webhookSecret: secret } };
    const { status, result } = await takeVendorWebhook(database.db, known, side, call, new Date());
    taken.push(result);
    return response.writeHead(status).end();
  });
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
  try {
    await syncAll(database.db, account, ["locations"]);
    amazon.state.options.pendingSeconds = 0;
    amazon.faults.shuffleWebhooks = true;
    amazon.notify(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`, secret);
    amazon.setStock("PLM-1", "FBA-US", 30);
    for (let n = 0; n < 6; n++) amazon.placeOrder(order(`E3-${n}`));
    amazon.changeOrder("E3-1", { kind: "ship", at: new Date() });
    await amazon.idle();
    const options = { log: silent, signal: new AbortController().signal };
    while ((await runWanted(database.db, account, "orders", options)).result !== "idle");
    expect(await stored("E3-0")).toMatchObject({ state: "open", total: 5108, units: 6 });
    expect(await stored("E3-1")).toMatchObject({ state: "shipped", units: 6 });
    const [level] = await database.db<{ onHand: number }[]>`
      select l.on_hand as "onHand" from stock_level l join sku s on s.id = l.sku_id join location p on p.id = l.location_id
      where s.code = 'PLM-1' and p.code = 'FBA-US'`;
    // 30 there, of which two of each order are held; the shipped order's two have left.
    expect(level?.onHand).toBe(28);
    expect(taken).toContain("replay");
    expect(taken.every((result) => ["applied", "queued", "replay"].includes(result))).toBe(true);
    expect(amazon.counts().searchOrders).toBeUndefined();
  } finally {
    receiver.closeAllConnections();
    await new Promise((done) => receiver.close(done));
  }
});
