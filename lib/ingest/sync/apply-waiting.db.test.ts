import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { harbourConnector, orderRecords } from "@/lib/connectors/testing/harbour-connector";
import type { LiveAccount } from "./account";
import { applySourceRecords } from "./apply-records";
import { applyWaiting, wakeUnmapped } from "./apply-waiting";
import { addConnection, makeCompany, testSealingSecret } from "./testing/live-company";

process.env.PLIMSOLL_SECRET = testSealingSecret;
let database: TestDatabase;
let account: LiveAccount;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  await makeCompany(db);
  account = await addConnection(db, harbourConnector, { key: "harbour", baseUrl: "http://127.0.0.1:1" });
  await apply([
    { kind: "skus", id: "K", version: "1", fields: { code: "K" }, raw: {}, eventAt: null },
    {
      ...{ kind: "locations", id: "HARBOUR-1", version: "1", raw: {}, eventAt: null },
      fields: { code: "HARBOUR-1", kind: "warehouse", country: "GB", timeZone: "UTC" },
    },
    {
      ...{ kind: "channels", id: "harbour", version: "1", raw: {}, eventAt: null },
      fields: { code: "harbour", currency: "GBP", locations: ["HARBOUR-1"] },
    },
  ]);
});
afterAll(() => database.drop());

const apply = (records: Parameters<typeof applySourceRecords>[1]) =>
  applySourceRecords(database.db, records, { connectionId: account.connectionId, trigger: "poll" });

const order = (number: string, skus: readonly string[], version = 1) =>
  orderRecords({
    ...{
      id: number,
      number,
      version,
      placedAt: "2026-05-01T10:00:00Z",
      currency: "GBP",
      customer: "c",
      country: "GB",
    },
    updatedAt: new Date(Date.parse("2026-05-01T10:00:00Z") + version * 1000).toISOString(),
    ...{ cancelledAt: null, shipped: false, refunds: [], discountMinor: 0, taxMinor: 0, shippingMinor: 0 },
    lines: skus.map((sku) => ({ sku, title: sku, quantity: 1, unitPriceMinor: 100 })),
  });
const stateOf = async (id: string) =>
  database.db`
    select state, wants from inbox_record where kind = 'orders' and external_id = ${id} order by id`;
const isThere = async (id: string) =>
  (await database.db`select 1 from sales_order where external_id = ${id}`).length === 1;
const settle = async () => {
  await wakeUnmapped(database.db);
  while ((await applyWaiting(database.db)) > 0);
};

test("an order that names unknown SKUs waits, holds no other up, and is applied when the last of them is there", async () => {
  const applied = await apply([...order("U1", ["X", "K", "Y"]), ...order("U2", ["K"])]);
  expect([applied.accepted, applied.rejected, applied.unmapped]).toEqual([1, 1, 1]);
  expect(await stateOf("U1")).toEqual([{ state: "unmapped", wants: ["sku:X", "sku:Y"] }]);
  expect([await isThere("U1"), await isThere("U2")]).toEqual([false, true]);
  await apply([{ kind: "skus", id: "X", version: "1", fields: { code: "X" }, raw: {}, eventAt: null }]);
  await settle();
  expect(await isThere("U1")).toBe(false);
  await database.db`
    insert into connection_alias (connection_id, kind, external_code, code, created_by) values (${account.connectionId}, 'sku', 'Y', 'K', 'test')`;
  await settle();
  expect(await stateOf("U1")).toEqual([{ state: "applied", wants: [] }]);
  const lines = await database.db`
    select k.code from order_line l join sales_order o on o.id = l.order_id join sku k on k.id = l.sku_id where o.external_id = 'U1' order by l.line_no`;
  expect(lines.map(({ code }) => code)).toEqual(["X", "K", "K"]);
});

test("a newer state of a stuck order replaces it, and an older one that comes late changes nothing", async () => {
  await apply(order("U3", ["Z"], 1));
  await apply(order("U3", ["K"], 3));
  await apply(order("U3", ["Z2"], 2));
  expect((await stateOf("U3")).map(({ state }) => state)).toEqual(["superseded", "applied", "unmapped"]);
  await apply([{ kind: "skus", id: "Z2", version: "1", fields: { code: "Z2" }, raw: {}, eventAt: null }]);
  await settle();
  const lines = await database.db`
    select k.code from order_line l join sales_order o on o.id = l.order_id join sku k on k.id = l.sku_id where o.external_id = 'U3'`;
  expect(lines.map(({ code }) => code)).toEqual(["K"]);
});

test("what cannot be taken as it is is a dead letter with its reason, its field and its raw form", async () => {
  const [record] = order("U4", ["K"]);
  if (!record) throw new Error("no order");
  await apply([{ ...record, fields: { ...record.fields, placedAt: "yesterday" } }]);
  const [letter] = await database.db`
    select state, code, field, reason, raw ->> 'number' as number, say is not null as said from inbox_record where external_id = 'U4'`;
  expect(letter).toMatchObject({
    state: "rejected",
    code: "not_a_date",
    field: "placedAt",
    number: "U4",
    said: true,
  });
});

test("a record that the database itself refuses becomes a dead letter, and the others of its page go in", async () => {
  const [bad] = order("P2", ["K"]);
  if (!bad) throw new Error("no order");
  const odd = { ...bad, raw: { text: "half a pair \ud800 and a \u0000" }, eventAt: "no time at all" };
  const applied = await apply([...order("P1", ["K"]), odd, ...order("P3", ["K"]), ...order("P4", ["K"])]);
  expect([applied.read, applied.accepted, applied.rejected]).toEqual([4, 3, 1]);
  expect(await Promise.all(["P1", "P3", "P4"].map(isThere))).toEqual([true, true, true]);
  const [letter] =
    await database.db`select state, code, raw ->> 'text' as text from inbox_record where external_id = 'P2'`;
  expect(letter).toEqual({ state: "rejected", code: "not_applied", text: "half a pair \ufffd and a " });
});

test("a waiting record that the database itself refuses becomes a dead letter, and those behind it go in", async () => {
  const arrival = (id: string, delta: number) => ({
    ...{ kind: "stock" as const, id, version: id, raw: {}, eventAt: "2026-05-01T10:00:00Z" },
    fields: { sku: "W", location: "HARBOUR-1", delta, reason: "receipt", eventId: id },
  });
  await apply([arrival("S1", 2_000_000_000), arrival("S2", 2_000_000_000), ...order("S3", ["W"])]);
  await apply([{ kind: "skus", id: "W", version: "1", fields: { code: "W" }, raw: {}, eventAt: null }]);
  await settle();
  const states = await database.db`
    select external_id as id, state, code from inbox_record where external_id in ('S1', 'S2', 'S3') order by 1`;
  expect(states.map(({ id, state, code }) => [id, state, code])).toEqual([
    ["S1", "applied", null],
    ["S2", "rejected", "not_applied"],
    ["S3", "applied", null],
  ]);
});
