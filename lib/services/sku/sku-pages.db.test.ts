import { afterAll, beforeAll, expect, test } from "vitest";
import { skuMoves, skuOrders } from "@/db/queries/sku-page";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { addSku, ago, makeSmallWorld, move, order, type SmallWorld } from "@/lib/metrics/testing/small-world";

let database: TestDatabase;
let world: SmallWorld;

// Several at one moment: only the ids tell them apart.
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  world = await makeSmallWorld(db);
  const other = await addSku(db, "SKU-2");
  for (let n = 1; n <= 7; n++) {
    const at = ago(n < 5 ? 10 : 20 + n);
    await move(db, world.skuId, world.a, n, at);
    await order(db, world, { locationId: world.a, units: n, at });
    await order(db, world, { skuId: other, locationId: world.a, units: n, at });
  }
});
afterAll(() => database.drop());

/** Every page put together. */
async function all<Row>(
  read: (cursor: string | null) => Promise<{ rows: Row[]; nextCursor: string | null }>,
): Promise<Row[]> {
  const seen: Row[] = [];
  let cursor: string | null = null;
  do {
    const page: { rows: Row[]; nextCursor: string | null } = await read(cursor);
    expect(page.rows.length).toBeLessThanOrEqual(2);
    seen.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor);
  return seen;
}

test("pages of a SKU's orders are every line once, newest first, and nobody else's", async () => {
  const rows = await all((cursor) => skuOrders(database.db, world.skuId, { cursor, pageSize: 2 }));
  expect(rows.map((row) => row.quantity)).toEqual([4, 3, 2, 1, 5, 6, 7]);
});

test("pages of a SKU's moves are every move once, newest first, up to the moment asked for", async () => {
  const read = (asOf: Date | null) =>
    all((cursor) => skuMoves(database.db, world.skuId, { asOf, cursor, pageSize: 2 }));
  const receipts = (await read(null)).filter((row) => row.reason === "receipt");
  expect(receipts.map((row) => row.quantity)).toEqual([4, 3, 2, 1, 5, 6, 7]);
  const before = (await read(ago(15))).filter((row) => row.reason === "receipt");
  expect(before.map((row) => row.quantity)).toEqual([5, 6, 7]);
});
