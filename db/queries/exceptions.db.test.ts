import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { listOrders } from "./orders";
import { listExceptions } from "./sync";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  const [source] = await db<{ id: number }[]>`
    insert into connection (key, vendor, name) values ('shop', 'api', 'Shop') returning id`;
  const [channel] = await db<{ id: number }[]>`
    insert into channel (code, name, kind, currency, time_zone) values ('a', 'A', 'own_shop', 'GBP', 'UTC') returning id`;
  await db`
    insert into order_check (connection_id, channel_id, external_id, placed_at, checked_at, result)
    select ${source?.id ?? 0}, ${channel?.id ?? 0}, 'M' || n, now(), '2026-05-01T10:00:00.123456Z', 'missing' from generate_series(1, 5) n`;
  await db`
    insert into action (id, kind, executor, payload, state, approved_by, created_at)
    select gen_random_uuid(), 'ad_pause', 'webhook', '{}', 'failed', 'x', '2026-05-01T10:00:00.123456Z' from generate_series(1, 5) n`;
});
afterAll(() => database.drop());

/** Reads a list to its end in pages of two. */
async function readAll<Row>(
  list: (page: {
    cursor: string | null;
    pageSize: number;
  }) => Promise<{ rows: Row[]; nextCursor: string | null }>,
): Promise<Row[]> {
  const all: Row[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: { rows: Row[]; nextCursor: string | null } = await list({ cursor, pageSize: 2 });
    all.push(...page.rows);
    cursor = page.nextCursor;
    if (cursor === null) return all;
  }
}

test.each(["asc", "desc"] as const)(
  "comparisons of one run share their moment, and each comes once between pages (%s)",
  async (direction) => {
    const { db } = database;
    const list = { list: "missing", filter: {}, direction } as const;
    const rows = await readAll((page) => listOrders(db, { ...list, ...page }));
    expect(rows.map(({ externalId }) => externalId)).toEqual(["M1", "M2", "M3", "M4", "M5"]);
    expect(rows[0]).not.toHaveProperty("sortAt");
  },
);

test.each(["asc", "desc"] as const)(
  "actions of one press share their moment, and each comes once between pages (%s)",
  async (direction) => {
    const { db } = database;
    const list = { list: "unconfirmed", filter: {}, direction } as const;
    const rows = await readAll((page) => listExceptions(db, { ...list, ...page }));
    expect(rows).toHaveLength(5);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(5);
    expect(rows[0]).not.toHaveProperty("sortAt");
  },
);
