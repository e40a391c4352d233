import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { amazonSpConnector } from "@/lib/connectors/amazon-sp/provider";
import { wideRates } from "@/lib/connectors/amazon-sp/testing/shop";
import type { LiveConnector } from "@/lib/connectors/live-contract";
import { shopifyConnector } from "@/lib/connectors/shopify/provider";
import { openShop } from "@/lib/connectors/shopify/testing/shop";
import { Conflict, Forbidden } from "@/lib/core/errors";
import { sealSecret } from "@/lib/core/seal";
import { startVendor, type Vendor } from "@/lib/executors/testing/vendor";
import type { LiveAccount } from "@/lib/ingest/sync/account";
import { runStream } from "@/lib/ingest/sync/run-pass";
import {
  addConnection,
  makeCompany,
  silent,
  syncAll,
  syncStream,
  testSealingSecret,
} from "@/lib/ingest/sync/testing/live-company";
import { pushQuantity } from "@/lib/services/action/push-quantity";
import { person } from "@/lib/services/action/testing/small-company";
import { undoAction } from "@/lib/services/action/undo";
import { listPlaces } from "@/lib/services/connection/live/list-places";
import { setPlace } from "@/lib/services/connection/live/set-place";
import { makeTransfer } from "@/lib/services/transfer/testing/make-transfer";
import { type SimulatedAmazon, startAmazonSp } from "@/sandbox/live/amazon-sp/server";
import { handler as confirmActions } from "./actions-confirm.handler";
import { handler as sendAction } from "./actions-send.handler";

process.env.PLIMSOLL_SECRET = testSealingSecret;
const supply = person("supply");
const admin = person("admin");
let database: TestDatabase;
const stops: (() => unknown)[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  await makeCompany(database.db);
  stops.push(() => database.drop());
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const context = () => ({ db: database.db, log: silent, signal: new AbortController().signal });
const send = (actionId: string) => sendAction({ actionId }, context());
async function confirm(): Promise<void> {
  await database.db`update action set next_attempt_at = now() where state not in ('queued', 'sending')`;
  await confirmActions({}, context());
}
const actions = () => database.db`
  select a.kind, a.executor, a.state, c.key as connection from action a left join connection c on c.id = a.connection_id order by a.created_at, c.key`;
const transferState = async () => (await database.db`select state from transfer_order`)[0]?.state;
async function location(code: string, kind = "warehouse"): Promise<number> {
  const [row] = await database.db<{ id: number }[]>`
    insert into location (code, name, kind, country, region, time_zone) values (${code}, ${code}, ${kind}, 'US', 'NA', 'UTC')
    on conflict (code) do update set name = excluded.name returning id`;
  return row?.id ?? 0;
}
async function lane(from: string, to: string): Promise<number> {
  const [row] = await database.db<{ id: number }[]>`
    insert into lane (origin_id, destination_id, lead_time_days, currency, freight_minor_per_unit)
    select o.id, d.id, 3, 'GBP', 10 from location o, location d where o.code = ${from} and d.code = ${to} returning id`;
  return row?.id ?? 0;
}
async function move(laneId: number, sku: string, quantity: number) {
  const [row] = await database.db<{ skuId: number }[]>`select id as "skuId" from sku where code = ${sku}`;
  return makeTransfer(database.db, supply, { laneId, quantity, ...row });
}
/** On hand and available on a shelf, and what is on its way to it. */
const shelf = async (sku: string, place: string) => {
  const [row] = await database.db`
    select l.on_hand as here, l.available as free, l.in_transit as coming from stock_level l
    join sku s on s.id = l.sku_id join location p on p.id = l.location_id where s.code = ${sku} and p.code = ${place}`;
  return row ?? null;
};
const readHistory = (account: LiveAccount, stream: "stock") =>
  runStream(database.db, account, stream, "history", { log: silent, signal: new AbortController().signal });

async function openShopify() {
  const opened = await openShop({ pointsMax: 100_000, restorePerSecond: 10_000 });
  stops.push(() => opened.shop.stop());
  opened.shop.setStock("MUG", "NYC", 10);
  opened.shop.setStock("MUG", "SHOP", 1);
  const account = await addConnection(database.db, shopifyConnector, {
    key: "shop",
    baseUrl: opened.shop.origin,
    settings: { shop: "harbour.myshopify.com", clientId: opened.credentials.clientId, channel: "web" },
    secrets: { clientSecret: opened.credentials.clientSecret },
    stock: "publishes",
  });
  await syncAll(database.db, account);
  const place = (code: string, locationId: number, keeps: boolean) =>
    setPlace(database.db, admin, { connectionId: account.connectionId, code, locationId, keeps });
  const tell = (type: "transfer.shipped" | "transfer.arrived", transfer: string, quantity: number) =>
    shopifyConnector.send?.(opened.session(), {
      id: `${type}-${transfer}`,
      type,
      data: { actionId: `${type}-${transfer}`, transfer, lines: [{ sku: "MUG", quantity }] },
    });
  return { ...opened, account, place, tell };
}

test("a place publishes until somebody says that the account keeps it, under our location, and one keeps it", async () => {
  const { account, place } = await openShopify();
  const { connectionId } = account;
  const known = () => listPlaces(database.db, admin, { connectionId });
  expect((await known()).places).toMatchObject([
    { code: "NYC", keeps: false, keptBy: null },
    { code: "SHOP", keeps: false },
  ]);
  expect(await shelf("MUG", "NYC")).toBeNull();
  const east = await location("EAST");
  await expect(
    setPlace(database.db, person("operator"), { connectionId, code: "NYC", locationId: east, keeps: true }),
  ).rejects.toThrow(Forbidden);
  expect(await place("NYC", east, true)).toEqual({ changed: true });
  expect(await place("NYC", east, true)).toEqual({ changed: false });
  await readHistory(account, "stock");
  await syncAll(database.db, account);
  expect(await shelf("MUG", "EAST")).toEqual({ here: 10, free: 10, coming: 0 });
  const [ours] = await database.db`select name, active from location where code = 'EAST'`;
  expect(ours).toEqual({ name: "EAST", active: true });
  const [theirs] = await database.db`select active from location where code = 'NYC'`;
  expect(theirs).toEqual({ active: false });
  const serving = await database.db`
    select p.code from channel_location c join location p on p.id = c.location_id order by c.priority`;
  expect(serving.map(({ code }) => code)).toEqual(["EAST", "SHOP"]);

  await expect(place("SHOP", east, true)).rejects.toThrow(Conflict);
  await database.db`
    insert into connection (key, vendor, name, config)
    values ('wms', 'webhook', 'Our WMS', '{"role": "warehouse", "locations": ["WEST"]}')`;
  const west = await location("WEST");
  await expect(place("SHOP", west, true)).rejects.toThrow("Our WMS keeps the stock of WEST already");
  expect(await place("SHOP", west, false)).toEqual({ changed: true });
  expect((await known()).places[1]).toMatchObject({ code: "SHOP", locationId: west, keptBy: "Our WMS" });
});

test("a transfer between two places of a shop is asked for there, and followed until it has arrived", async () => {
  const { account, place, tell, shop } = await openShopify();
  const east = await location("EAST");
  const store = await location("SHOP");
  await place("NYC", east, true);
  await place("SHOP", store, true);
  await readHistory(account, "stock");
  const { actionId } = await move(await lane("EAST", "SHOP"), "MUG", 4);
  await send(actionId);
  expect(await actions()).toEqual([
    { kind: "transfer", executor: "connector", state: "accepted", connection: "shop" },
  ]);
  await syncStream(database.db, account, "stock");
  await confirm();
  expect(await transferState()).toBe("sent");
  expect(await shelf("MUG", "EAST")).toEqual({ here: 10, free: 6, coming: 0 });

  await tell("transfer.shipped", actionId, 4);
  // The shelf is read before anybody hears of the shipping: it is the same goods all the same.
  await syncStream(database.db, account, "stock");
  await confirm();
  expect(await transferState()).toBe("shipped");
  expect((await actions())[0]).toMatchObject({ state: "verified" });
  expect(await shelf("MUG", "EAST")).toMatchObject({ here: 6, free: 6 });
  expect(await shelf("MUG", "SHOP")).toEqual({ here: 1, free: 1, coming: 4 });

  await tell("transfer.arrived", actionId, 4);
  await confirm();
  await syncStream(database.db, account, "stock");
  expect(await transferState()).toBe("received");
  expect(await shelf("MUG", "EAST")).toMatchObject({ here: shop.stockOf("MUG", "NYC") ?? -1 });
  expect(await shelf("MUG", "SHOP")).toEqual({ here: 5, free: 5, coming: 0 });
  const [moved] =
    await database.db`select shipped_quantity as out, received_quantity as in from transfer_line`;
  expect(moved).toEqual({ out: 4, in: 4 });
});

test("a transfer through a shop is called off there", async () => {
  const { account, place, shop } = await openShopify();
  await place("NYC", await location("EAST"), true);
  await readHistory(account, "stock");
  const { actionId } = await move(await lane("EAST", "SHOP"), "MUG", 4);
  await send(actionId);
  expect(shop.stockOf("MUG", "NYC")).toBe(6);
  const { inverseId } = await undoAction(database.db, supply, { actionId });
  await send(inverseId ?? "");
  await confirm();
  expect((await actions()).map(({ kind, state }) => [kind, state])).toEqual([
    ["transfer", "undone"],
    ["transfer_cancel", "verified"],
  ]);
  expect(shop.stockOf("MUG", "NYC")).toBe(10);
  await syncStream(database.db, account, "stock");
  expect(await shelf("MUG", "EAST")).toEqual({ here: 10, free: 10, coming: 0 });
});

test("a pushed quantity goes to the place that the channel sells from first, and is refused while none is known", async () => {
  const { account, place, shop } = await openShopify();
  const [listing] = await database.db<{ id: number }[]>`
    select l.id from listing l join sku s on s.id = l.sku_id where s.code = 'MUG'`;
  const push = (quantity: number, more: object = {}) =>
    pushQuantity(database.db, person("operator"), { listingId: listing?.id ?? 0, quantity, ...more });
  await place("SHOP", await location("STORE"), false);
  await syncStream(database.db, account, "locations");
  await database.db`
    update channel_location c set priority = case l.code when 'STORE' then 1 else 2 end from location l where l.id = c.location_id`;
  const first = await push(15);
  await send(first.actionId);
  await confirm();
  expect([shop.stockOf("MUG", "NYC"), shop.stockOf("MUG", "SHOP")]).toEqual([10, 5]);
  expect((await actions())[0]).toMatchObject({ kind: "publish_quantity", state: "verified" });

  const one = await push(7, { locationId: await location("STORE") });
  await send(one.actionId);
  expect([shop.stockOf("MUG", "NYC"), shop.stockOf("MUG", "SHOP")]).toEqual([10, 7]);
  await expect(push(7, { locationId: await location("ELSEWHERE") })).rejects.toThrow("is ELSEWHERE");
  await database.db`delete from channel_location`;
  await expect(push(30)).rejects.toThrow("has 2 places, and none of them");
});

async function openAmazon(inboundUpTo = "plan"): Promise<{ amazon: SimulatedAmazon; account: LiveAccount }> {
  const amazon = await startAmazonSp({ rates: wideRates });
  stops.push(() => amazon.stop());
  amazon.setStock("PLM-1", "FBA-US", 5);
  const { baseUrl: _, fbaLocation: __, ...settings } = amazon.settings;
  const shipFrom = { Name: "H", Address: "1 Pier", City: "Seattle", PostalCode: "98101", Country: "US" };
  const account = await addConnection(database.db, amazonSpConnector as LiveConnector, {
    key: "amazon",
    baseUrl: amazon.origin,
    settings: {
      ...settings,
      shipFromPhone: "2065550100",
      inboundUpTo,
      ...Object.fromEntries(Object.entries(shipFrom).map(([key, value]) => [`shipFrom${key}`, value])),
    },
    secrets: amazon.secrets,
    stock: "publishes",
  });
  await database.db`insert into sku (code, title, currency) values ('PLM-1', 'Mug', 'USD')`;
  await syncAll(database.db, account);
  return { amazon, account };
}
async function openWarehouse(place: string): Promise<Vendor> {
  const vendor = await startVendor();
  stops.push(() => vendor.close());
  const config = {
    role: "warehouse",
    baseUrl: vendor.baseUrl,
    locations: [place],
    allowPrivateNetwork: true,
  };
  await database.db`
    insert into connection (key, vendor, name, config, secret_sealed)
    values ('wms', 'webhook', 'Our WMS', ${database.db.json(config)}, ${sealSecret(vendor.secret)})`;
  return vendor;
}
/** Units that lie at a place of ours. */
async function stocked(place: string, units: number): Promise<void> {
  await location(place);
  await database.db`
    insert into stock_move (occurred_at, sku_id, from_place_id, to_place_id, quantity, reason, actor)
    select now() - interval '1 day', s.id, 4, p.id, ${units}, 'opening', 'test' from sku s, place p join location l on l.id = p.location_id
    where s.code = 'PLM-1' and l.code = ${place} and p.kind = 'stock'`;
}

test("what a warehouse of ours sends to FBA is planned at Amazon and asked of the warehouse, and arrives with the stock", async () => {
  const { amazon, account } = await openAmazon("placement");
  expect(await shelf("PLM-1", "FBA-US")).toEqual({ here: 5, free: 5, coming: 0 });
  const warehouse = await openWarehouse("WEST");
  await stocked("WEST", 40);
  const { actionId, number } = await move(await lane("WEST", "FBA-US"), "PLM-1", 12);
  const all = await database.db<{ id: string }[]>`select id from action order by executor desc`;
  for (const { id } of all) await send(id);
  expect((await actions()).map(({ executor, state, connection }) => [executor, state, connection])).toEqual([
    ["connector", "accepted", "amazon"],
    ["webhook", "accepted", "wms"],
  ]);
  expect([...warehouse.transfers.keys()]).toEqual([actionId]);
  const [planId, plan] = [...amazon.state.plans][0] ?? [];
  expect(plan?.name).toContain(number);

  const asked = warehouse.transfers.get(actionId);
  const line = asked?.lines[0];
  if (!asked || !line || !planId) throw new Error("nothing was asked for");
  Object.assign(asked, { state: "shipped", shippedAt: new Date().toISOString() });
  line.shippedQuantity = 12;
  await confirm();
  expect(await transferState()).toBe("shipped");
  expect(await shelf("PLM-1", "WEST")).toMatchObject({ here: 28 });
  amazon.shipPlan(planId);
  await confirm();
  expect((await actions()).map(({ state }) => state)).toEqual(["verified", "verified"]);
  expect(await shelf("PLM-1", "FBA-US")).toEqual({ here: 5, free: 5, coming: 12 });

  // Amazon counts 8 at first: here they are no longer on their way, however often it is asked.
  amazon.receivePlan(planId, 8);
  await syncStream(database.db, account, "stock");
  await confirm();
  await confirm();
  expect(await transferState()).toBe("shipped");
  expect(await shelf("PLM-1", "FBA-US")).toEqual({ here: 13, free: 13, coming: 4 });
  await syncStream(database.db, account, "stock");
  await confirm();
  expect(await shelf("PLM-1", "FBA-US")).toEqual({ here: 13, free: 13, coming: 4 });

  // In the end it has counted 11 of 12, and tells so only through its stock.
  amazon.receivePlan(planId);
  amazon.setStock("PLM-1", "FBA-US", 16);
  await confirm();
  expect(await transferState()).toBe("shipped");
  await syncStream(database.db, account, "stock");
  await confirm();
  expect(await transferState()).toBe("received");
  expect(await shelf("PLM-1", "FBA-US")).toEqual({ here: 16, free: 16, coming: 0 });
  const [moved] =
    await database.db`select shipped_quantity as out, received_quantity as in from transfer_line`;
  expect(moved).toEqual({ out: 12, in: 11 });
  await syncStream(database.db, account, "stock");
  expect(await shelf("PLM-1", "FBA-US")).toMatchObject({ here: 16 });
});

test("a transfer to FBA that is undone is called off at the warehouse and at Amazon", async () => {
  const { amazon } = await openAmazon();
  const warehouse = await openWarehouse("WEST");
  await stocked("WEST", 40);
  const { actionId } = await move(await lane("WEST", "FBA-US"), "PLM-1", 12);
  for (const { id } of await database.db<{ id: string }[]>`select id from action`) await send(id);
  await undoAction(database.db, supply, { actionId });
  for (const { id } of await database.db<
    { id: string }[]
  >`select id from action where kind = 'transfer_cancel'`)
    await send(id);
  await confirm();
  expect(new Set((await actions()).map(({ kind, state }) => `${kind} ${state}`))).toEqual(
    new Set(["transfer undone", "transfer_cancel verified"]),
  );
  expect(warehouse.transfers.get(actionId)?.state).toBe("cancelled");
  expect([...amazon.state.plans.values()].map(({ status }) => status)).toEqual(["VOIDED"]);
  expect(await transferState()).toBe("cancelled");
  expect(await shelf("PLM-1", "WEST")).toMatchObject({ free: 40 });
});

test("a worker killed after Amazon made the plan and before it was recorded makes no second one", async () => {
  const { amazon } = await openAmazon();
  await stocked("WEST", 40);
  const { actionId } = await move(await lane("WEST", "FBA-US"), "PLM-1", 12);
  amazon.faults.slowSeconds = 0.4;
  const child = spawn(
    process.execPath,
    ["--import", "tsx", join(import.meta.dirname, "testing/send-once.ts"), actionId],
    { env: { ...process.env, DATABASE_URL: database.ownerUrl }, stdio: "ignore" },
  );
  await expect.poll(() => amazon.state.plans.size, { timeout: 30_000, interval: 5 }).toBe(1);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect((await actions())[0]).toMatchObject({ state: "sending" });
  amazon.faults.slowSeconds = 0;
  await database.db`update action set sending_since = now() - interval '2 minutes'`;
  await send(actionId);
  expect((await actions())[0]).toMatchObject({ state: "accepted" });
  expect([amazon.state.plans.size, amazon.counts().createInboundPlan?.requests]).toEqual([1, 1]);
}, 60_000);
