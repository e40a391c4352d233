import { afterEach, beforeEach, expect, test } from "vitest";
import type { OutboundMessage } from "@/lib/core/outbound";
import { noLiveFaults } from "@/sandbox/live/contract";
import {
  type SimulatedWooCommerce,
  startWooCommerce,
  type WooCommerceOptions,
} from "@/sandbox/live/woocommerce/server";
import { type TestSession, testSession } from "../amazon-ads/testing/session";
import type { Page, Position, ReadRequest, SourceRecord, Stream } from "../live-contract";
import { woocommerceConnector as connector } from "./provider";

const keys = { consumerKey: "ck_full", consumerSecret: "cs_full" };
const webhookSecret = "a secret for the hooks";
const usual: WooCommerceOptions = {
  name: "Lamps &amp; Chairs",
  currency: "EUR",
  country: "DE",
  timeZone: "Europe/Berlin",
  keys: [
    { ...keys, permissions: "read_write" },
    { consumerKey: "ck_read", consumerSecret: "cs_read", permissions: "read" },
  ],
  products: [
    { sku: "LAMP-1", title: "Lamp", priceMinor: 4_990, stock: 12 },
    { sku: "LAMP-2", title: "Uncounted lamp", priceMinor: 990, stock: null },
    {
      sku: "CHAIR",
      title: "Chair",
      priceMinor: 9_900,
      stock: 7,
      variations: [
        { sku: "CHAIR-R", option: "Red", priceMinor: 9_900, stock: 3 },
        { sku: "CHAIR-B", option: "Blue", priceMinor: 9_900, stock: "parent" },
        { sku: "", option: "Green", priceMinor: 9_900, stock: 1 },
      ],
    },
  ],
  quotas: {},
};

let shop: SimulatedWooCommerce;
let session: TestSession;

const connect = (secrets: Record<string, string> = keys, settings: Record<string, string> = {}) =>
  testSession({
    settings: { baseUrl: shop.origin, channel: "woo-de", location: "HAM", ...settings },
    secrets: { webhookSecret, ...secrets },
  });
const restart = async (more: Partial<WooCommerceOptions>) => {
  await shop.stop();
  shop = await startWooCommerce({ ...usual, ...more });
  session = connect();
};

beforeEach(async () => {
  shop = await startWooCommerce(usual);
  session = connect();
});
afterEach(() => shop.stop());

const now = () => new Date().toISOString();
const sinceEver = (): ReadRequest["scope"] => ({ kind: "incremental", since: null, until: now() });

async function readAll(stream: Stream, scope = sinceEver()): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  let position: Position | null = null;
  do {
    const page: Page = await connector.read(session, { stream, position, scope });
    records.push(...page.records);
    position = page.next;
  } while (position !== null);
  return records;
}

const placed = new Date("2024-03-01T10:00:00Z");
const later = (minutes: number) => new Date(placed.getTime() + minutes * 60_000);

function place(
  number: string,
  more: { minutes?: number; discountMinor?: number; taxMinor?: number } = {},
): void {
  shop.placeOrder({
    number,
    placedAt: later(more.minutes ?? 0),
    currency: "EUR",
    customer: "C-77",
    country: "DE",
    lines: [
      { sku: "LAMP-1", title: "Lamp", quantity: 3, unitPriceMinor: 3_333 },
      { sku: "CHAIR-R", title: "Chair &ndash; Red", quantity: 1, unitPriceMinor: 9_900 },
    ],
    discountMinor: more.discountMinor ?? 0,
    taxMinor: more.taxMinor ?? 0,
    shippingMinor: 490,
  });
}

interface Fields {
  discount: string;
  tax: string;
  shipping: string;
  total: string;
  lines: {
    sku: string;
    quantity: string;
    unitPrice: string;
    cancelledQuantity: number;
    shippedQuantity: number;
  }[];
  [field: string]: unknown;
}
const fieldsOf = (record: SourceRecord | undefined) => (record?.fields ?? {}) as Fields;
const orderOf = (records: readonly SourceRecord[], number: string) =>
  fieldsOf(records.find(({ kind, fields }) => kind === "orders" && fields.orderNumber === number));
/** What the amounts of an order come to, in minor units. */
const totalled = ({ lines, discount, tax, shipping }: Fields) =>
  Math.round(
    lines.reduce((sum, line) => sum + Math.round(Number(line.quantity) * Number(line.unitPrice) * 100), 0) +
      (Number(tax) + Number(shipping) - Number(discount)) * 100,
  );

test("an order arrives whole, with exact prices that add up to its total", async () => {
  place("1001", { discountMinor: 1_000, taxMinor: 3_615 });
  const order = orderOf(await readAll("orders"), "1001");
  expect(order).toMatchObject({
    channel: "woo-de",
    placedAt: placed.toISOString(),
    currency: "EUR",
    customer: "77",
    country: "DE",
    location: "HAM",
    state: "open",
    discount: "10.00",
    tax: "36.15",
    shipping: "4.90",
  });
  expect(order.lines).toMatchObject([
    { sku: "LAMP-1", title: "Lamp", quantity: "3", unitPrice: "33.33" },
    { sku: "CHAIR-R", title: "Chair – Red", quantity: "1", unitPrice: "99" },
  ]);
  expect(totalled(order)).toBe(Number(order.total.replace(".", "")));
});

test("where prices include the tax, it is not added again", async () => {
  await restart({ pricesIncludeTax: true });
  place("1001", { discountMinor: 500, taxMinor: 3_175 });
  const order = orderOf(await readAll("orders"), "1001");
  expect(order.tax).toBe("0");
  expect(order.lines.map(({ unitPrice }) => unitPrice)).toEqual(["33.33", "99"]);
  expect(totalled(order)).toBe(Number(order.total.replace(".", "")));
});

test("250 orders changed within one second are all read, and each once more changed does not hide another", async () => {
  for (let at = 0; at < 250; at++) place(String(2_000 + at), { minutes: at < 120 ? 0 : at });
  const numbers = new Set((await readAll("orders")).map(({ id }) => id));
  expect(numbers.size).toBe(250);
  const scope = sinceEver();
  const first = await connector.read(session, { stream: "orders", position: null, scope });
  for (const { id } of first.records.slice(0, 50)) shop.changeOrder(id, { kind: "ship", at: later(600) });
  const seen = new Set(first.records.map(({ id }) => id));
  for (let position = first.next; position !== null; ) {
    const page: Page = await connector.read(session, { stream: "orders", position, scope });
    for (const { id } of page.records) seen.add(id);
    position = page.next;
  }
  expect(seen.size).toBe(250);
});

test("only what changed is read, and pages that come twice change nothing", async () => {
  shop.faults.repeatPages = true;
  for (let at = 0; at < 130; at++) place(String(3_000 + at), { minutes: at });
  shop.changeOrder("3007", { kind: "cancel", at: later(500) });
  const since = later(120).toISOString();
  const records = await readAll("orders", { kind: "incremental", since, until: now() });
  expect(new Set(records.map(({ id }) => id))).toEqual(
    new Set([...Array.from({ length: 10 }, (_, at) => String(3_120 + at)), "3007"]),
  );
  expect(orderOf(records, "3007")).toMatchObject({ state: "cancelled" });
  expect(new Set((await readAll("orders")).map(({ id }) => id)).size).toBe(130);
});

test("a backfill takes the orders placed in its period", async () => {
  for (let at = 0; at < 5; at++) place(String(4_000 + at), { minutes: at * 60 });
  shop.changeOrder("4000", { kind: "ship", at: later(1_000) });
  const scope = { kind: "backfill", from: later(60).toISOString(), until: later(181).toISOString() } as const;
  expect((await readAll("orders", scope)).map(({ id }) => id)).toEqual(["4001", "4002", "4003"]);
});

test("refunds before leaving are cancelled units, those after it are returns", async () => {
  place("1001");
  place("1002");
  shop.changeOrder("1001", { kind: "refund", at: later(5), sku: "LAMP-1", quantity: 2, restock: true });
  shop.changeOrder("1001", { kind: "ship", at: later(10) });
  shop.changeOrder("1001", { kind: "refund", at: later(60), sku: "LAMP-1", quantity: 1, restock: true });
  shop.changeOrder("1001", { kind: "refund", at: later(61), sku: "CHAIR-R", quantity: 1, restock: false });
  shop.changeOrder("1002", { kind: "cancel", at: later(3) });
  shop.faults.repeatPages = true;
  const records = await readAll("orders");
  expect(orderOf(records, "1001").lines).toMatchObject([
    { cancelledQuantity: 2, shippedQuantity: 1 },
    { cancelledQuantity: 0, shippedQuantity: 1 },
  ]);
  expect(orderOf(records, "1002").lines.map(({ cancelledQuantity }) => cancelledQuantity)).toEqual([3, 1]);
  const returned = new Map(
    records.filter(({ kind }) => kind === "returns").map(({ id, fields }) => [id, fields]),
  );
  expect([...returned.values()]).toMatchObject([
    { order: "1001", lineNo: 1, sku: "LAMP-1", quantity: 1, refund: "33.33", state: "restocked" },
    { order: "1001", lineNo: 2, sku: "CHAIR-R", quantity: 1, refund: "99.00", state: "written_off" },
  ]);
});

test("products and variations become SKUs and listings; what is not counted is unknown and not zero", async () => {
  const records = await readAll("products");
  const skus = records.filter(({ kind }) => kind === "skus").map(({ fields }) => fields.code);
  expect(skus).toEqual(["LAMP-1", "LAMP-2", "CHAIR-R", "CHAIR-B", expect.stringMatching(/^woo-\d+$/)]);
  const listing = (sku: string) =>
    records.find(({ kind, fields }) => kind === "listings" && fields.sku === sku)?.fields;
  expect(listing("LAMP-1")).toMatchObject({
    channel: "woo-de",
    price: "49.90",
    currency: "EUR",
    state: "active",
    publishedUnits: 12,
  });
  expect(listing("LAMP-2")).not.toHaveProperty("publishedUnits");
  expect(listing("CHAIR-R")).toMatchObject({
    publishedUnits: 3,
    listingId: expect.stringMatching(/^\d+\/\d+$/),
  });
  expect(listing("CHAIR-B")).toMatchObject({ publishedUnits: 7 });
  expect(records.filter(({ kind }) => kind === "stock")).toEqual([]);
  session = connect(keys, { stockLocation: "BER" });
  const levels = (await readAll("products")).filter(({ kind }) => kind === "stock");
  expect(levels.map(({ fields }) => [fields.sku, fields.location, fields.onHand])).toContainEqual([
    "LAMP-1",
    "BER",
    12,
  ]);
  expect(levels.map(({ fields }) => fields.sku)).not.toContain("LAMP-2");
});

test("the shop is a channel, and a binned product and order are over", async () => {
  expect((await readAll("locations")).map(({ kind, fields }) => [kind, fields])).toMatchObject([
    ["channels", { code: "woo-de", name: "Lamps & Chairs", currency: "EUR", locations: ["HAM"] }],
  ]);
  session = connect(keys, { location: "" });
  expect((await readAll("locations")).map(({ kind, fields }) => [kind, fields])).toMatchObject([
    ["locations", { code: "woo-de", name: "Lamps & Chairs", country: "DE", timeZone: "Europe/Berlin" }],
    ["channels", { code: "woo-de", locations: ["woo-de"] }],
  ]);
  expect((await readAll("products")).find(({ kind }) => kind === "stock")?.fields).toMatchObject({
    sku: "LAMP-1",
    location: "woo-de",
    onHand: 12,
  });
  session = connect();
  place("1001");
  const lamp = (await readAll("listings")).find(({ fields }) => fields.sku === "LAMP-1");
  shop.bin({ sku: "LAMP-1" });
  shop.bin({ order: "1001" });
  const [listing] = await readAll("listings", { kind: "ids", ids: [lamp?.id ?? ""] });
  expect(listing?.fields).toMatchObject({ sku: "LAMP-1", state: "inactive" });
  expect(orderOf(await readAll("orders", { kind: "ids", ids: ["1001", "404"] }), "1001")).toMatchObject({
    state: "cancelled",
  });
});

const setTo = (sku: string, units: number, expectedUnits: number | null, externalId: string | null = null) =>
  ({
    id: "a-1",
    type: "quantity.set",
    data: { actionId: "a-1", sku, externalId, place: null, units, expectedUnits },
  }) satisfies OutboundMessage;
const sent = async (message: OutboundMessage) => connector.send?.(session, message);
const shown = async (sku: string, externalId: string | null = null) =>
  connector.readBack?.(session, { subject: "quantity", sku, externalId, place: null });

test("sets the number of a product, of a variation and of the product that a variation is counted with", async () => {
  expect(await sent(setTo("LAMP-1", 5, 12))).toMatchObject({ outcome: "accepted" });
  expect(shop.stockOf("LAMP-1", "")).toBe(5);
  expect(await shown("LAMP-1")).toMatchObject({ outcome: "seen", reading: { units: 5 } });
  expect(await sent(setTo("CHAIR-R", 9, 3))).toMatchObject({ outcome: "accepted" });
  expect(shop.stockOf("CHAIR-R", "")).toBe(9);
  const blue = (await readAll("products")).find(
    ({ kind, fields }) => kind === "listings" && fields.sku === "CHAIR-B",
  );
  expect(await sent(setTo("CHAIR-B", 2, 7, String(blue?.fields.listingId)))).toMatchObject({
    outcome: "accepted",
  });
  expect(shop.stockOf("CHAIR", "")).toBe(2);
  expect(await shown("CHAIR-B", String(blue?.fields.listingId))).toMatchObject({ reading: { units: 2 } });
});

test("never overwrites a number that changed, never counts what the shop does not, never believes its word", async () => {
  shop.setStock("LAMP-1", "", 11);
  expect(await sent(setTo("LAMP-1", 5, 12))).toMatchObject({
    outcome: "refused",
    reason: "quantity_changed",
    current: { units: 11 },
  });
  expect(await sent(setTo("LAMP-2", 5, null))).toMatchObject({ outcome: "failed", reason: "not_counted" });
  expect(await sent(setTo("NONE", 5, null))).toMatchObject({ outcome: "failed", reason: "unknown_listing" });
  expect(await shown("NONE")).toEqual({ outcome: "absent" });
  shop.faults.lie = true;
  expect(await sent(setTo("LAMP-1", 5, 11))).toMatchObject({ outcome: "accepted" });
  expect(await shown("LAMP-1")).toMatchObject({ reading: { units: 11 } });
  shop.faults.lie = false;
  expect(await sent(setTo("LAMP-1", 11, 12))).toMatchObject({
    outcome: "accepted",
    receipt: { alreadySo: true },
  });
});

test("a write whose answer breaks off is tried again and finds it done", async () => {
  const inner = session.fetch;
  session.fetch = (request) => {
    if (request.method === "PUT") shop.faults.cutNext = 1;
    return inner(request);
  };
  expect(await sent(setTo("LAMP-1", 5, 12))).toMatchObject({ outcome: "retry" });
  expect(shop.stockOf("LAMP-1", "")).toBe(5);
  session.fetch = inner;
  expect(await sent(setTo("LAMP-1", 5, 12))).toMatchObject({
    outcome: "accepted",
    receipt: { alreadySo: true },
  });
});

test("throttled, down, cut off and revoked are told apart", async () => {
  await restart({ quotas: { requests: { perSecond: 0.01, burst: 1 } } });
  await readAll("orders");
  await expect(readAll("orders")).rejects.toMatchObject({ failure: "throttled", code: "http_429" });
  expect(shop.counts().requests).toEqual({ requests: 2, throttled: 1 });
  expect(session.learned).toMatchObject([{ bucket: "requests" }]);
  await restart({});
  shop.faults.cutNext = 1;
  await expect(readAll("products")).rejects.toMatchObject({ failure: "transient" });
  shop.faults.down = true;
  await expect(readAll("orders")).rejects.toMatchObject({ failure: "transient", code: "http_503" });
  expect(await sent(setTo("LAMP-1", 5, 12))).toMatchObject({ outcome: "retry", httpStatus: 503 });
  Object.assign(shop.faults, noLiveFaults, { revoked: true });
  await expect(readAll("orders")).rejects.toMatchObject({ failure: "unauthorised" });
});

test("the check names what is wrong", async () => {
  expect(await connector.check(session)).toMatchObject({
    ok: true,
    scopes: ["read", "write"],
    problem: null,
  });
  expect(await connector.check(connect({ consumerKey: "ck_read", consumerSecret: "cs_read" }))).toMatchObject(
    {
      ok: false,
      problem: "missing_scopes",
      missingScopes: ["write"],
    },
  );
  expect(await connector.check(connect({ consumerKey: "ck_none", consumerSecret: "x" }))).toMatchObject({
    problem: "wrong_credentials",
  });
  expect(await connector.check(connect(keys, { baseUrl: `${shop.origin}/blog` }))).toMatchObject({
    problem: "wrong_address",
  });
  expect(await connector.check(connect(keys, { baseUrl: "http://127.0.0.1:1" }))).toMatchObject({
    problem: "unreachable",
  });
  const stripped = connect();
  const { fetch: whole } = stripped;
  stripped.fetch = ({ headers: { authorization: _, ...headers } = {}, ...request }) =>
    whole({ ...request, headers });
  expect(await connector.check(stripped)).toMatchObject({
    problem: "wrong_credentials",
    detail: expect.stringContaining("Authorization header"),
  });
  const real = connect(keys, { baseUrl: "", address: "http://shop.example" });
  const check = await connector.check({ ...real, connection: { id: 1, key: "woo", simulated: false } });
  expect(check).toMatchObject({ problem: "wrong_address", detail: expect.stringContaining("https://") });
});
