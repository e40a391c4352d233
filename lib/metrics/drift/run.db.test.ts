import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { availableToSell } from "../available-to-sell/compute";
import { defaultDriftTolerance, drift } from "./compute";
import { refreshDrift } from "./run";

let database: TestDatabase;
const now = new Date("2026-11-20T12:00:00Z");

beforeAll(async () => {
  database = await createTestDatabase();
  const { owner } = database;
  await owner`insert into location (code, name, kind, country, region, time_zone) values ('A', 'Alpha', 'warehouse', 'US', 'us', 'UTC'), ('B', 'Beta', 'fba', 'DE', 'eu', 'UTC')`;
  await owner`insert into sku (code, title, currency) select 'K-' || n, 'Thing', 'USD' from generate_series(1, 30) n`;
  await owner`
    insert into channel (code, name, kind, currency, time_zone, publish_share, promotion_reserve_units, buffer_units, max_units)
    values ('plain', 'Plain', 'own_shop', 'USD', 'UTC', 1, 0, 0, null), ('shared', 'Shared', 'marketplace', 'USD', 'UTC', 0.29, 10, 2, null),
      ('capped', 'Capped', 'marketplace', 'USD', 'UTC', 1, 0, 1, 25), ('closed', 'Closed', 'marketplace', 'USD', 'UTC', 1, 0, 0, 0)`;
  await owner`insert into channel_location (channel_id, location_id) select c.id, l.id from channel c cross join location l`;
  // Shelves from −2 to 270 units; every seventh SKU was never counted at B, every fifth never carried there.
  await owner`
    insert into stock_move (occurred_at, sku_id, from_place_id, to_place_id, quantity, reason)
    select ${now}, s.id, 4, 10 + l.id * 3, 1 + (s.id * 9) % 136, 'count' from sku s cross join location l
    where not (l.code = 'B' and (s.id % 7 = 0 or s.id % 5 = 0))`;
  await owner`
    insert into inbound_line (document, sku_id, location_id, quantity, expected_at)
    select 'PO', s.id, l.id, 5, ${now} from sku s, location l where l.code = 'B' and s.id % 7 = 0 and s.id % 5 <> 0`;
  await owner`
    insert into listing (channel_id, sku_id, external_id, currency, published_units)
    select c.id, s.id, c.code || s.id, 'USD', case when s.id % 11 <> 0 then (s.id * 13) % 150 end from channel c cross join sku s`;
});
afterAll(() => database.drop());

test("the statement gives every listing what the definitions give it", async () => {
  const { db } = database;
  await db.begin(async (tx) =>
    refreshDrift(
      tx,
      Array.from({ length: 30 }, (_, index) => index + 1),
      defaultDriftTolerance,
      now,
    ),
  );
  const listings = await db<
    {
      code: string;
      published: number | null;
      toSell: number | null;
      drift: number | null;
      since: Date | null;
      stock: (number | null)[];
      share: number;
      reserve: number;
      buffer: number;
      max: number | null;
    }[]
  >`
    select i.external_id as code, i.published_units as published, i.available_to_sell_units as "toSell", i.drift_units as drift, i.drift_since as since,
      c.publish_share::float8 as share, c.promotion_reserve_units as reserve, c.buffer_units as buffer, c.max_units as max,
      (select jsonb_agg(l.available) from stock_level l where l.sku_id = i.sku_id) as stock
    from listing i join channel c on c.id = i.channel_id`;
  expect(listings.length).toBe(120);
  for (const row of listings) {
    const expected = availableToSell(row.stock, {
      share: row.share,
      promotionReserveUnits: row.reserve,
      bufferUnits: row.buffer,
      maxUnits: row.max,
    });
    const found = drift(row.published, expected);
    expect([row.code, row.toSell, row.drift, row.since !== null]).toEqual([
      row.code,
      expected,
      found.units,
      found.kind === "oversell" || found.kind === "hidden",
    ]);
  }
  expect(listings.filter((row) => row.toSell === null).length).toBeGreaterThan(0);
  expect(
    listings.filter((row) => row.code.startsWith("plain") && (row.toSell ?? 0) > 0).length,
  ).toBeGreaterThan(20);
});
