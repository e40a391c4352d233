import { afterAll, beforeAll, expect, test } from "vitest";
import { readAll } from "./testing/session";
import { openShop, orderOf } from "./testing/shop";

let opened: Awaited<ReturnType<typeof openShop>>;
let now = Date.parse("2026-03-01T10:00:00Z");
beforeAll(async () => {
  opened = await openShop({ pointsMax: 100_000, restorePerSecond: 10_000, now: () => new Date(now) });
});
afterAll(() => opened.shop.stop());

const all = { kind: "incremental" as const, since: null, until: "2100-01-01T00:00:00Z" };
const found = (
  records: readonly { kind: string; fields: Record<string, unknown> }[],
  kind: string,
  sku: string,
) => records.find((one) => one.kind === kind && (one.fields.code ?? one.fields.sku) === sku)?.fields;

test("each variant is a SKU and a listing", async () => {
  const records = await readAll(opened.session(), { stream: "products", scope: all });
  expect(found(records, "skus", "LAMP-G")).toMatchObject({
    title: "Lamp – Green",
    brand: "Harbour",
    category: "Lighting",
    barcode: "4006381333931",
    price: "49.50",
    unitCost: "18.00",
    currency: "USD",
    weight: "900",
    lifecycle: "active",
    isProduct: true,
  });
  expect(found(records, "listings", "LAMP-G")).toMatchObject({
    channel: "web",
    price: "49.50",
    state: "active",
    publishedUnits: 0,
  });
  expect(found(records, "skus", "RUG")).toMatchObject({ title: "Old rug", lifecycle: "draft" });
  expect(records).toHaveLength(8);
});

test("a price change is read by a later sync, and nothing else", async () => {
  now += 60_000;
  opened.shop.changeProduct("MUG", { priceMinor: 1500, status: "ARCHIVED" });
  const since = new Date(now).toISOString();
  const records = await readAll(opened.session(), { stream: "products", scope: { ...all, since } });
  expect(records.map(({ kind }) => kind)).toEqual(["skus", "listings"]);
  expect(found(records, "listings", "MUG")).toMatchObject({ price: "15.00", state: "inactive" });
  expect(found(records, "skus", "MUG")).toMatchObject({ lifecycle: "discontinued" });
});

test("places have their kind, country and code", async () => {
  const { session, shop } = opened;
  const records = await readAll(session(), { stream: "locations", scope: all });
  const places = records.filter(({ kind }) => kind === "locations");
  expect(
    places.map(({ fields }) => [fields.code, fields.kind, fields.country, fields.timeZone, fields.active]),
  ).toEqual([
    ["NYC", "warehouse", "US", "America/New_York", true],
    ["SHOP", "store", "US", "America/New_York", true],
  ]);
  const coded = session({
    locationCodes: `${shop.locationId("NYC")}=WH-1; gid://shopify/Location/${shop.locationId("SHOP")} = ST-9`,
  });
  const renamed = await readAll(coded, { stream: "locations", scope: all });
  expect(renamed.map(({ fields }) => fields.code)).toEqual(["WH-1", "ST-9", "web"]);
  expect(renamed[2]).toMatchObject({
    kind: "channels",
    fields: { code: "web", name: "Harbour", kind: "own_shop", currency: "USD", locations: ["WH-1", "ST-9"] },
  });
});

test("a place has the time zone of its country where that has one, else the shop's", async () => {
  const { shop, session } = await openShop({
    locations: [
      { name: "TPE", country: "TW" },
      { name: "LDN", country: "GB" },
      { name: "SYD", country: "AU" },
    ],
  });
  const records = await readAll(session(), { stream: "locations", scope: all });
  expect(records.slice(0, 3).map(({ fields }) => fields.timeZone)).toEqual([
    "Asia/Taipei",
    "Europe/London",
    "America/New_York",
  ]);
  await shop.stop();
});

test("on hand is what lies there, committed or not; what cannot be sold stands apart", async () => {
  const { shop, session } = opened;
  now += 60_000;
  const since = new Date(now).toISOString();
  shop.setStock("MUG", "NYC", 10);
  shop.placeOrder(orderOf("#1", "MUG", 3));
  shop.changeState("MUG", "NYC", "damaged", 2);
  shop.changeState("MUG", "NYC", "incoming", 40);
  const records = await readAll(session(), { stream: "stock", scope: { ...all, since } });
  expect(records.map(({ fields }) => fields)).toEqual([
    {
      sku: "MUG",
      location: "NYC",
      onHand: 10,
      unavailable: 2,
      reason: "reading",
      asOf: "2026-03-01T10:02:00Z",
    },
  ]);
  shop.changeOrder("#1", { kind: "ship", at: new Date(now) });
  const [after] = await readAll(session(), {
    stream: "stock",
    scope: { kind: "ids", ids: [records[0]?.id ?? ""] },
  });
  expect(after?.fields).toMatchObject({ onHand: 7, unavailable: 2 });
  expect(after?.version).not.toBe(records[0]?.version);
});

test("what the shop does not count is unknown, not nothing", async () => {
  const { shop, session } = await openShop({
    products: [
      { title: "Voucher", giftCard: true, variants: [{ sku: null, priceMinor: 1000, tracked: false }] },
    ],
  });
  const connected = session();
  expect(await readAll(connected, { stream: "stock", scope: all })).toEqual([]);
  const records = await readAll(connected, { stream: "products", scope: all });
  expect(
    records.map(({ fields }) => [fields.code ?? fields.sku, fields.isProduct, fields.publishedUnits]),
  ).toEqual([
    [expect.stringMatching(/^variant:\d+$/), false, undefined],
    [expect.stringMatching(/^variant:\d+$/), undefined, null],
  ]);
  await shop.stop();
});
