import { afterAll, beforeAll, expect, test } from "vitest";
import { postMoves, stockPlace } from "@/db/queries/ledger";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { importText, seedCatalogue } from "@/lib/ingest/testing/import-text";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedCatalogue(database.db);
  await importText(
    database.db,
    { kind: "orders" },
    "orderNumber,placedAt,channel,sku,quantity,unitPrice\n1,2026-04-01,shop,A,2,3\n",
  );
});
afterAll(() => database.drop());

const move = (skuId: number, toPlaceId: number) => ({
  occurredAt: new Date(),
  skuId,
  fromPlaceId: 1,
  toPlaceId,
  quantity: 1,
  reason: "receipt" as const,
});

test("a move or a line of something that is not there is refused", async () => {
  const { db } = database;
  await expect(postMoves(db, [move(1, stockPlace(1)), move(999_999, stockPlace(1))])).rejects.toThrow(
    /names SKU 999999/,
  );
  await expect(postMoves(db, [move(1, 30_000)])).rejects.toThrow(/names place 30000/);
  await expect(db`update order_line set sku_id = 999999`).rejects.toThrow(/names SKU 999999/);
  expect((await db`select 1 from stock_move`).length).toBe(0);
});

test("an order of something that is not there is refused", async () => {
  const { db } = database;
  await expect(db`update sales_order set channel_id = 999`).rejects.toThrow(/names channel 999/);
  await expect(db`update sales_order set connection_id = 999999`).rejects.toThrow(/names connection 999999/);
  await expect(
    db`insert into record_identity (connection_id, kind, external_id, entity_id, content_hash) values (999999, 'skus', 'x', 1, '')`,
  ).rejects.toThrow(/names connection 999999/);
});

test("what orders or moves name cannot be deleted", async () => {
  await expect(database.owner`delete from sku where code = 'A'`).rejects.toThrow(/cannot be deleted/);
  await database.owner`delete from channel_location`;
  await database.owner`delete from sync_run`;
  await expect(database.owner`delete from channel`).rejects.toThrow(/channel shop has orders/);
  await expect(database.owner`delete from connection`).rejects.toThrow(/has brought records/);
  await expect(database.owner`delete from place where id = 1`).rejects.toThrow(/never changed or deleted/);
});
