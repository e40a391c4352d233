import { afterEach, expect, test } from "vitest";
import { readAll } from "./testing/session";
import { openShop, orderOf } from "./testing/shop";

const opened: { stop: () => Promise<void> }[] = [];
const open = async (...args: Parameters<typeof openShop>) => {
  const made = await openShop({ pointsMax: 20_000, restorePerSecond: 2_000, ...args[0] });
  opened.push(made.shop);
  return made;
};
afterEach(async () => {
  for (const shop of opened.splice(0)) await shop.stop();
});

const all = { kind: "incremental" as const, since: "2000-01-01T00:00:00Z", until: new Date().toISOString() };
const numbers = (records: readonly { fields: Record<string, unknown> }[]) =>
  records.map(({ fields }) => String(fields.orderNumber));

test("reads every order once, page by page", async () => {
  const { shop, session } = await open();
  for (let n = 1; n <= 45; n++) shop.placeOrder(orderOf(`#${1000 + n}`, "MUG", (n % 3) + 1));
  const pages: number[] = [];
  const records = await readAll(session(), { stream: "orders", scope: all }, (page) =>
    pages.push(page.records.length),
  );
  expect(pages).toEqual([19, 19, 7]);
  expect(new Set(numbers(records)).size).toBe(45);
  expect(records[1]?.fields).toMatchObject({
    orderNumber: "#1002",
    channel: "web",
    currency: "USD",
    customer: "7001",
    country: "US",
    state: "open",
    total: "36.15",
    lines: [
      { lineNo: 1, sku: "MUG", quantity: 3, unitPrice: "12.05", shippedQuantity: 0, cancelledQuantity: 0 },
    ],
  });
});

test("pages that come twice give the same states again, which their versions tell", async () => {
  const { shop, session } = await open();
  for (let n = 1; n <= 25; n++) shop.placeOrder(orderOf(`#${n}`));
  const plain = await readAll(session(), { stream: "orders", scope: all });
  shop.faults.repeatPages = true;
  const repeated = await readAll(session(), { stream: "orders", scope: all });
  expect(repeated.length).toBe(50);
  const states = (records: typeof plain) =>
    [...new Set(records.map(({ id, version }) => `${id}@${version}`))].sort();
  expect(states(repeated)).toEqual(states(plain));
});

test("a later sync reads only what changed, from the whole second on", async () => {
  let now = Date.parse("2026-03-01T10:00:00Z");
  const { shop, session } = await open({ now: () => new Date(now) });
  shop.placeOrder(orderOf("#1"));
  shop.placeOrder(orderOf("#2"));
  now += 60_000;
  shop.changeOrder("#1", { kind: "ship", at: new Date(now) });
  shop.placeOrder(orderOf("#3"));
  const since = new Date(now + 400).toISOString();
  const changed = await readAll(session(), { stream: "orders", scope: { ...all, since } });
  expect(numbers(changed)).toEqual(["#1", "#3"]);
  expect(changed[0]?.fields).toMatchObject({
    state: "shipped",
    location: "NYC",
    updatedAt: "2026-03-01T10:01:00Z",
  });
  const named = await readAll(session(), {
    stream: "orders",
    scope: { kind: "ids", ids: [changed[0]?.id ?? "", "404"] },
  });
  expect(numbers(named)).toEqual(["#1"]);
});

test("orders with more lines and refunds than a list shows are read to their end", async () => {
  const { shop, session } = await open();
  const lines = Array.from({ length: 130 }, (_, index) => ({
    sku: index % 2 ? "MUG" : "LAMP-G",
    title: `Line ${index + 1}`,
    quantity: 2,
    unitPriceMinor: 100 + index,
  }));
  shop.placeOrder({ ...orderOf("#1"), lines });
  shop.changeOrder("#1", { kind: "ship", at: new Date() });
  for (let n = 0; n < 7; n++)
    shop.changeOrder("#1", { kind: "refund", at: new Date(), sku: "MUG", quantity: 1, restock: n % 2 === 0 });
  const records = await readAll(session(), { stream: "orders", scope: all });
  expect(records[0]?.fields.lines).toHaveLength(130);
  const returned = records.filter(({ kind }) => kind === "returns");
  // One line of two mugs can give back two; what is refunded beyond is money only.
  expect(returned.map(({ fields }) => [fields.lineNo, fields.quantity, fields.state])).toEqual([
    [2, 1, "restocked"],
    [2, 1, "written_off"],
  ]);
});

test("amounts are those of the shop's own currency, exact, also without cents", async () => {
  const { shop, session } = await open({ currency: "JPY", rates: { USD: 150 } });
  shop.placeOrder({ ...orderOf("#1"), taxMinor: 100, shippingMinor: 500, discountMinor: 205 });
  const [record] = await readAll(session(), { stream: "orders", scope: all });
  expect(record?.fields).toMatchObject({
    currency: "JPY",
    lines: [{ unitPrice: "1808.0", quantity: 1 }],
    tax: "150.0",
    shipping: "750.0",
    discount: "308.0",
    total: "2400.0",
  });
});

test("a short period is read by pages, by when its orders were placed", async () => {
  const { shop, session } = await open();
  const at = (hour: number) => new Date(Date.UTC(2026, 1, 3, hour));
  for (let hour = 0; hour < 20; hour++) shop.placeOrder(orderOf(`#${hour}`, "MUG", 1, at(hour)));
  const hours = { kind: "backfill" as const, from: at(5).toISOString(), until: at(7).toISOString() };
  const records = await readAll(session(), { stream: "orders", scope: hours });
  expect(numbers(records)).toEqual(["#5", "#6", "#7"]);
  expect(shop.counts().bulkOperationRunQuery).toBeUndefined();
});

test("an order in an unknown shape holds no other one up, and is there to be looked into", async () => {
  const { shop, session } = await open();
  for (const number of ["#1", "#2", "#3"]) shop.placeOrder(orderOf(number));
  const connected = session();
  const { fetch } = connected;
  connected.fetch = async (request) => {
    const answer = await fetch(request);
    return {
      ...answer,
      text: answer.text
        .replace('"name":"#2"', '"name":"#2","processedAt":"soon"')
        .replace(/("processedAt":"soon".*?),"processedAt":"[^"]*"/, "$1"),
    };
  };
  const records = await readAll(connected, { stream: "orders", scope: all });
  expect(numbers(records)).toEqual(["#1", "#2", "#3"]);
  expect(records[1]).toMatchObject({
    fields: { orderNumber: "#2" },
    raw: { name: "#2", processedAt: "soon" },
  });
  expect(records[1]?.fields.lines).toBeUndefined();
});
