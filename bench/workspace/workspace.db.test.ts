import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { fillWorkspace } from "./make-workspace";
import { sizes } from "./sizes";

const tiny = {
  ...sizes.M,
  skus: 300,
  orders: 4_000,
  listings: 600,
  campaigns: 10,
  productAds: 40,
  spendHours: 5,
  spendDays: 3,
};
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await fillWorkspace(database.owner, tiny, () => {});
}, 120_000);
afterAll(() => database?.drop());

const number = async (text: string): Promise<number> => {
  const [row] = await database.owner.unsafe<{ n: number }[]>(text);
  return row?.n ?? -1;
};

test("it holds as much as was asked for", async () => {
  const lines = await number("select count(*)::int as n from order_line");
  expect(lines / tiny.orders).toBeGreaterThan(1.5);
  expect(lines / tiny.orders).toBeLessThan(1.7);
  expect(await number("select count(*)::int as n from listing")).toBe(600);
  expect(await number("select count(*)::int as n from ad_spend")).toBe(40 * 8);
  expect(
    await number("select count(*)::int as n from stock_level where known_since is not null"),
  ).toBeGreaterThan(300 * 12 * 0.5);
});

test("levels follow from moves and never lie below zero; every foreign key holds and is checked again", async () => {
  expect(
    await number(`select count(*)::int as n from (select m.sku_id, p.location_id, sum(s.sign * m.quantity) as units from stock_move m
      cross join lateral (values (m.to_place_id, 1), (m.from_place_id, -1)) s (place_id, sign) join place p on p.id = s.place_id and p.location_id is not null
      group by 1, 2) m full join stock_level l using (sku_id, location_id) where coalesce(m.units, 0) <> l.on_hand or l.on_hand < 0`),
  ).toBe(0);
  expect(
    await number(
      "select count(*)::int as n from order_line l where not exists (select from sku s where s.id = l.sku_id)",
    ),
  ).toBe(0);
  expect(
    await number("select count(*)::int as n from pg_trigger where tgisinternal and tgenabled = 'D'"),
  ).toBe(0);
});

test("some shelves are empty, some hold far too much", async () => {
  expect(
    await number("select count(*)::int as n from stock_level where on_hand = 0 and known_since is not null"),
  ).toBeGreaterThan(20);
  expect(await number("select count(*)::int as n from stock_level where on_hand > 100")).toBeGreaterThan(20);
});
