import { afterAll, beforeAll, expect, test } from "vitest";
import { listOrderFlags } from "@/db/queries/order-flags";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { ingestRecords } from "@/lib/ingest/ingest-records";
import { seedCatalogue } from "@/lib/ingest/testing/import-text";
import { type Actor, systemActor } from "../_shared/actor";
import { decideFlag } from "./decide-flag";

let database: TestDatabase;
let connectionId = 0;
const operator: Actor = { kind: "user", id: "u1", name: "Ola", role: "operator" };

beforeAll(async () => {
  database = await createTestDatabase();
  await seedCatalogue(database.db);
  const [row] = await database.db<{ id: number }[]>`
    insert into connection (key, vendor, name) values ('shop-api', 'api', 'Shop') returning id`;
  connectionId = row?.id ?? 0;
});
afterAll(() => database.drop());

async function held(orderNumber: string, version = 1): Promise<number> {
  const record = {
    orderNumber,
    placedAt: "2026-03-01T10:00:00Z",
    channel: "shop",
    currency: "GBP",
    version,
    country: version > 1 ? "FR" : "GB",
    total: "6.00",
    lines: [{ lineNo: 1, sku: "A", quantity: 20, unitPrice: "3.00" }],
  };
  await ingestRecords(database.db, { connectionId, kind: "orders", records: [record], trigger: "api" });
  const { rows } = await listOrderFlags(database.db, { cursor: null, pageSize: 50 });
  return rows.find(({ externalId }) => externalId === orderNumber)?.id ?? 0;
}
const errorOf = async (number: string) =>
  (
    await database.db<
      { error: string | null }[]
    >`select sync_error as error from sales_order where external_id = ${number}`
  )[0]?.error;

test("an operator releases an order once; it is audited, leaves the lists, and is not held again for the same", async () => {
  const flagId = await held("D1");
  expect(await errorOf("D1")).toBe("sums_differ");
  await decideFlag(database.db, operator, { flagId, decision: "release", note: "agreed by phone" });
  expect(await errorOf("D1")).toBeNull();
  await expect(decideFlag(database.db, operator, { flagId, decision: "release" })).rejects.toThrow(/before/);
  const [audit] = await database.owner`
    select verb, reason from audit_event where verb like 'order_flag.%' order by id desc limit 1`;
  expect(audit).toEqual({ verb: "order_flag.release", reason: "agreed by phone" });
  expect(await held("D1", 2)).toBe(0);
  expect(await errorOf("D1")).toBeNull();
});

test("a confirmed one stays stuck; others may not decide, and a flag that is not there is said to be missing", async () => {
  const flagId = await held("D2");
  await expect(
    decideFlag(database.db, { ...operator, role: "manager" }, { flagId, decision: "confirm" }),
  ).rejects.toThrow(/role/);
  await decideFlag(database.db, operator, { flagId, decision: "confirm" });
  expect(await errorOf("D2")).toBe("sums_differ");
  await expect(decideFlag(database.db, systemActor, { flagId: 9_999, decision: "confirm" })).rejects.toThrow(
    /not held/,
  );
});
