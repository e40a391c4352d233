import { afterEach, beforeEach, expect, test } from "vitest";
import { type SimulatedAmazon, startAmazonSp } from "@/sandbox/live/amazon-sp/server";
import { byId, readAll, since } from "./testing/read-all";
import { order, sessionOf, wideRates } from "./testing/shop";

let amazon: SimulatedAmazon;

beforeEach(async () => {
  amazon = await startAmazonSp({ rates: wideRates, fulfilledBy: "merchant" });
});
afterEach(() => amazon.stop());

const everything = { kind: "incremental", since: null, until: new Date().toISOString() } as const;
const lately = () => since(new Date(Date.now() - 60_000));

test("a listing's price, state, quantity and missing content", async () => {
  amazon.setStock("PLM-1", "shop", 12);
  Object.assign(amazon.state.offers.get("PLM-1") ?? {}, { priceMinor: 1999, missing: ["size", "colour"] });
  amazon.setStock("PLM-2", "FBA-US", 5);
  Object.assign(amazon.state.offers.get("PLM-2") ?? {}, { buyable: false });
  const found = byId((await readAll(sessionOf(amazon), "listings", lately())).records);
  expect(found.get("PLM-1")).toMatchObject({
    channel: "amazon-us",
    price: "19.99",
    currency: "USD",
    state: "active",
    contentState: "incomplete",
    contentMissing: ["size", "colour"],
    publishedUnits: 12,
  });
  // What Amazon ships has no quantity of the seller's.
  expect(found.get("PLM-2")).toMatchObject({
    state: "inactive",
    publishedUnits: null,
    publishedAsOf: null,
    price: null,
  });
});

test("more than a search pages through is read all the same", async () => {
  for (let n = 0; n < 1_150; n++) {
    amazon.setStock(`PLM-${n}`, "shop", n);
    Object.assign(amazon.state.offers.get(`PLM-${n}`) ?? {}, { changedAt: Date.now() - 50_000 + n * 10 });
  }
  const { records } = await readAll(sessionOf(amazon), "listings", lately());
  expect(byId(records).size).toBe(1_150);
});

test("a first reading goes through the report, however it is packed and written", async () => {
  amazon.placeOrder(
    order("111-1", { lines: [{ sku: "PLM-1", title: '"Große" Tasse', quantity: 1, unitPriceMinor: 1250 }] }),
  );
  amazon.setStock("PLM-1", "shop", 8);
  amazon.setStock("PLM-2", "FBA-US", 5);
  const found = byId((await readAll(sessionOf(amazon), "listings", everything)).records);
  expect(found.get("PLM-1")).toMatchObject({
    price: "12.5".padEnd(5, "0"),
    publishedUnits: 8,
    state: "active",
  });
  expect(found.get("PLM-2")).toMatchObject({ publishedUnits: null });
  expect(amazon.counts()).toMatchObject({
    createReport: { requests: 1 },
    getReportDocument: { requests: 1 },
  });
});

test("listings by SKU, twenty a question", async () => {
  const ids = Array.from({ length: 25 }, (_, n) => `PLM ${n}/ü`);
  for (const sku of ids) amazon.setStock(sku, "shop", 1);
  const { records } = await readAll(sessionOf(amazon), "listings", { kind: "ids", ids });
  expect(records.map(({ id }) => id).sort()).toEqual(ids.sort());
  expect(amazon.counts().searchListingsItems?.requests).toBe(2);
});

test("the places that come with an account are told once nobody entered others", async () => {
  const own = await readAll(sessionOf(amazon), "locations", everything);
  expect(own.records.map(({ kind }) => kind)).toEqual(["channels"]);
  const { fbaLocation: _, ...settings } = amazon.settings;
  const blank = { ...sessionOf(amazon), settings };
  const both = await readAll(blank, "locations", everything);
  expect(both.records.map(({ id }) => id)).toEqual(["FBA-US", "amazon-us"]);
});
