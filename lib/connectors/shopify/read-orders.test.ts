import { afterAll, beforeAll, expect, test } from "vitest";
import { readAll } from "./testing/session";
import { openShop, orderOf } from "./testing/shop";

let opened: Awaited<ReturnType<typeof openShop>>;
beforeAll(async () => {
  opened = await openShop({ pointsMax: 20_000, restorePerSecond: 2_000 });
});
afterAll(() => opened.shop.stop());

const incremental = { kind: "incremental" as const, since: null, until: new Date().toISOString() };

test("reads every order once, page by page, and again only what changed since", async () => {
  const { shop, session } = opened;
  for (let n = 1; n <= 45; n++) shop.placeOrder(orderOf(`#${1000 + n}`, "MUG", (n % 3) + 1));
  const connected = session();
  const pages: number[] = [];
  const records = await readAll(connected, { stream: "orders", scope: incremental }, (page) =>
    pages.push(page.records.length),
  );
  expect(pages).toEqual([20, 20, 5]);
  expect(new Set(records.map(({ fields }) => fields.orderNumber)).size).toBe(45);
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
