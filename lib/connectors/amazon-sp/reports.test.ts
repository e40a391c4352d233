import { afterEach, beforeEach, expect, test } from "vitest";
import { type SimulatedAmazon, startAmazonSp } from "@/sandbox/live/amazon-sp/server";
import { accountOf } from "./account";
import { mapReportedOrders } from "./mapper/reported-orders";
import { decode, tabRows } from "./read/report-file";
import { byId, readAll, since } from "./testing/read-all";
import { order, sessionOf, wideRates } from "./testing/shop";

let amazon: SimulatedAmazon;
const day = 86_400_000;

beforeEach(async () => {
  amazon = await startAmazonSp({ rates: wideRates, looks: 2 });
});
afterEach(() => amazon.stop());

const period = (daysBack: number) => ({
  kind: "backfill" as const,
  from: new Date(Date.now() - daysBack * day).toISOString(),
  until: new Date().toISOString(),
});

test("a period's orders come through reports of thirty days, with progress", async () => {
  for (let n = 0; n < 100; n += 10)
    amazon.placeOrder(order(`111-${n}`, { placedAt: new Date(Date.now() - n * day - 60_000) }));
  const session = sessionOf(amazon, { ordersVersion: "v0" });
  const { records, waits } = await readAll(session, "orders", period(75));
  expect(records.map(({ id }) => id).sort()).toEqual(
    ["0", "10", "20", "30", "40", "50", "60", "70"].map((n) => `111-${n}`).sort(),
  );
  expect(amazon.counts().createReport?.requests).toBe(3);
  // It is looked after at a growing distance: 5, 10, 20 seconds.
  expect(waits.slice(0, 3)).toEqual([5, 10, 20]);
});

test("a report's order is the same as the interface's, but for what it does not tell", async () => {
  amazon.placeOrder(order("111-1", { placedAt: new Date(Date.now() - 60_000) }));
  amazon.changeOrder("111-1", { kind: "ship", at: new Date() });
  const session = sessionOf(amazon, { ordersVersion: "v0" });
  const reported = byId((await readAll(session, "orders", period(2))).records).get("111-1");
  const read = byId((await readAll(session, "orders", since(new Date(Date.now() - day)))).records).get(
    "111-1",
  );
  const { total, ...told } = read ?? {};
  expect(total).toBe("51.08");
  expect(reported).toEqual({ ...told, placedAt: reported?.placedAt, updatedAt: reported?.updatedAt });
  expect(Date.parse(String(told.updatedAt)) - Date.parse(String(reported?.updatedAt))).toBe(1);
  expect(Date.parse(String(read?.placedAt))).toBe(
    Math.floor(Date.parse(String(reported?.placedAt)) / 1000) * 1000,
  );
});

test("a killed backfill does not ask for the same report again", async () => {
  amazon.placeOrder(order("111-1", { placedAt: new Date(Date.now() - 60_000) }));
  const scope = period(10);
  const first = await readAll(sessionOf(amazon), "orders", scope, null, 2);
  expect(first.records).toEqual([]);
  const rest = await readAll(sessionOf(amazon), "orders", scope, JSON.parse(JSON.stringify(first.next)));
  expect(rest.records.map(({ id }) => id)).toEqual(["111-1"]);
  expect(amazon.counts().createReport?.requests).toBe(1);
});

test("a period without orders ends without any, as Amazon cancels its report", async () => {
  const { records } = await readAll(sessionOf(amazon), "orders", period(40));
  expect(records).toEqual([]);
  expect(amazon.counts().getReportDocument).toBeUndefined();
});

test("a report that cannot be made, or that Amazon has forgotten, is asked for again", async () => {
  amazon.placeOrder(order("111-1", { placedAt: new Date(Date.now() - 60_000) }));
  amazon.state.fatalReports = 2;
  const { records, waits } = await readAll(sessionOf(amazon), "orders", period(2));
  expect(records.map(({ id }) => id)).toEqual(["111-1"]);
  expect(waits.filter((wait) => wait === 120)).toHaveLength(2);
  const scope = period(2);
  const first = await readAll(sessionOf(amazon), "orders", scope, null, 1);
  amazon.state.reports.clear();
  expect((await readAll(sessionOf(amazon), "orders", scope, first.next)).records).toHaveLength(1);
  amazon.state.fatalReports = 3;
  await expect(readAll(sessionOf(amazon), "orders", period(2))).rejects.toMatchObject({
    code: "report_fatal",
  });
});

test("no token goes to the address of a document", async () => {
  amazon.placeOrder(order("111-1", { placedAt: new Date(Date.now() - 60_000) }));
  const session = sessionOf(amazon);
  await readAll(session, "orders", period(2));
  const documents = session.sent.filter(
    ({ url }) => url.includes("/documents/") && !url.includes("/reports/"),
  );
  expect(documents).toHaveLength(1);
  expect(Object.keys(documents[0]?.headers ?? {})).not.toContain("x-amz-access-token");
});

test("documents are read in their own encoding", () => {
  const [us, jp] = [accountOf({ marketplace: "US" }), accountOf({ marketplace: "JP", region: "fe" })];
  const shiftJis = new Uint8Array([0x93, 0x92, 0x8c, 0xce]);
  expect(decode(shiftJis, "text/plain; charset=Shift_JIS", us)).toBe("湯湖");
  expect(decode(shiftJis, "text/plain", jp)).toBe("湯湖");
  expect(decode(new Uint8Array([0x47, 0x72, 0xf6, 0xdf, 0x65]), "", us)).toBe("Größe");
  expect(decode(new TextEncoder().encode("Größe"), "text/plain;charset=windows-1252", us)).toBe("GrÃ¶ÃŸe");
  expect(decode(new TextEncoder().encode("Größe"), "text/plain", us)).toBe("Größe");
});

test("titles with quotation marks and rows of other sites break nothing", () => {
  const rows = tabRows(
    [
      "amazon-order-id\tpurchase-date\tlast-updated-date\torder-status\tsales-channel\tfulfillment-channel\tproduct-name\tsku\titem-status\tquantity\tcurrency\titem-price",
      '1\t2026-01-01T00:00:00Z\t2026-01-02T00:00:00Z\tShipped\tAmazon.com\tAmazon\t"Half a title\tA\tShipped\t1\tUSD\t5.00',
      "1\t2026-01-01T00:00:00Z\t2026-01-03T00:00:00Z\tShipped\tAmazon.com\tAmazon\tHalf a title\tA\tShipped\t2\tUSD\t10.00",
      "2\t2026-01-01T00:00:00Z\t2026-01-02T00:00:00Z\tShipped\tAmazon.ca\tAmazon\tCanada\tA\tShipped\t1\tCAD\t5.00",
      "3\t2026-01-01T00:00:00Z\t2026-01-02T00:00:00Z\tCancelled\tAmazon.com\tMerchant\tGone\tB\tCancelled\t0\t\t",
      "",
    ].join("\r\n"),
  );
  const found = byId(mapReportedOrders(rows, accountOf({ marketplace: "US" })));
  expect([...found.keys()]).toEqual(["1", "3"]);
  // Two rows of one SKU at one price are units that left from two houses: one line of three.
  expect(found.get("1")).toMatchObject({
    updatedAt: "2026-01-02T23:59:59.999Z",
    lines: [{ sku: "A", quantity: 3, shippedQuantity: 3, unitPrice: "5" }],
  });
  expect(found.get("3")).toMatchObject({
    state: "cancelled",
    currency: "USD",
    lines: [{ quantity: 1, cancelledQuantity: 1 }],
  });
});

test("tax that prices include is not counted on top", () => {
  const row = (site: string) =>
    tabRows(
      `amazon-order-id\tpurchase-date\torder-status\tsales-channel\tsku\tquantity\titem-price\titem-tax\n1\t2026-01-01T00:00:00Z\tShipped\t${site}\tA\t1\t11.90\t1.90`,
    );
  const tax = (country: string, site: string) =>
    mapReportedOrders(row(site), accountOf({ marketplace: country }))[0]?.fields.tax;
  expect([tax("DE", "Amazon.de"), tax("US", "Amazon.com")]).toEqual([null, "1.9"]);
});
