import { afterEach, beforeEach, expect, test } from "vitest";
import { verifyDatabase } from "@/db/queries/verify";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { ingestRecords } from "@/lib/ingest/ingest-records";
import { flushReadings } from "@/lib/ingest/readings-of-source";
import { importText, seedCatalogue, stateOf } from "@/lib/ingest/testing/import-text";

let one: TestDatabase;
let two: TestDatabase;
beforeEach(async () => {
  [one, two] = [await createTestDatabase(), await createTestDatabase()];
  for (const { db } of [one, two]) {
    await seedCatalogue(db);
    await db`insert into connection (key, vendor, name) values ('api', 'api', 'API')`;
    await db`insert into fx_rate (currency, day, to_base, source) values ('USD', '2020-01-01', 0.8, 'test')`;
  }
});
afterEach(async () => {
  await flushReadings();
  for (const database of [one, two]) {
    const broken = (await verifyDatabase(database.db)).filter(({ differences }) => differences > 0);
    await database.drop();
    expect(broken).toEqual([]);
  }
});

const [pending, told] = ["2026-04-01T10:00:00Z", "2026-04-01T10:20:00Z"];

/** An order as its source tells it: without a price while it is pending, or whole. */
const order = (orderNumber: string, updatedAt: string, prices: (string | null)[], more = {}) => ({
  orderNumber,
  updatedAt,
  placedAt: pending,
  channel: "shop",
  customer: "C1",
  currency: "USD",
  state: "open",
  lines: prices.map((unitPrice, at) => ({ sku: ["A", "B"][at], quantity: 3, unitPrice })),
  ...more,
});

async function ingest({ db }: TestDatabase, ...records: unknown[]) {
  const [connection] = await db<{ id: number }[]>`select id from connection where key = 'api'`;
  return ingestRecords(db, { connectionId: connection?.id ?? 0, kind: "orders", records, trigger: "api" });
}

async function bring(database: TestDatabase, ...records: unknown[]): Promise<void> {
  for (const record of records) expect((await ingest(database, record)).rejected).toEqual([]);
}

const demand = async ({ db }: TestDatabase) =>
  await db`
    select k.code, sum(units)::int as units, sum(revenue_base_minor)::int as revenue, sum(unpriced_units)::int as unpriced
    from demand_daily d join sku k on k.id = d.sku_id group by 1 order by 1`;

test("units without a price are sold, and are no revenue; a price of zero is one", async () => {
  await bring(one, order("P1", pending, [null, "0"]), order("P2", pending, ["2.50"]));
  expect(await demand(one)).toEqual([
    { code: "A", units: 6, revenue: 600, unpriced: 3 },
    { code: "B", units: 3, revenue: 0, unpriced: 0 },
  ]);
  const lines = await one.db`
    select l.unit_price, l.amount_minor, l.amount_base_minor, l.cancelled_minor from order_line l
    join sales_order o on o.id = l.order_id where o.external_id = 'P1' order by line_no`;
  expect(lines.map((line) => Object.values(line))).toEqual([
    [null, null, null, null],
    ["0.000000", 0, 0, 0],
  ]);
  const [level] =
    await one.db`select committed from stock_level l join sku k on k.id = l.sku_id where code = 'A'`;
  expect(level?.committed).toBe(6);
});

test("an order whose price comes later, repeated and late, ends as one that came whole", async () => {
  const final = [
    order("Q1", told, ["4.995", "1"], { total: "17.99", lines: undefined }),
    order("Q2", told, ["2"], { state: "shipped" }),
    order("Q3", told, [null], { state: "cancelled" }),
    order("Q4", "2026-04-02T10:00:00Z", ["2"], { kind: "credit", placedAt: "2026-04-02T10:00:00Z" }),
  ].map((record) => ({
    ...record,
    lines: record.lines ?? [
      { sku: "A", quantity: 3, unitPrice: "4.995" },
      { sku: "B", quantity: 3, unitPrice: "1" },
    ],
  }));
  await bring(
    one,
    order("Q1", pending, [null, null]),
    order("Q2", pending, [null]),
    order("Q3", pending, [null]),
    final[3],
    final[0],
    order("Q1", pending, [null, null]),
    final[1],
    final[2],
    final[1],
  );
  await bring(two, ...final);
  expect(await stateOf(one.db)).toEqual(await stateOf(two.db));
  expect(await demand(one)).toEqual(await demand(two));
});

test("a record says null of a price; leaving it out is a mistake, and so is an empty cell", async () => {
  const answers = await ingest(
    one,
    order("R1", pending, [null]),
    { ...order("R2", pending, []), lines: [{ sku: "A", quantity: 1 }] },
    { ...order("R3", pending, []), lines: [{ sku: "A", quantity: 1, unitPrice: "" }] },
  );
  expect(answers.accepted).toBe(1);
  expect(answers.rejected.map(({ field, code }) => [field, code])).toEqual([
    ["lines.0.unitPrice", "missing"],
    ["lines.0.unitPrice", "missing"],
  ]);
  const file = await importText(
    one.db,
    { kind: "orders" },
    "orderNumber,placedAt,channel,sku,quantity,unitPrice\nR4,2026-04-01T10:00:00Z,shop,A,1,\n",
  );
  expect([file.read, file.accepted, file.rejected]).toEqual([1, 0, 1]);
});
