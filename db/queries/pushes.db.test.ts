import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { countPushed, listPushed } from "./pushes";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("quantities sent in the last week are listed newest first with what stood before, page by page", async () => {
  const { db } = database;
  await db`
    insert into action (id, kind, executor, payload, prior_state, state, approved_by, created_at)
    select gen_random_uuid(), 'publish_quantity', 'connector',
      jsonb_build_object('listingId', 0, 'sku', 'S' || n, 'units', n, 'expectedUnits', 50),
      case when n = 1 then '{"quantity":{"units":7}}'::jsonb end, 'verified', 'Ola',
      case when n = 5 then now() - interval '8 days' else date_trunc('second', now()) - interval '1 hour' + interval '123 microseconds' end
    from generate_series(1, 5) n`;
  const first = await listPushed(db, { cursor: null, pageSize: 3 });
  const second = await listPushed(db, { cursor: first.nextCursor, pageSize: 3 });
  const rows = [...first.rows, ...second.rows].sort((a, b) => a.units - b.units);
  expect(rows.map(({ skuCode, units, before }) => [skuCode, units, before])).toEqual([
    ["S1", 1, 7],
    ["S2", 2, 50],
    ["S3", 3, 50],
    ["S4", 4, 50],
  ]);
  expect(second.nextCursor).toBeNull();
  expect(await countPushed(db)).toBe(4);
});
