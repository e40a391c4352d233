import { afterEach, beforeEach, expect, test } from "vitest";
import type { AmazonOptions } from "@/sandbox/live/amazon-sp/options";
import { type SimulatedAmazon, startAmazonSp } from "@/sandbox/live/amazon-sp/server";
import { byId, readAll, since } from "./testing/read-all";
import { order, sessionOf, wideRates } from "./testing/shop";

let amazon: SimulatedAmazon;
const started = new Date(Date.now() - 60_000);

const start = async (options: Partial<AmazonOptions> = {}) => {
  amazon = await startAmazonSp({ rates: wideRates, ...options });
};
const session = (version: string) => sessionOf(amazon, { ordersVersion: version });

beforeEach(() => start());
afterEach(() => amazon.stop());

const versions = ["v0", "2026-01-01"] as const;

test.each(versions)("%s: what changed since comes once, with all its items", async (version) => {
  await amazon.stop();
  await start({ ordersPerPage: 4, itemsPerPage: 2 });
  for (let n = 1; n <= 10; n++) amazon.placeOrder(order(`111-000000${n}`));
  const { records } = await readAll(session(version), "orders", since(started));
  expect(records.map(({ id }) => id).sort()).toEqual(
    Array.from({ length: 10 }, (_, n) => `111-000000${n + 1}`).sort(),
  );
  expect(records[0]?.fields).toMatchObject({
    state: "open",
    currency: "USD",
    channel: "amazon-us",
    location: "FBA-US",
    discount: "2",
    tax: "3.1",
    shipping: "4.99",
    total: "51.08",
    lines: [
      { lineNo: 1, sku: "PLM-1", quantity: 2, unitPrice: "10", cancelledQuantity: 0, shippedQuantity: 0 },
      { lineNo: 2, sku: "PLM-2", quantity: 1 },
      { lineNo: 3, sku: "PLM-3", quantity: 3 },
    ],
  });
});

test("both versions put one and the same order into the same fields", async () => {
  amazon.placeOrder(order("111-1"));
  amazon.placeOrder(order("111-2", { discountMinor: 0, taxMinor: 0, shippingMinor: 0 }), { byAmazon: false });
  amazon.changeOrder("111-1", { kind: "ship", at: new Date() });
  const [older, newer] = await Promise.all(
    versions.map(async (version) =>
      byId((await readAll(session(version), "orders", since(started))).records),
    ),
  );
  for (const [number, fields] of older ?? []) {
    const { country, ...same } = fields;
    expect({ ...newer?.get(number), country: null }).toEqual({ ...same, country: null });
    // Where the buyer lives is restricted in the newer version and not asked for.
    expect([country, newer?.get(number)?.country]).toEqual(["US", null]);
  }
  expect(older?.get("111-1")).toMatchObject({ state: "shipped", location: "FBA-US" });
  expect(older?.get("111-2")).toMatchObject({ location: null, total: "44.99" });
});

test.each(versions)(
  "%s: a pending order's total is unknown, and comes when it is authorised",
  async (version) => {
    await amazon.stop();
    await start({ pendingSeconds: 3600 });
    amazon.placeOrder(order("111-1"));
    const before = (await readAll(session(version), "orders", since(started))).records;
    expect(before[0]?.fields).toMatchObject({
      state: "open",
      total: null,
      discount: null,
      tax: null,
      shipping: null,
      lines: [{ unitPrice: null }, { unitPrice: null }, { unitPrice: null }],
    });
    amazon.faults.clockSkewSeconds = 3600;
    const after = (await readAll(session(version), "orders", since(started))).records;
    expect(after[0]?.fields).toMatchObject({ total: "51.08" });
    expect(after[0]?.version).not.toBe(before[0]?.version);
  },
);

test.each(versions)("%s: cancelled units sum to nothing", async (version) => {
  amazon.placeOrder(order("111-1"));
  amazon.changeOrder("111-1", { kind: "cancel", at: new Date() });
  const { records } = await readAll(session(version), "orders", since(started));
  expect(records[0]?.fields.state).toBe("cancelled");
  const lines = records[0]?.fields.lines as { quantity: number; cancelledQuantity: number }[];
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(line.quantity - line.cancelledQuantity).toBe(0);
});

test.each(versions)("%s: a replacement ships goods for nothing", async (version) => {
  const [line] = order("x").lines;
  const lines = line ? [{ ...line, unitPriceMinor: 0 }] : [];
  amazon.placeOrder(order("111-9", { lines, discountMinor: 0, taxMinor: 0, shippingMinor: 0 }), {
    replaces: "111-1",
  });
  const { records } = await readAll(session(version), "orders", since(started));
  expect(records[0]?.fields).toMatchObject({ total: "0", lines: [{ quantity: 2, unitPrice: "0" }] });
});

test.each(versions)("%s: yen have no cents", async (version) => {
  await amazon.stop();
  await start({ region: "fe", marketplaceId: "A1VC38T7YXB528", currency: "JPY", fbaPlace: "FBA-JP" });
  const lines = [{ sku: "PLM-1", title: "湯呑み", quantity: 3, unitPriceMinor: 1980 }];
  amazon.placeOrder(
    order("250-1", {
      currency: "JPY",
      country: "JP",
      lines,
      discountMinor: 0,
      taxMinor: 0,
      shippingMinor: 350,
    }),
  );
  const { records } = await readAll(session(version), "orders", since(started));
  expect(records[0]?.fields).toMatchObject({
    currency: "JPY",
    total: "6290",
    shipping: "350",
    channel: "amazon-jp",
    lines: [{ quantity: 3, unitPrice: "1980" }],
  });
});

test.each(versions)("%s: repeated pages end in the same state", async (version) => {
  await amazon.stop();
  await start({ ordersPerPage: 3, itemsPerPage: 1 });
  for (let n = 1; n <= 8; n++) amazon.placeOrder(order(`111-${n}`));
  const clean = byId((await readAll(session(version), "orders", since(started))).records);
  amazon.faults.repeatPages = true;
  const repeated = await readAll(session(version), "orders", since(started));
  expect(repeated.records.length).toBeGreaterThan(clean.size);
  expect(byId(repeated.records)).toEqual(clean);
});

test.each(versions)("%s: rows that a page repeats come once", async (version) => {
  amazon.placeOrder(order("111-1"));
  amazon.placeOrder(order("111-2"));
  const one = session(version);
  const over = one.fetch;
  one.fetch = async (request) => {
    const answer = await over(request);
    const body = JSON.parse(answer.text);
    for (const rows of [body.orders, body.payload?.Orders, body.payload?.OrderItems]) rows?.push(...rows);
    return { ...answer, text: JSON.stringify(body) };
  };
  const { records } = await readAll(one, "orders", since(started));
  expect(records.map(({ id }) => id)).toEqual(["111-1", "111-2"]);
  expect(records[0]?.fields.lines).toHaveLength(3);
});

test.each(versions)("%s: a sync that was killed goes on at its page", async (version) => {
  await amazon.stop();
  await start({ ordersPerPage: 3 });
  for (let n = 1; n <= 9; n++) amazon.placeOrder(order(`111-${n}`));
  const scope = since(started);
  const first = await readAll(session(version), "orders", scope, null, 2);
  expect(first.records).toHaveLength(6);
  const kept = JSON.parse(JSON.stringify(first.next));
  const rest = await readAll(session(version), "orders", scope, kept);
  expect([...first.records, ...rest.records].map(({ id }) => id)).toEqual(
    Array.from({ length: 9 }, (_, n) => `111-${n + 1}`),
  );
});

test.each(versions)(
  "%s: a paging token that Amazon no longer knows begins the sync anew",
  async (version) => {
    await amazon.stop();
    await start({ ordersPerPage: 3 });
    for (let n = 1; n <= 5; n++) amazon.placeOrder(order(`111-${n}`));
    const scope = since(started);
    const first = await readAll(session(version), "orders", scope, null, 1);
    amazon.state.tickets.clear();
    const rest = await readAll(session(version), "orders", scope, first.next);
    expect(byId(rest.records).size).toBe(5);
  },
);

test.each(versions)("%s: orders by id, and none for an id that Amazon does not have", async (version) => {
  amazon.placeOrder(order("111-1"));
  amazon.placeOrder(order("111-2"));
  const scope = { kind: "ids", ids: ["111-2", "999-9"] } as const;
  const { records } = await readAll(session(version), "orders", scope);
  expect(records.map(({ id }) => id)).toEqual(["111-2"]);
});

test("nothing of who buys is asked for or kept", async () => {
  amazon.placeOrder(order("111-1"));
  for (const version of versions) {
    const one = session(version);
    const { records } = await readAll(one, "orders", since(started));
    expect(one.sent.some(({ url }) => /BUYER|RECIPIENT|buyerInfo|address/i.test(url))).toBe(false);
    expect(JSON.stringify(records)).not.toMatch(/buyer(Name|Email)|addressLine/i);
  }
});
