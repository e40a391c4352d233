import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { profilePlaces } from "./run-places";

// A Wednesday, noon in London.
const now = new Date("2026-06-17T11:00:00Z");
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  const { owner } = database;
  await owner`insert into company (name, base_currency, time_zone) values ('C', 'GBP', 'Europe/London')`;
  await owner`
    insert into location (code, name, kind, country, region, time_zone) values
      ('SHOP', 'Shop', 'store', 'GB', 'EU', 'Europe/London'), ('IDLE', 'Idle', 'warehouse', 'GB', 'EU', 'Europe/London')`;
  await owner`insert into channel (code, name, kind, currency, time_zone) values ('W', 'W', 'own_shop', 'GBP', 'Europe/London')`;
  await owner`insert into sku (code, title, currency) values ('A', 'A', 'GBP'), ('B', 'B', 'GBP')`;
  // 30 units on open days, twice as many on Fridays, none on Sundays, none in the first week of June.
  await owner`
    insert into demand_daily (sku_id, location_id, channel_id, day, units, revenue_base_minor, cost_base_minor, lines)
    select s.id, l.id, c.id, d::date, case when extract(isodow from d) = 5 then 30 else 15 end, 0, 0, 1
    from generate_series(date '2026-02-01', date '2026-06-17', interval '1 day') d, sku s, location l, channel c
    where l.code = 'SHOP' and extract(isodow from d) <> 7 and d::date not between date '2026-06-01' and date '2026-06-07'`;
});
afterAll(() => database.drop());

const marked = async () => (await database.db`select 1 from sku_to_refresh`).length;

test("a place's week and its closed days follow from what it sold, once a day, and what never sold has no profile", async () => {
  await database.owner`insert into stock_level (sku_id, location_id) select s.id, l.id from sku s, location l where s.code = 'A' and l.code = 'SHOP'`;
  await database.owner`delete from sku_to_refresh`;
  expect(await profilePlaces(database.db, now)).toBe(1);
  expect(await marked()).toBe(1);
  await database.owner`delete from sku_to_refresh`;
  const rows = await database.db<{ code: string; factors: number[]; closed: string[]; day: string }[]>`
    select l.code, p.weekday_factors as factors, p.closed_days::text[] as closed, p.as_of_day as day
    from place_profile p join location l on l.id = p.location_id`;
  expect(rows).toHaveLength(1);
  const [shop] = rows;
  expect(shop?.day).toBe("2026-06-17");
  expect(shop?.factors.map((factor) => Number(factor.toFixed(3)))).toEqual([1, 1, 1, 1, 2, 1, 0]);
  // Sundays are no closed days: it never sells then.
  expect(shop?.closed).toEqual([1, 2, 3, 4, 5, 6].map((day) => `2026-06-0${day}`));
  // Today's own day is not over, so it takes no part; the same day asks nothing again, the next one does.
  expect(await profilePlaces(database.db, now)).toBe(0);
  expect(await profilePlaces(database.db, new Date(now.getTime() + 86_400_000))).toBe(1);
  // A new day marks by itself what it changes.
  expect(await marked()).toBe(0);
});
