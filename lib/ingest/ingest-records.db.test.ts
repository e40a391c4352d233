import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyDatabase } from "@/db/queries/verify";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { ingestRecords } from "./ingest-records";
import { flushReadings } from "./readings-of-source";
import type { Kind } from "./schemas/index";
import { seedCatalogue } from "./testing/import-text";

let database: TestDatabase;
let connectionId = 0;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedCatalogue(database.db);
  const [row] = await database.db<
    { id: number }[]
  >`insert into connection (key, vendor, name) values ('api', 'api', 'API') returning id`;
  connectionId = row?.id ?? 0;
});
afterAll(async () => {
  await flushReadings();
  const broken = (await verifyDatabase(database.db)).filter(({ differences }) => differences > 0);
  await database.drop();
  expect(broken).toEqual([]);
});

const ingest = (kind: Kind, ...records: unknown[]) =>
  ingestRecords(database.db, { connectionId, kind, records, trigger: "api" });
const order = (orderNumber: string, more: Record<string, unknown> = {}) => ({
  orderNumber,
  placedAt: "2026-04-01T10:00:00Z",
  channel: "shop",
  lines: [{ sku: "A", quantity: 2, unitPrice: 3 }],
  ...more,
});

test("a refused record names its field, and the others are taken", async () => {
  const answer = await ingest("skus", { code: "N1", price: 2.5 }, { title: "no code" }, 7, {
    code: "N2",
    price: "x",
    packSize: 0,
  });
  expect([answer.read, answer.accepted, answer.unchanged]).toEqual([4, 1, 0]);
  expect(answer.rejected.map(({ index, field, code }) => [index, field, code])).toEqual([
    [1, "code", "missing"],
    [2, null, "not_an_object"],
    [3, "price", "not_a_number"],
    [3, "packSize", "out_of_range"],
  ]);
});

test("orders come whole: a bad line refuses its order with its place", async () => {
  const bad = order("O2", {
    lines: [
      { sku: "A", quantity: 1, unitPrice: 3 },
      { sku: "A", quantity: "1.5", unitPrice: 3 },
    ],
  });
  const answer = await ingest(
    "orders",
    order("O1"),
    bad,
    order("O3", { lines: [] }),
    order("O4", { lines: [{ sku: "ZZ", quantity: 1, unitPrice: 1 }] }),
    { lines: [] },
  );
  expect([answer.read, answer.accepted, answer.unchanged]).toEqual([5, 1, 0]);
  expect(
    answer.rejected.map(({ index, field, code }) => [index, field, code]).filter(([index]) => index !== 4),
  ).toEqual([
    [1, "lines.1.quantity", "not_whole"],
    [2, "lines", "missing"],
    [3, "sku", "unknown_sku"],
  ]);
  const numbers = await database.db`select external_id from sales_order order by 1`;
  expect(numbers.map(({ external_id }) => external_id)).toEqual(["O1"]);
});

test("the same order twice in one call keeps the newer", async () => {
  const answer = await ingest(
    "orders",
    order("T", { version: 2, state: "shipped" }),
    order("T", { version: 1, state: "open" }),
  );
  expect([answer.accepted, answer.unchanged]).toEqual([1, 1]);
  const [row] = await database.db`select state from sales_order where external_id = 'T'`;
  expect(row?.state).toBe("shipped");
});

test("a level without a time is read now, and explains the difference", async () => {
  await ingest("stock", { sku: "B", location: "W2", onHand: 10 });
  await ingest("stock", { sku: "B", location: "W2", delta: -4, reason: "sale", eventId: "s1" });
  expect(
    (await ingest("stock", { sku: "B", location: "W2", delta: -4, reason: "sale", eventId: "s1" })).unchanged,
  ).toBe(1);
  await ingest("stock", { sku: "B", location: "W2", onHand: 10 });
  const moves = await database.db`
    select m.reason, m.quantity from stock_move m join sku k on k.id = m.sku_id where k.code = 'B' order by m.id`;
  expect(moves.map(({ reason, quantity }) => [reason, quantity])).toEqual([
    ["reading", 10],
    ["sale", 4],
    ["reading", 4],
  ]);
  const both = await ingest(
    "stock",
    { sku: "B", location: "W2", onHand: 1, delta: 1 },
    { sku: "B", location: "W2" },
    { sku: "B", location: "W2", delta: 1, reason: "sale" },
  );
  expect(both.rejected.map(({ code }) => code)).toEqual(["one_of_two", "one_of_two", "bad_reason"]);
});

test("a line that no amount can hold is refused with its reason, and the other orders are taken", async () => {
  const answer = await ingest(
    "orders",
    order("H1"),
    order("H2", { lines: [{ sku: "A", quantity: 2_000_000_000, unitPrice: "99999999999" }] }),
  );
  expect([answer.read, answer.accepted]).toEqual([2, 1]);
  expect(answer.rejected).toEqual([
    { index: 1, field: "quantity", code: "out_of_range", reason: "quantity is too large" },
  ]);
});
