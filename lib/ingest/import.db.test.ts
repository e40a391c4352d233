import { afterEach, beforeEach, expect, test } from "vitest";
import { verifyDatabase } from "@/db/queries/verify";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { importText, seedCatalogue, stateOf } from "./testing/import-text";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await seedCatalogue(database.db);
});
afterEach(async () => {
  const broken = (await verifyDatabase(database.db)).filter(({ differences }) => differences > 0);
  await database.drop();
  expect(broken).toEqual([]);
});

const orders = (rows: string) => `orderNumber,placedAt,channel,customer,sku,quantity,unitPrice\n${rows}`;
const counts = ({
  read,
  accepted,
  unchanged,
  rejected,
}: {
  read: number;
  accepted: number;
  unchanged: number;
  rejected: number;
}) => [read, accepted, unchanged, rejected];

test("a second run of the same file accepts nothing", async () => {
  const { db } = database;
  const text = orders(
    "1,2026-04-01T10:00:00Z,shop,k,A,2,3.005\n1,2026-04-01T10:00:00Z,shop,k,A,2,3.005\n2,2026-04-02T23:30:00Z,shop,,B,1,5\n",
  );
  expect(counts(await importText(db, { kind: "orders" }, text))).toEqual([3, 3, 0, 0]);
  const before = await stateOf(db);
  expect(counts(await importText(db, { kind: "orders" }, text))).toEqual([3, 0, 3, 0]);
  expect(await stateOf(db)).toEqual(before);
  // Exact repeats are two honest lines; 2 × 3.005 is rounded once; half past eleven UTC is the next day in London.
  const lines = before.lines as {
    line_no: number;
    amount_minor: number;
    day: string;
    cost_base_minor: number;
  }[];
  expect(
    lines.map(({ line_no, amount_minor, day, cost_base_minor }) => [
      line_no,
      amount_minor,
      day,
      cost_base_minor,
    ]),
  ).toEqual([
    [1, 601, "2026-04-01", 250],
    [2, 601, "2026-04-01", 250],
    [1, 500, "2026-04-03", 200],
  ]);
});

test("an order is taken whole or not at all, and each line says why", async () => {
  const { db } = database;
  const outcome = await importText(
    db,
    { kind: "orders" },
    orders(
      "1,2026-04-01,shop,k,A,2,3\n2,2026-04-01,shop,k,A,1,3\n1,2026-04-01,shop,k,NOPE,1,1\n3,2026-04-01,shop,k,B,x,1\n,2026-04-01,shop,k,B,1,1\n4,2026-04-01,moon,k,B,1,1\n",
    ),
  );
  expect(counts(outcome)).toEqual([6, 1, 0, 5]);
  const rejects =
    await db`select line_no, field, code from reject where run_id = ${outcome.runId} order by line_no, id`;
  expect(rejects.map(({ line_no, field, code }) => [line_no, field, code])).toEqual([
    [2, null, "order_incomplete"],
    [4, "sku", "unknown_sku"],
    [5, "quantity", "not_a_number"],
    [6, "orderNumber", "missing"],
    [7, "channel", "unknown_channel"],
  ]);
});

test("lines of an order that do not stand together are one order", async () => {
  const { db } = database;
  await importText(
    db,
    { kind: "orders" },
    orders("1,2026-04-01,shop,k,A,2,3\n2,2026-04-01,shop,k,A,1,3\n1,2026-04-01,shop,k,B,1,5\n"),
  );
  const [row] =
    await db`select count(*)::int as lines from order_line l join sales_order o on o.id = l.order_id where o.external_id = '1'`;
  expect(row?.lines).toBe(2);
});

test("a newer version replaces an order's lines, an older one changes nothing", async () => {
  const { db } = database;
  const file = (version: number, rows: string) =>
    `orderNumber,placedAt,channel,sku,quantity,unitPrice,state,version\n${rows
      .split("|")
      .map((row) => `1,${row},${version}`)
      .join("\n")}\n`;
  const first = file(1, "2026-04-01,shop,A,5,3,open|2026-04-01,shop,B,1,5,open");
  const second = file(2, "2026-04-01,shop,A,4,3,open");
  const third = file(
    3,
    "2026-03-31T12:00:00Z,shop,A,4,3,completed|2026-03-31T12:00:00Z,shop,C,2,7,completed",
  );
  await importText(db, { kind: "orders" }, first);
  await importText(db, { kind: "orders" }, second);
  const levels =
    await db`select k.code, l.committed from stock_level l join sku k on k.id = l.sku_id order by 1`;
  expect(levels.map(({ code, committed }) => [code, committed])).toEqual([
    ["A", 4],
    ["B", 0],
  ]);
  await importText(db, { kind: "orders" }, third);
  const newest = await stateOf(db);
  expect(counts(await importText(db, { kind: "orders" }, first))).toEqual([2, 0, 2, 0]);
  expect(await stateOf(db)).toEqual(newest);
  expect(newest.demand).toMatchObject([
    { code: "A", day: "2026-03-31", units: 4 },
    { code: "C", day: "2026-03-31", units: 2 },
  ]);
});

test("credits find their sale in whatever order they come", async () => {
  const { db } = database;
  const sale = orders("S1,2026-04-01,shop,k,A,10,3\nS2,2026-04-02,shop,k,A,10,3\n");
  const credit = orders("C1,2026-04-03,shop,k,A,-12,3\n");
  const later = orders("S3,2026-04-02T12:00:00Z,shop,k,A,5,3\n");
  const mapping = { kind: "orders" as const, options: { creditPrefix: "C" } };
  await importText(db, mapping, credit);
  await importText(db, mapping, sale);
  const [row] =
    await db`select sum(units)::int as units, sum(revenue_base_minor)::int as revenue from demand_daily`;
  expect(row).toEqual({ units: 8, revenue: 2400 });
  await importText(db, mapping, later);
  const cancelled =
    await db`select o.external_id, l.cancelled_quantity from order_line l join sales_order o on o.id = l.order_id where l.kind = 'sale' order by 1`;
  expect(cancelled.map((line) => [line.external_id, line.cancelled_quantity])).toEqual([
    ["S1", 0],
    ["S2", 7],
    ["S3", 5],
  ]);
});

test("what is missing is created when the import asks for it", async () => {
  const { db } = database;
  const text =
    "orderNumber,placedAt,sku,title,quantity,unitPrice\n1,2026-04-01,N1,New one,1,2\n2,2026-04-02,N1,New name,1,2.5\n3,2026-04-02,POST,Postage,1,4\n";
  const options = { defaultLocation: "X1", defaultChannel: "web", notProducts: ["POST"] };
  const dry = await importText(
    db,
    {
      kind: "orders",
      currency: "GBP",
      options: { ...options, createMissing: ["skus", "locations", "channels"] },
    },
    text,
    { dryRun: true },
  );
  expect(counts(dry)).toEqual([3, 3, 0, 0]);
  expect((await stateOf(db)).orders).toEqual([]);
  const outcome = await importText(
    db,
    {
      kind: "orders",
      currency: "GBP",
      options: { ...options, createMissing: ["skus", "locations", "channels"] },
    },
    text,
  );
  expect(outcome.notes).toMatchObject({
    skusCreated: 2,
    locationsCreated: 1,
    channelsCreated: 1,
    chargeLines: 1,
  });
  const skus =
    await db`select code, title, price, is_product from sku where code in ('N1', 'POST') order by 1`;
  expect(skus.map((sku) => [sku.code, sku.title, Number(sku.price), sku.is_product])).toEqual([
    ["N1", "New name", 2.5, true],
    ["POST", "Postage", 4, false],
  ]);
  await expect(importText(db, { kind: "orders", options: { defaultLocation: "NO" } }, text)).rejects.toThrow(
    /NO is not there/,
  );
});

test("a cancellation that holds only charges is a credit, its lines are charges below zero", async () => {
  const { db } = database;
  const text = `orderNumber,placedAt,channel,customer,sku,quantity,unitPrice
9,2026-04-01,shop,k,A,2,3
9,2026-04-01,shop,k,FREIGHT,1,4
C9,2026-04-02,shop,k,FREIGHT,-1,4
`;
  const options = { creditPrefix: "C", notProducts: ["FREIGHT"], createMissing: ["skus" as const] };
  await importText(db, { kind: "orders", options }, text);
  const rows = await db`
    select o.external_id, o.kind as order_kind, l.kind, l.quantity, l.amount_minor from sales_order o
    join order_line l on l.order_id = o.id and l.placed_at = o.placed_at order by o.external_id, l.line_no`;
  expect(rows.map((row) => Object.values(row))).toEqual([
    ["9", "sale", "sale", 2, 600],
    ["9", "sale", "charge", 1, 400],
    ["C9", "credit", "charge", -1, -400],
  ]);
  expect((await stateOf(db)).demand).toMatchObject([{ units: 2, revenue: 600, lines: 1 }]);
});

test("foreign money needs its rate, and uses the latest before the day", async () => {
  const { db } = database;
  const text =
    "orderNumber,placedAt,channel,sku,quantity,unitPrice,currency\n1,2026-04-01,shop,A,3,10,EUR\n2,2026-04-01,shop,A,3,1000,JPY\n";
  expect(counts(await importText(db, { kind: "orders" }, text))).toEqual([2, 0, 0, 2]);
  await db`insert into fx_rate values ('EUR', '2026-03-01', 0.9, 'test'), ('EUR', '2026-03-30', 0.8, 'test'), ('EUR', '2026-04-02', 0.1, 'test'), ('JPY', '2026-03-30', 0.005, 'test')`;
  expect(counts(await importText(db, { kind: "orders" }, text))).toEqual([2, 2, 0, 0]);
  const lines =
    await db`select amount_minor, amount_base_minor from order_line order by amount_minor, amount_base_minor`;
  expect(lines.map((line) => [line.amount_minor, line.amount_base_minor])).toEqual(
    [
      [3000, 2400],
      [3000, 1500],
    ].sort((a, b) => (a[1] ?? 0) - (b[1] ?? 0)),
  );
});

test("every kind comes in, once", async () => {
  const { db } = database;
  const files: [Parameters<typeof importText>[1], string][] = [
    [
      { kind: "lanes" },
      "origin,destination,leadTimeDays,freightPerUnit,currency,kind,shipWeekdays,cutOffHour,closedDays,minValue,cooldownDays\nW1,W2,4.5,0.335,GBP,transfer,tue;4,14,2026-12-25,250,10\n",
    ],
    [{ kind: "listings" }, "channel,sku,listingId,price,publishedUnits\nshop,A,L-1,2.99,12\n"],
    [
      { kind: "stock" },
      "sku,location,onHand,unavailable,asOf\nA,W1,100,4,2026-04-01T00:00:00Z\nB,W1,0,,2026-04-01T00:00:00Z\n",
    ],
    [
      { kind: "stock" },
      "sku,location,delta,reason,eventId,asOf\nA,W1,-3,write_off,e1,2026-04-02T00:00:00Z\n",
    ],
    [{ kind: "orders" }, orders("1,2026-04-01,shop,k,A,2,3\n")],
    [{ kind: "returns" }, "returnId,order,sku,quantity,announcedAt,state\nR1,1,A,1,2026-04-05,inspection\n"],
    [
      { kind: "campaigns" },
      "campaignId,kind,name,currency,budgetPerDay,channel\nK1,sponsored_brands,Brand,GBP,50,shop\n",
    ],
    [{ kind: "product-ads" }, "campaign,adId,sku,state\nK1,P1,A,enabled\n"],
    [
      { kind: "ad-spend" },
      "campaign,adId,startsAt,grain,spend,clicks\nK1,P1,2026-04-01T10:00:00Z,hour,1.20,7\n",
    ],
  ];
  for (const [mapping, text] of files) {
    const rows = text.trim().split("\n").length - 1;
    expect([mapping.kind, ...counts(await importText(db, mapping, text))]).toEqual([
      mapping.kind,
      rows,
      rows,
      0,
      0,
    ]);
    expect([mapping.kind, ...counts(await importText(db, mapping, text))]).toEqual([
      mapping.kind,
      rows,
      0,
      rows,
      0,
    ]);
  }
  const levels = await db`
    select k.code, l.on_hand, l.unavailable, l.available from stock_level l join sku k on k.id = l.sku_id
    join location p on p.id = l.location_id where p.code = 'W1' order by 1`;
  expect(
    levels.map(({ code, on_hand, unavailable, available }) => [code, on_hand, unavailable, available]),
  ).toEqual([
    ["A", 97, 4, 93],
    ["B", 0, 0, 0],
  ]);
  const [lane] = await db`
    select freight_minor_per_unit, kind, ship_weekdays, cut_off_hour, closed_days::text[], min_value_minor, cooldown_days from lane`;
  expect(lane).toEqual({
    freight_minor_per_unit: 34,
    kind: "transfer",
    ship_weekdays: [2, 4],
    cut_off_hour: 14,
    closed_days: ["2026-12-25"],
    min_value_minor: 25_000,
    cooldown_days: 10,
  });
  const wrong = "origin,destination,leadTimeDays,freightPerUnit,shipWeekdays,closedDays\n";
  const rejected = await importText(
    db,
    { kind: "lanes" },
    `${wrong}W1,W2,4,1,tue;someday,\nW2,W1,4,1,,2026-02-30\n`,
  );
  expect(counts(rejected)).toEqual([2, 0, 0, 2]);
  const codes = await db`select code from reject where run_id = ${rejected.runId} order by line_no`;
  expect(codes.map(({ code }) => code)).toEqual(["not_a_weekday", "not_a_closed_day"]);
});

test("a record that names something unknown is rejected with that reason, the rest is taken", async () => {
  const { db } = database;
  const outcome = await importText(
    db,
    { kind: "stock" },
    "sku,location,onHand\nA,W1,5\nZ,W1,5\nA,W9,5\nA,W2,#REF!\n",
  );
  expect(counts(outcome)).toEqual([4, 1, 0, 3]);
  const rejects =
    await db`select line_no, code, raw from reject where run_id = ${outcome.runId} order by line_no`;
  expect(rejects.map(({ line_no, code, raw }) => [line_no, code, raw])).toEqual([
    [3, "unknown_sku", "Z,W1,5"],
    [4, "unknown_location", "A,W9,5"],
    [5, "spreadsheet_error", "A,W2,#REF!"],
  ]);
});
