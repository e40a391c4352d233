import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import type { SourceRecord } from "@/lib/connectors/live-contract";
import type { LiveAccount } from "@/lib/ingest/sync/account";
import { applySourceRecords } from "@/lib/ingest/sync/apply-records";
import {
  addConnection,
  makeCompany,
  syncAll,
  testSealingSecret,
} from "@/lib/ingest/sync/testing/live-company";
import { shopifyConnector } from "./provider";
import { readAll } from "./testing/session";
import { openShop, orderOf } from "./testing/shop";

process.env.PLIMSOLL_SECRET = testSealingSecret;
let database: TestDatabase;
let opened: Awaited<ReturnType<typeof openShop>>;
let account: LiveAccount;

beforeAll(async () => {
  [database, opened] = await Promise.all([
    createTestDatabase(),
    openShop({ pointsMax: 100_000, restorePerSecond: 10_000 }),
  ]);
  await makeCompany(database.db);
  account = await addConnection(database.db, shopifyConnector, {
    key: "shop",
    baseUrl: opened.shop.origin,
    settings: { shop: "harbour.myshopify.com", clientId: opened.credentials.clientId, channel: "web" },
    secrets: { clientSecret: opened.credentials.clientSecret },
  });
  await syncAll(database.db, account);
});
afterAll(async () => {
  await opened.shop.stop();
  await database.drop();
});

const held = async () => {
  const rows = await database.db<{ id: string; kind: string }[]>`
    select external_id as id, kind from order_flag order by 1, 2`;
  return rows.map(({ id, kind }) => `${id} ${kind}`);
};
const read = async () =>
  (
    await readAll(opened.session(), {
      stream: "orders",
      scope: { kind: "incremental", since: null, until: new Date().toISOString() },
    })
  ).filter(({ kind }) => kind === "orders");
/** An order whose quantity was misread on the way, and whose total with it. */
const garbled = (record: SourceRecord): SourceRecord => {
  const [line] = record.fields.lines as { quantity: number }[];
  return { ...record, fields: { ...record.fields, total: "241.00", lines: [{ ...line, quantity: 20 }] } };
};
const apply = (...records: SourceRecord[]) =>
  applySourceRecords(database.db, records, { connectionId: account.connectionId, trigger: "poll" });

test("what the shop received and its own lines show a quantity that was misread, and leave right orders alone", async () => {
  opened.shop.placeOrder(orderOf("#R1", "MUG", 2));
  opened.shop.placeOrder(orderOf("#R2", "MUG", 2));
  const orders = await read();
  expect(orders.map(({ checks }) => checks?.captured)).toEqual(["24.10", "24.10"]);
  await apply(...orders.map((one) => (one.fields.orderNumber === "#R2" ? garbled(one) : one)));
  expect(await held()).toEqual(["#R2 captured_differs", "#R2 lines_differ"]);
});

test("what comes late speaks of an older state, and is not held against the newer one", async () => {
  opened.shop.placeOrder(orderOf("#R3", "MUG", 3));
  const [older] = (await read()).filter(({ fields }) => fields.orderNumber === "#R3");
  if (!older) throw new Error("the order is not there");
  const [line] = older.fields.lines as { quantity: number }[];
  const version = Number(older.fields.version);
  const edited = {
    ...older,
    version: "edited",
    fields: { ...older.fields, version: version + 1, total: "12.05", lines: [{ ...line, quantity: 1 }] },
  };
  const { checks: _, ...unchecked } = edited;
  await apply(unchecked);
  await apply(older);
  expect((await held()).filter((one) => one.startsWith("#R3"))).toEqual([]);
});
