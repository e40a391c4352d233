import { afterEach, beforeEach, expect, test } from "vitest";
import { type SimulatedAmazon, startAmazonSp } from "@/sandbox/live/amazon-sp/server";
import { shelfOf } from "@/sandbox/live/amazon-sp/shelves";
import { accountOf } from "./account";
import { stockRecord, unitsOfSummary } from "./mapper/stock";
import { byId, readAll, since } from "./testing/read-all";
import { order, sessionOf, wideRates } from "./testing/shop";

let amazon: SimulatedAmazon;

beforeEach(async () => {
  amazon = await startAmazonSp({ rates: wideRates, summariesPerPage: 3 });
});
afterEach(() => amazon.stop());

const everything = { kind: "incremental", since: null, until: new Date().toISOString() } as const;

test("what lies at Amazon, with what of it cannot be sold", async () => {
  Object.assign(shelfOf(amazon.state, "PLM-1"), {
    fulfillable: 40,
    reserved: 5,
    unfulfillable: 3,
    researching: 2,
    working: 7,
    shipped: 8,
    receiving: 9,
  });
  const { records } = await readAll(sessionOf(amazon), "stock", everything);
  expect(records[0]?.fields).toMatchObject({
    sku: "PLM-1",
    location: "FBA-US",
    onHand: 50,
    unavailable: 5,
    reason: "reading",
  });
});

test("orders hold units and give them back", async () => {
  amazon.setStock("PLM-1", "FBA-US", 10);
  const [line] = order("1").lines;
  amazon.placeOrder(order("111-1", { lines: line ? [line] : [] }));
  const read = async () => byId((await readAll(sessionOf(amazon), "stock", everything)).records).get("PLM-1");
  expect(await read()).toMatchObject({ onHand: 10, unavailable: 0 });
  amazon.changeOrder("111-1", { kind: "ship", at: new Date() });
  expect(await read()).toMatchObject({ onHand: 8 });
  amazon.changeOrder("111-1", { kind: "refund", at: new Date(), sku: "PLM-1", quantity: 1, restock: true });
  expect(await read()).toMatchObject({ onHand: 9 });
});

test("every page of changes is asked for with its start and its token", async () => {
  for (let n = 1; n <= 8; n++) amazon.setStock(`PLM-${n}`, "FBA-US", n);
  const session = sessionOf(amazon);
  const { records, pages } = await readAll(session, "stock", since(new Date(Date.now() - 60_000)));
  expect([records.length, pages]).toEqual([8, 3]);
  const asked = session.sent
    .filter(({ url }) => url.includes("summaries"))
    .map(({ url }) => new URL(url).searchParams);
  expect(asked.map((query) => query.has("startDateTime"))).toEqual([true, true, true]);
  expect(asked.map((query) => query.has("nextToken"))).toEqual([false, true, true]);
  expect(asked.every((query) => query.get("details") === "true")).toBe(true);
});

test("a token that is older than 30 seconds begins the reading anew", async () => {
  for (let n = 1; n <= 5; n++) amazon.setStock(`PLM-${n}`, "FBA-US", n);
  const first = await readAll(sessionOf(amazon), "stock", everything, null, 1);
  amazon.faults.clockSkewSeconds = 31;
  // The vendor's clock alone runs ahead: it refuses the token, which is then no longer used.
  const rest = await readAll(sessionOf(amazon), "stock", everything, first.next);
  expect(byId(rest.records).size).toBe(5);
  // Our own clock knows it too, and nothing is asked in vain.
  const later = sessionOf(amazon, {}, { clockMs: () => Date.now() + 31_000 });
  await readAll(later, "stock", everything, first.next);
  expect(later.sent.some(({ url }) => url.includes(encodeURIComponent(String(first.next?.token))))).toBe(
    false,
  );
});

test("repeated pages end in the same state", async () => {
  for (let n = 1; n <= 7; n++) amazon.setStock(`PLM-${n}`, "FBA-US", n);
  const levels = async () => {
    const { records } = await readAll(sessionOf(amazon), "stock", everything);
    return {
      count: records.length,
      levels: Object.fromEntries(records.map(({ id, fields }) => [id, fields.onHand])),
    };
  };
  const clean = await levels();
  amazon.faults.repeatPages = true;
  const repeated = await levels();
  expect(repeated.count).toBeGreaterThan(clean.count);
  expect(repeated.levels).toEqual(clean.levels);
});

test("levels by SKU, at most fifty a question", async () => {
  const ids = Array.from({ length: 60 }, (_, n) => `PLM-${n}`);
  for (const sku of ids) amazon.setStock(sku, "FBA-US", 1);
  amazon.state.options.summariesPerPage = 50;
  const session = sessionOf(amazon);
  const { records } = await readAll(session, "stock", { kind: "ids", ids });
  expect(records.map(({ id }) => id).sort()).toEqual(ids.sort());
  expect(amazon.counts().getInventorySummaries?.requests).toBe(2);
});

test("a level that is told in part is unknown, not zero", () => {
  const account = accountOf({ marketplace: "US" });
  const seen = { asOf: "2026-01-01T00:00:00Z", raw: null };
  expect(unitsOfSummary({ sellerSku: "A" })).toBeNull();
  const part = unitsOfSummary({ sellerSku: "A", inventoryDetails: { fulfillableQuantity: 4 } });
  expect(part && stockRecord("A", part, account, seen)).toBeNull();
});

test("a level is of the time by Amazon's clock, as its notifications are", async () => {
  amazon.setStock("PLM-1", "FBA-US", 4);
  amazon.faults.clockSkewSeconds = 7200;
  const { records } = await readAll(sessionOf(amazon), "stock", everything);
  const aheadSeconds = (Date.parse(String(records[0]?.fields.asOf)) - Date.now()) / 1000;
  expect(Math.round(aheadSeconds / 60)).toBe(120);
});
