import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { linesHash } from "@/lib/connectors/lines-hash";
import type { OrderChecks, SourceRecord } from "@/lib/connectors/live-contract";
import { applySourceRecords } from "@/lib/ingest/sync/apply-records";
import { seedCatalogue } from "@/lib/ingest/testing/import-text";

let database: TestDatabase;
let connectionId = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedCatalogue(database.db);
  const [row] = await database.db<{ id: number }[]>`
    insert into connection (key, vendor, name) values ('shop-live', 'harbour', 'Shop') returning id`;
  connectionId = row?.id ?? 0;
});
afterAll(() => database.drop());

const lineOf = (quantity: number) => ({ lineNo: 1, sku: "A", quantity, unitPrice: "3.00" });

function record(
  orderNumber: string,
  quantity: number,
  checks: OrderChecks,
  total = quantity * 3,
): SourceRecord {
  const fields = {
    orderNumber,
    placedAt: "2026-03-01T10:00:00Z",
    channel: "shop",
    currency: "GBP",
    state: "open",
    version: 1,
    total: total.toFixed(2),
    lines: [lineOf(quantity)],
  };
  return { kind: "orders", id: orderNumber, version: "1", fields, raw: fields, eventAt: null, checks };
}
const apply = (...records: SourceRecord[]) =>
  applySourceRecords(database.db, records, { connectionId, trigger: "poll" });
const held = async () => {
  const rows = await database.db<{ id: string; kind: string; error: string | null }[]>`
    select f.external_id as id, f.kind, o.sync_error as error from order_flag f join sales_order o on o.id = f.order_id order by 1, 2`;
  return rows.map(({ id, kind, error }) => [id, kind, error]);
};

test("what was paid and the source's own lines are held against what is stored; a right order is left alone", async () => {
  const hash = (quantity: number) => linesHash([{ ...lineOf(quantity), unitPrice: "3.000" }]);
  await apply(
    record("C1", 20, { captured: "60.00", linesHash: hash(20) }),
    // Nothing paid yet, and a part of it.
    record("C2", 20, { captured: "0" }),
    record("C3", 20, { captured: "30.00" }),
    // Paid for 2, read as 20, and its total with it.
    record("C4", 20, { captured: "6.00" }),
    record("C5", 2, { captured: "60.00" }),
    record("C6", 20, { linesHash: hash(2) }),
  );
  const expected = [
    ["C4", "captured_differs", "captured_differs"],
    ["C5", "captured_differs", "captured_differs"],
    ["C6", "lines_differ", "lines_differ"],
  ];
  expect(await held()).toEqual(expected);
  await apply(record("C4", 20, { captured: "6.00" }));
  expect(await held()).toEqual(expected);
});
