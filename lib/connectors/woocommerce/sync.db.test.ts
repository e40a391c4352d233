import { createServer, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import type { LiveAccount } from "@/lib/ingest/sync/account";
import { runWanted } from "@/lib/ingest/sync/run-wanted";
import { openSession } from "@/lib/ingest/sync/session";
import {
  addConnection,
  makeCompany,
  silent,
  syncAll,
  syncStream,
  testSealingSecret,
} from "@/lib/ingest/sync/testing/live-company";
import { takeVendorWebhook } from "@/lib/ingest/sync/vendor-webhook";
import { stateOf } from "@/lib/ingest/testing/import-text";
import { noLiveFaults } from "@/sandbox/live/contract";
import { type SimulatedWooCommerce, startWooCommerce } from "@/sandbox/live/woocommerce/server";
import { woocommerceConnector } from "./provider";

process.env.PLIMSOLL_SECRET = testSealingSecret;
const secrets = {
  consumerKey: "ck_full",
  consumerSecret: "cs_full",
  webhookSecret: "a secret for the hooks",
};

let database: TestDatabase;
let shop: SimulatedWooCommerce;
let account: LiveAccount;
let receiver: Server;
let address: string;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      const call = { headers, rawBody: Buffer.concat(parts).toString("utf8") };
      const side = woocommerceConnector.webhooks;
      if (!side) throw new Error("no webhooks");
      takeVendorWebhook(database.db, account, side, call, new Date()).then(
        ({ status }) => response.writeHead(status).end(),
        () => response.writeHead(500).end(),
      );
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const at = receiver.address();
  address = `http://127.0.0.1:${at !== null && typeof at === "object" ? at.port : 0}/`;
});
afterAll(() => new Promise((resolve) => receiver.close(resolve)));

beforeEach(async () => {
  database = await createTestDatabase();
  await makeCompany(database.db);
  shop = await startWooCommerce({
    name: "Lamps",
    currency: "EUR",
    country: "DE",
    timeZone: "Europe/Berlin",
    keys: [{ consumerKey: "ck_full", consumerSecret: "cs_full", permissions: "read_write" }],
    products: [
      { sku: "LAMP", title: "Lamp", priceMinor: 4_990, stock: 500 },
      {
        sku: "CHAIR",
        title: "Chair",
        priceMinor: 9_900,
        stock: null,
        variations: [
          { sku: "CHAIR-R", option: "Red", priceMinor: 9_900, stock: 300 },
          { sku: "CHAIR-B", option: "Blue", priceMinor: 9_900, stock: null },
        ],
      },
    ],
    quotas: {},
  });
  account = await connected("woo");
});
afterEach(async () => {
  await shop.stop();
  await database.drop();
});

const connected = (key: string) =>
  addConnection(database.db, woocommerceConnector, {
    key,
    baseUrl: shop.origin,
    settings: { channel: "woo-de" },
    secrets,
  });

const begun = Date.now() - 3_600_000;
const minute = (at: number) => new Date(begun + at * 60_000);

function place(number: number): void {
  shop.placeOrder({
    number: String(number),
    placedAt: minute(number % 50),
    currency: "EUR",
    customer: "c-7",
    country: "DE",
    lines: [
      { sku: "LAMP", title: "Lamp", quantity: 3, unitPriceMinor: 3_333 },
      { sku: number % 2 ? "CHAIR-R" : "CHAIR-B", title: "Chair", quantity: 1, unitPriceMinor: 9_900 },
    ],
    discountMinor: 100,
    taxMinor: 700,
    shippingMinor: 490,
  });
}

test("a shop connected alone fills catalogue, stock, listings and orders, to the cent", async () => {
  for (let number = 1; number <= 5; number++) place(number);
  shop.changeOrder("2", { kind: "ship", at: minute(55) });
  shop.changeOrder("2", { kind: "refund", at: minute(58), sku: "LAMP", quantity: 1, restock: true });
  shop.changeOrder("3", { kind: "cancel", at: minute(56) });
  await syncAll(database.db, account);
  const refused =
    await database.db`select kind, reason, state from inbox_record where state not in ('applied', 'unchanged')`;
  expect(refused).toEqual([]);
  const orders = await database.db`
    select o.external_id as number, o.state, o.total_minor::int as total,
      (select sum(amount_minor) from order_line l where l.order_id = o.id)::int - o.discount_minor::int + o.tax_minor::int + o.shipping_minor::int as sum
    from sales_order o order by length(o.external_id), o.external_id`;
  expect(orders.map(({ number, state }) => [number, state])).toEqual([
    ["1", "open"],
    ["2", "completed"],
    ["3", "cancelled"],
    ["4", "open"],
    ["5", "open"],
  ]);
  for (const { total, sum } of orders) expect(sum).toBe(total);
  const levels = await database.db`
    select k.code, l.on_hand from stock_level l join sku k on k.id = l.sku_id join location p on p.id = l.location_id
    where p.code = 'woo-de' and l.on_hand <> 0 order by 1`;
  expect(levels).toEqual([
    { code: "CHAIR-R", on_hand: shop.stockOf("CHAIR-R", "") },
    { code: "LAMP", on_hand: shop.stockOf("LAMP", "") },
  ]);
  const listings = await database.db`
    select k.code, x.published_units as units from listing x join sku k on k.id = x.sku_id order by 1`;
  expect(listings).toEqual([
    { code: "CHAIR-B", units: null },
    { code: "CHAIR-R", units: shop.stockOf("CHAIR-R", "") },
    { code: "LAMP", units: shop.stockOf("LAMP", "") },
  ]);
  const returned = await database.db`select quantity, state from return_line`;
  expect(returned).toEqual([{ quantity: 1, state: "restocked" }]);
});

/** Everything but what only a reading of the shop's shelf says, which has a time of its own. */
const told = async () => {
  const { orders, lines, demand, returns } = await stateOf(database.db);
  return { orders, lines, demand, returns };
};

test("webhooks that come late, twice, in any order or not at all end where a clean reading ends", async () => {
  await syncAll(database.db, account, ["locations", "products"]);
  const opened = openSession(database.db, account, { log: silent, signal: new AbortController().signal });
  await woocommerceConnector.webhooks?.subscribe?.(opened.session, address);
  await shop.webhooksSettled();
  Object.assign(shop.faults, { shuffleWebhooks: true, dropWebhooks: 0.3 });
  for (let number = 1; number <= 20; number++) {
    place(number);
    if (number % 3 === 0) shop.changeOrder(String(number), { kind: "cancel", at: minute(51) });
    if (number % 4 === 0) shop.changeOrder(String(number), { kind: "ship", at: minute(52) });
    if (number % 8 === 0)
      shop.changeOrder(String(number), {
        kind: "refund",
        at: minute(54),
        sku: "LAMP",
        quantity: 2,
        restock: false,
      });
  }
  await shop.webhooksSettled();
  Object.assign(shop.faults, noLiveFaults);
  const options = { log: silent, signal: new AbortController().signal };
  for (const stream of ["orders", "products"] as const)
    await runWanted(database.db, account, stream, options);
  await syncStream(database.db, account, "orders");
  const afterFaults = await told();
  expect(afterFaults.orders).toHaveLength(20);

  const clean = await createTestDatabase();
  const used = database;
  database = clean;
  await makeCompany(clean.db);
  await syncAll(clean.db, await connected("woo"), ["locations", "products", "orders"]);
  const afterClean = await told();
  database = used;
  await clean.drop();
  expect(afterFaults).toEqual(afterClean);
});
