import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import type { LiveConnector, WebhookCall } from "@/lib/connectors/live-contract";
import { shopifyConnector } from "@/lib/connectors/shopify/provider";
import { openShop, orderOf } from "@/lib/connectors/shopify/testing/shop";
import { woocommerceConnector } from "@/lib/connectors/woocommerce/provider";
import { startWooCommerce } from "@/sandbox/live/woocommerce/server";
import type { LiveAccount } from "./account";
import { applySourceRecords } from "./apply-records";
import { runWanted } from "./run-wanted";
import { openSession } from "./session";
import { takeEvent } from "./take-events";
import { addConnection, makeCompany, silent, syncAll, testSealingSecret } from "./testing/live-company";

process.env.PLIMSOLL_SECRET = testSealingSecret;
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

const orders = () => database.db`
  select o.external_id as number, o.state, o.gone_at is not null as gone, l.quantity, l.cancelled_quantity as cancelled, l.open
  from sales_order o join order_line l on l.order_id = o.id order by 1`;
const listings = async () =>
  (await database.db`select s.code, l.state from listing l join sku s on s.id = l.sku_id order by 1`).map(
    ({ code, state }) => `${code} ${state}`,
  );
let calls = 0;
/** Hands a vendor's call to the engine, as the route does once its signature is known to be right. */
async function call({ webhooks }: LiveConnector, account: LiveAccount, sent: Partial<WebhookCall>) {
  const headers = {
    "x-shopify-event-id": `e${++calls}`,
    "x-wc-webhook-delivery-id": `d${calls}`,
    ...sent.headers,
  };
  const meaning = webhooks?.understand({ headers, rawBody: sent.rawBody ?? "" }, account.settings);
  if (meaning?.kind !== "event") throw new Error(`the call means ${meaning?.kind}`);
  await takeEvent(database.db, account.connectionId, meaning);
  for (const stream of ["orders", "products"] as const)
    await runWanted(database.db, account, stream, { log: silent, signal: new AbortController().signal });
}

async function openShopify() {
  const { shop, credentials } = await openShop({ pointsMax: 100_000, restorePerSecond: 10_000 });
  stops.push(() => shop.stop());
  const account = await addConnection(database.db, shopifyConnector, {
    key: "shop",
    baseUrl: shop.origin,
    settings: { shop: "harbour.myshopify.com", clientId: credentials.clientId, channel: "web" },
    secrets: { clientSecret: credentials.clientSecret },
  });
  const told = (topic: string, body: unknown) =>
    call(shopifyConnector, account, {
      headers: { "x-shopify-topic": topic, "x-shopify-triggered-at": new Date().toISOString() },
      rawBody: JSON.stringify(body),
    });
  const idOf = async (number: string) => {
    const [row] = await database.db<{ id: string }[]>`
      select external_id as id from source_id where kind = 'order' and ours = ${number}`;
    return Number(row?.id.split("/").at(-1));
  };
  return { shop, account, told, idOf };
}

test("an order deleted at Shopify is cancelled and marked, as often and as late as it is said", async () => {
  const { shop, account, told, idOf } = await openShopify();
  shop.placeOrder(orderOf("#G1", "MUG", 2));
  shop.placeOrder(orderOf("#G2", "MUG", 1));
  shop.changeOrder("#G2", { kind: "ship", at: new Date() });
  await syncAll(database.db, account);
  const before = await orders();
  const [open, shipped] = [await idOf("#G1"), await idOf("#G2")];
  shop.remove({ order: "#G1" });
  shop.remove({ order: "#G2" });
  await told("orders/delete", { id: open });
  await told("orders/delete", { id: open });
  await told("orders/delete", { id: shipped });
  const closed = [
    { number: "#G1", state: "cancelled", gone: true, quantity: 2, cancelled: 2, open: false },
    { number: "#G2", state: "shipped", gone: true, quantity: 1, cancelled: 0, open: false },
  ];
  expect(await orders()).toEqual(closed);
  expect(before).toMatchObject([{ open: true }, { state: "shipped" }]);
  const [level] = await database.db`
    select sum(committed)::int as committed from stock_level l join sku s on s.id = l.sku_id where s.code = 'MUG'`;
  expect(level).toEqual({ committed: 0 });
  await syncAll(database.db, account);
  expect(await orders()).toEqual(closed);
  const rows =
    await database.db`select actor_id as actor, entity, after from audit_event where verb = 'records.gone' order by id`;
  expect(rows.map(({ actor, entity, after }) => [actor, entity, after])).toEqual([
    ["connection:shop", "connection", { orders: 1, named: ["#G1"], listings: 0 }],
    ["connection:shop", "connection", { orders: 1, named: ["#G2"], listings: 0 }],
  ]);
});

test("word of a deletion that comes before the order itself closes it all the same", async () => {
  const { shop, account, told } = await openShopify();
  await syncAll(database.db, account);
  shop.placeOrder(orderOf("#G3", "MUG", 2));
  const { read } = shopifyConnector;
  const opened = openSession(database.db, account, { log: silent, signal: new AbortController().signal });
  const page = await read(opened.session, {
    stream: "orders",
    position: null,
    scope: {
      kind: "incremental",
      since: new Date(Date.now() - 60_000).toISOString(),
      until: new Date().toISOString(),
    },
  });
  await opened.close();
  const [record] = page.records;
  if (!record) throw new Error("the order is not there");
  await told("orders/delete", { id: Number(record.id.split("/").at(-1)) });
  await applySourceRecords(database.db, page.records, {
    connectionId: account.connectionId,
    trigger: "webhook",
  });
  expect(await orders()).toMatchObject([{ number: "#G3", state: "cancelled", gone: true, open: false }]);
});

test("a product deleted at Shopify ends its listings, and no other", async () => {
  const { shop, account, told } = await openShopify();
  await syncAll(database.db, account);
  expect(await listings()).toEqual(["LAMP-B active", "LAMP-G active", "MUG active", "RUG draft"]);
  const [row] = await database.db<{ id: string }[]>`
    select i.external_id as id from source_id i join listing l on l.external_id = i.ours join sku s on s.id = l.sku_id
    where i.kind = 'product' and s.code = 'LAMP-G'`;
  shop.remove({ sku: "LAMP-G" });
  for (let time = 0; time < 2; time++) await told("products/delete", { id: Number(row?.id) });
  expect(await listings()).toEqual(["LAMP-B inactive", "LAMP-G inactive", "MUG active", "RUG draft"]);
});

test("what WooCommerce deletes for good is closed; what lies in its bin is too", async () => {
  const consumer = { consumerKey: "ck_test", consumerSecret: "cs_test" };
  const shop = await startWooCommerce({
    name: "Harbour",
    currency: "USD",
    country: "US",
    timeZone: "America/New_York",
    keys: [{ ...consumer, permissions: "read_write" }],
    products: ["CUP", "JAR"].map((sku) => ({ sku, title: sku, priceMinor: 1_200, stock: 9 })),
  });
  stops.push(() => shop.stop());
  const account = await addConnection(database.db, woocommerceConnector, {
    key: "woo",
    baseUrl: shop.origin,
    settings: { address: shop.origin, channel: "woo" },
    secrets: consumer,
  });
  for (const number of ["501", "502"]) shop.placeOrder({ ...orderOf(number, "CUP", 2), discountMinor: 0 });
  await syncAll(database.db, account);
  const idOf = async (kind: string, ours: string) => {
    const [row] = await database.db<{ id: string }[]>`
      select external_id as id from source_id where kind = ${kind} and ours like ${`${ours}%`}`;
    return row?.id ?? "";
  };
  const cup = await database.db<{ id: string }[]>`
    select l.external_id as id from listing l join sku s on s.id = l.sku_id where s.code = 'CUP'`;
  const told = (topic: string, id: string) =>
    call(woocommerceConnector, account, {
      headers: { "x-wc-webhook-topic": topic },
      rawBody: JSON.stringify({ id: Number(id) }),
    });
  const [erased, binned] = [await idOf("order", "501"), await idOf("order", "502")];
  const product = await idOf("product", cup[0]?.id ?? "");
  shop.erase({ order: "501" });
  shop.bin({ order: "502" });
  shop.erase({ sku: "CUP" });
  for (let time = 0; time < 2; time++) {
    await told("order.deleted", erased);
    await told("order.deleted", binned);
    await told("product.deleted", product);
  }
  expect(await orders()).toMatchObject([
    { state: "cancelled", gone: true, cancelled: 2 },
    { state: "cancelled", gone: false, cancelled: 2 },
  ]);
  expect(await listings()).toEqual(["CUP inactive", "JAR active"]);
});
