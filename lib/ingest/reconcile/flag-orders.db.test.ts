import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { ingestRecords } from "@/lib/ingest/ingest-records";
import { seedCatalogue } from "@/lib/ingest/testing/import-text";

let database: TestDatabase;
let connectionId = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedCatalogue(database.db);
  const [row] = await database.db<{ id: number }[]>`
    insert into connection (key, vendor, name) values ('shop-api', 'api', 'Shop') returning id`;
  connectionId = row?.id ?? 0;
});
afterAll(() => database.drop());

const order = (orderNumber: string, quantity: number, total: string | null, version = 1) => ({
  orderNumber,
  placedAt: `${new Date(Date.now() - 60_000).toISOString().slice(0, 16)}:00Z`,
  channel: "shop",
  currency: "GBP",
  customer: "c1",
  state: "open",
  version,
  shipping: "2.00",
  total,
  lines: [{ lineNo: 1, sku: "A", quantity, unitPrice: "3.00" }],
});
const send = (...records: unknown[]) =>
  ingestRecords(database.db, { connectionId, kind: "orders", records, trigger: "api" });
const flags = (number: string) => database.db<
  { kind: string; state: string; detail: Record<string, unknown> }[]
>`
  select kind, state, detail from order_flag where external_id = ${number} order by id`;
const errorOf = async (number: string) => {
  const [row] = await database.db`
    select o.sync_error as error, l.quantity from sales_order o join order_line l on l.order_id = o.id where o.external_id = ${number}`;
  return row;
};

test("an order that does not add up is taken, held for review, and let go when its source corrects it", async () => {
  const answer = await send(order("F1", 2, "8.00"), order("F2", 20, "8.00"), order("F3", 20, null));
  expect(answer.accepted).toBe(3);
  expect(await flags("F1")).toEqual([]);
  expect(await flags("F2")).toMatchObject([
    {
      kind: "sums_differ",
      state: "open",
      detail: { totalMinor: 800, sumMinor: 6_200, likely: { lineNo: 1, quantity: 20, likelyQuantity: 2 } },
    },
  ]);
  // Nothing of the order is changed by it.
  expect(await errorOf("F2")).toEqual({ error: "sums_differ", quantity: 20 });
  expect(await errorOf("F3")).toEqual({ error: null, quantity: 20 });
  await send(order("F2", 2, "8.00", 2));
  expect((await flags("F2")).map(({ state }) => state)).toEqual(["ended"]);
  expect(await errorOf("F2")).toEqual({ error: null, quantity: 2 });
});

test("a quantity far above all before is held only where no total proves it", async () => {
  await send(...Array.from({ length: 40 }, (_, at) => order(`G${at}`, 1 + (at % 3), null)));
  await send(order("H1", 200, null), order("H2", 200, "602.00"));
  expect((await flags("H1")).map(({ kind }) => kind)).toEqual(["quantity_unusual"]);
  expect(await flags("H2")).toEqual([]);
  expect(await errorOf("H1")).toEqual({ error: "quantity_unusual", quantity: 200 });
});

test("where most totals mean something else, no order is held", async () => {
  await send(...Array.from({ length: 30 }, (_, at) => order(`T${at}`, 2, "3.00")));
  const [row] = await database.db`select count(*)::int as n from order_flag where external_id like 'T%'`;
  expect(row).toEqual({ n: 0 });
});
