import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict, Invalid } from "@/lib/core/errors";
import { makeSmallCompany, person, type SmallCompany, testSecret } from "../action/testing/small-company";
import { resolveOrderCheck } from "./resolve";

process.env.PLIMSOLL_SECRET = testSecret;
let database: TestDatabase;
let company: SmallCompany;
const wei = person("operator", "Wei");

beforeAll(async () => {
  database = await createTestDatabase();
  company = await makeSmallCompany(database.db, {
    warehouseUrl: "http://127.0.0.1:1",
    adsUrl: "http://127.0.0.1:1",
    secret: "whsec_AAAA",
  });
});
afterAll(() => database.drop());

/** An open order of 20 at 3.335, converted at 2, that its source has as something else. */
async function differing(
  differences: unknown[],
  result = "different",
  sourceRecord: unknown = null,
): Promise<{ checkId: number; orderId: number }> {
  const { db } = database;
  const [order] = await db<{ id: number; placedAt: Date }[]>`
    insert into sales_order (placed_at, connection_id, channel_id, external_id, currency, total_minor, country)
    values (now() - interval '1 hour', ${company.adsId}, ${company.channelId}, 'A-1', 'USD', 6670, 'US') returning id, placed_at as "placedAt"`;
  const orderId = order?.id ?? 0;
  await db`
    insert into order_line (order_id, placed_at, line_no, sku_id, channel_id, location_id, day, kind, quantity, open, unit_price,
      amount_minor, amount_base_minor, cost_base_minor)
    select ${orderId}, placed_at, 1, ${company.skuId}, ${company.channelId}, ${company.originId}, placed_at::date, 'sale', 20, true, 3.335, 6670, 13340, 10000
    from sales_order where id = ${orderId}`;
  const [check] = await db<{ id: number }[]>`
    insert into order_check (connection_id, channel_id, external_id, order_id, placed_at, checked_at, result, differences, source_record)
    select ${company.adsId}, ${company.channelId}, 'A-1', ${orderId}, placed_at, now(), ${result}, ${db.json(differences as never)}, ${sourceRecord === null ? null : db.json(sourceRecord as never)}
    from sales_order where id = ${orderId} returning id`;
  return { checkId: check?.id ?? 0, orderId };
}

const linesOf = (orderId: number) => database.db`
  select line_no as no, quantity, cancelled_quantity as cancelled, amount_minor as amount, amount_base_minor as base, cost_base_minor as cost, open
  from order_line where order_id = ${orderId} order by 1`;
const committed = async () => {
  const [row] = await database.db<{ units: number }[]>`
    select committed as units from stock_level where sku_id = ${company.skuId} and location_id = ${company.originId}`;
  return row?.units ?? 0;
};

test("20 read for 2: the line, its money, demand and committed stock become the source's, once", async () => {
  const before = await committed();
  const { checkId, orderId } = await differing([
    { field: "quantity", lineNo: 1, ours: 20, theirs: 2 },
    { field: "totalMinor", lineNo: null, ours: 6670, theirs: 667 },
  ]);
  expect(await committed()).toBe(before + 20);
  expect(await resolveOrderCheck(database.db, wei, { checkId })).toEqual({
    checkId,
    resolution: "use_source",
    changedLines: 1,
  });
  expect(await linesOf(orderId)).toMatchObject([
    { quantity: 2, amount: 667, base: 1334, cost: 1000, open: true },
  ]);
  expect(await committed()).toBe(before + 2);
  const [demand] =
    await database.db`select units, revenue_base_minor as revenue from demand_daily where sku_id = ${company.skuId}`;
  expect(demand).toEqual({ units: 2, revenue: 1334 });
  const [order] =
    await database.db`select total_minor as total, touched_by_hand as hand from sales_order where id = ${orderId}`;
  expect(order).toEqual({ total: 667, hand: true });
  const failure = await resolveOrderCheck(database.db, wei, { checkId }).catch((error) => error);
  expect(failure).toBeInstanceOf(Conflict);
  expect(failure.details).toMatchObject({ resolvedBy: "Wei" });
});

test("a line that the source lacks is cancelled, one that we lack is added, a duplicate is cancelled as a whole", async () => {
  const added = await differing([{ field: "line", lineNo: 2, ours: null, theirs: "SKU-1" }], "different", {
    lines: [{ lineNo: 2, skuCode: "SKU-1", quantity: 3, unitPrice: "1.50" }],
  });
  await resolveOrderCheck(database.db, wei, { checkId: added.checkId });
  expect(await linesOf(added.orderId)).toMatchObject([
    { no: 1 },
    { no: 2, quantity: 3, amount: 450, base: 900 },
  ]);
  const gone = await differing([{ field: "line", lineNo: 1, ours: "SKU-1", theirs: null }]);
  await resolveOrderCheck(database.db, wei, { checkId: gone.checkId });
  expect(await linesOf(gone.orderId)).toMatchObject([{ cancelled: 20, open: false }]);
  const twin = await differing([], "duplicate");
  expect(await resolveOrderCheck(database.db, wei, { checkId: twin.checkId })).toMatchObject({
    changedLines: 1,
  });
  const [order] = await database.db`select state from sales_order where id = ${twin.orderId}`;
  expect(order).toEqual({ state: "cancelled" });
});

test("what only an import can bring is refused, and nothing is changed", async () => {
  const strange = await differing([{ field: "skuCode", lineNo: 1, ours: "SKU-1", theirs: "NO-SUCH" }]);
  await expect(resolveOrderCheck(database.db, wei, { checkId: strange.checkId })).rejects.toBeInstanceOf(
    Invalid,
  );
  const [check] = await database.db`select resolved_at as at from order_check where id = ${strange.checkId}`;
  expect(check).toEqual({ at: null });
  expect(
    await resolveOrderCheck(database.db, wei, { checkId: strange.checkId, resolution: "keep_ours" }),
  ).toMatchObject({ changedLines: 0 });
});

test("shipped at the source: the order is, and commits no stock any more", async () => {
  const before = await committed();
  const { checkId, orderId } = await differing([
    { field: "state", lineNo: null, ours: "open", theirs: "shipped" },
  ]);
  expect(await committed()).toBe(before + 20);
  await resolveOrderCheck(database.db, wei, { checkId });
  expect(await committed()).toBe(before);
  const [order] = await database.db`
    select o.state, l.shipped_quantity as shipped from sales_order o join order_line l on l.order_id = o.id where o.id = ${orderId}`;
  expect(order).toEqual({ state: "shipped", shipped: 20 });
});

test("a price that was not known yet is taken over with the rate of its day, and demand has its revenue", async () => {
  const { db } = database;
  await db`insert into fx_rate (currency, day, to_base, source) values ('EUR', '2020-01-01', 1.5, 'test')`;
  const { checkId, orderId } = await differing([
    { field: "unitPrice", lineNo: 1, ours: null, theirs: "3.335" },
  ]);
  await db`update sales_order set currency = 'EUR' where id = ${orderId}`;
  await db`
    update order_line set unit_price = null, amount_minor = null, cancelled_minor = null, amount_base_minor = null, cancelled_base_minor = null
    where order_id = ${orderId}`;
  const revenue = async () => {
    const [day] = await db<{ revenue: number; unpriced: number }[]>`
      select sum(revenue_base_minor)::int as revenue, sum(unpriced_units)::int as unpriced from demand_daily where sku_id = ${company.skuId}`;
    return day;
  };
  const before = await revenue();
  await resolveOrderCheck(db, wei, { checkId });
  expect(await linesOf(orderId)).toMatchObject([{ no: 1, quantity: 20, amount: 6670, base: 10005 }]);
  expect(await revenue()).toEqual({
    revenue: (before?.revenue ?? 0) + 10005,
    unpriced: (before?.unpriced ?? 0) - 20,
  });
  await db`delete from order_line where order_id = ${orderId}`;
});
