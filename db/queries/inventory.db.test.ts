import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import {
  countInventory,
  exportInventory,
  inventoryByState,
  inventoryHeatmap,
  inventorySorts,
  listInventory,
} from "./inventory";

let database: TestDatabase;
const now = new Date("2026-11-20T12:00:00Z");

beforeAll(async () => {
  database = await createTestDatabase();
  const { owner } = database;
  await owner`insert into location (code, name, kind, country, region, time_zone) values ('A', 'Alpha', 'warehouse', 'US', 'us', 'UTC'), ('B', 'Beta', 'fba', 'DE', 'eu', 'UTC')`;
  await owner`insert into sku (code, title, currency, brand) select 'K-' || lpad(n::text, 3, '0'), case when n % 7 = 0 then '100% wool_' || n else 'Thing ' || n end, 'USD', case when n % 2 = 0 then 'Even' end from generate_series(1, 40) n`;
  await owner`
    insert into stock_status (sku_id, location_id, state, available, cover_days, forecast_units_per_day, money_at_stake_base_minor)
    select s.id, l.id, case when s.id % 5 = 0 then 'unknown' when s.id % 3 = 0 then 'out' else 'healthy' end,
      case when s.id % 5 <> 0 then s.id % 4 end, case when s.id % 5 <> 0 then (s.id % 3)::real end, 1, (s.id % 6) * 100
    from sku s cross join location l`;
});
afterAll(() => database.drop());

test("pages put together are every row once, in order, whatever the sort, with unknown last both ways", async () => {
  for (const key of inventorySorts) {
    for (const direction of ["asc", "desc"] as const) {
      const seen: string[] = [];
      const values: (number | string | null)[] = [];
      let cursor: string | null = null;
      do {
        const page = await listInventory(database.db, {
          filter: {},
          sort: { key, direction },
          cursor,
          pageSize: 7,
          now,
        });
        seen.push(...page.rows.map((row) => `${row.skuId}:${row.locationId}`));
        values.push(
          ...page.rows.map(
            (row) =>
              ({
                money: row.atStakeMinor,
                cover: row.coverDays,
                available: row.available,
                forecast: row.forecastPerDay,
                excess: row.excessUnits,
                sku: row.skuCode,
              })[key],
          ),
        );
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(new Set(seen).size, `${key} ${direction}`).toBe(80);
      expect(seen.length).toBe(80);
      const known = values.filter((value) => value !== null);
      expect(values.slice(0, known.length)).toEqual(known);
      const sorted = [...known].sort((a, b) =>
        typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)),
      );
      expect(known).toEqual(direction === "asc" ? sorted : sorted.reverse());
    }
  }
});

test("filters narrow rows, counts and the export alike", async () => {
  const filter = { state: ["out"], location: ["B"] };
  const page = await listInventory(database.db, {
    filter,
    sort: { key: "money", direction: "desc" },
    cursor: null,
    pageSize: 100,
    now,
  });
  expect(page.rows.every((row) => row.state === "out" && row.locationCode === "B")).toBe(true);
  expect(page.rows.length).toBe(11);
  expect(await countInventory(database.db, filter)).toBe(11);
  let exported = 0;
  for await (const _ of exportInventory(database.db, filter)) exported++;
  expect(exported).toBe(11);
});

test("a search takes % and _ as what they are", async () => {
  const search = async (q: string) => countInventory(database.db, { q });
  expect(await search("100%")).toBe(10);
  expect(await search("wool_7")).toBe(2);
  expect(await search("%_%")).toBe(0);
  expect(await search("k-001")).toBe(2);
});

test("arrivals of a row are its open purchases, soonest first", async () => {
  await database.owner`
    insert into inbound_line (document, sku_id, location_id, quantity, received_quantity, expected_at, confirmed)
    select 'PO', s.id, l.id, q, r, ${now}::timestamptz + d * interval '1 day', c
    from sku s, location l, (values (50, 0, 9, true), (20, 20, 1, true), (30, 10, 3, false)) v (q, r, d, c) where s.code = 'K-001' and l.code = 'A'`;
  const page = await listInventory(database.db, {
    filter: { q: "K-001", location: ["A"] },
    sort: { key: "sku", direction: "asc" },
    cursor: null,
    pageSize: 5,
    now,
  });
  expect(page.rows[0]?.arrivals).toEqual([
    { days: 3, quantity: 20, confirmed: false },
    { days: 9, quantity: 50, confirmed: true },
  ]);
});

test("the tabs count every state and the heatmap holds whole SKUs", async () => {
  const { counts } = await inventoryByState(database.db);
  expect(counts).toMatchObject({ unknown: 16, out: 22, excess: 0 });
  const cells = await inventoryHeatmap(database.db, { state: ["out"], location: ["A"] }, 3);
  expect(new Set(cells.map((cell) => cell.skuCode)).size).toBe(3);
  expect(cells.length).toBe(6);
});
