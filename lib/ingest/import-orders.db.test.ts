import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import type { RowSource } from "@/lib/connectors/contract";
import { loadContext } from "./context";
import { importOrders } from "./import-orders";
import { storeFile } from "./inbox/store-file";
import { compileMapping } from "./mapping/compile";
import { parseMapping } from "./mapping/mapping";
import { createRun, startRun } from "./runs/runs";
import { ensureFileSource } from "./sources";
import { seedCatalogue } from "./testing/import-text";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedCatalogue(database.db);
});
afterAll(() => database.drop());

const header = ["orderNumber", "placedAt", "channel", "sku", "quantity", "unitPrice"];
const mapping = parseMapping({
  kind: "orders",
  columns: Object.fromEntries(header.map((name) => [name, name])),
});
const lines = 20_000;

test("while orders are still read the run says how far it is, and a stop is heeded", async () => {
  const { db } = database;
  const connectionId = await ensureFileSource(db, "shop-file");
  async function* content() {
    yield Buffer.from("the rows below stand for it");
  }
  const { fileId } = await storeFile(db, "orders.csv", content(), "test");
  const runId = await createRun(db, { connectionId, fileId, mapping, dryRun: false, actor: "test" });
  await startRun(db, runId);
  const context = await loadContext(db, { connectionId, trigger: "import", runId });
  const tally = { bytes: 0, repeatedHeaders: 0, windows1252Lines: 0 };
  const seen: unknown[] = [];
  async function* batches() {
    for (let batch = 1; batch <= 3; batch++) {
      tally.bytes = batch * 1_000;
      yield Array.from({ length: lines }, (_, place) => ({
        line: batch * lines + place,
        raw: "",
        cells: [`${batch}-${place}`, "2026-04-01", "shop", "A", "1", "2.5"],
      }));
      seen.push(...(await db`select read_bytes, read_count from sync_run where id = ${runId}`));
      if (batch === 2) await db`update sync_run set state = 'cancelled' where id = ${runId}`;
    }
  }
  const source: RowSource = {
    shape: { encoding: "utf-8", delimiter: ",", newline: "LF", header },
    tally,
    batches: batches(),
  };
  const reader = compileMapping(mapping, header);
  const done = importOrders(db, { context, mapping, source, sourceKey: null, reader, runId });
  await expect(done).rejects.toThrow(/was cancelled/);
  expect(seen.slice(0, 2)).toEqual([
    { read_bytes: 1_000, read_count: 0 },
    { read_bytes: 2_000, read_count: 0 },
  ]);
  expect(await db`select 1 from sales_order limit 1`).toHaveLength(0);
});
