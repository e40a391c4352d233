import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { findReconciliation, listReconciliations } from "@/db/queries/reconciliations";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { harbourConnector } from "@/lib/connectors/testing/harbour-connector";
import {
  type HarbourServer,
  harbourCredentials,
  startHarbour,
} from "@/lib/connectors/testing/harbour-server";
import type { LiveAccount } from "@/lib/ingest/sync/account";
import { applyWaiting, wakeUnmapped } from "@/lib/ingest/sync/apply-waiting";
import { runWanted } from "@/lib/ingest/sync/run-wanted";
import {
  addConnection,
  makeCompany,
  silent,
  syncAll,
  testSealingSecret,
} from "@/lib/ingest/sync/testing/live-company";
import { planReconciliations, settleArrived } from "./plan";
import { reconcileNext } from "./reconcile";

process.env.PLIMSOLL_SECRET = testSealingSecret;
let database: TestDatabase;
let harbour: HarbourServer;
let account: LiveAccount;
let orders = 0;
const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 2 * 3_600_000);
const vendors = ["harbour"];
const signal = new AbortController().signal;

beforeAll(async () => {
  database = await createTestDatabase();
  await makeCompany(database.db);
});
afterAll(() => database.drop());
beforeEach(async () => {
  harbour = await startHarbour();
  account = await addConnection(database.db, harbourConnector, {
    key: `harbour-${harbour.origin.split(":").pop()}`,
    baseUrl: harbour.origin,
    settings: { clientId: harbourCredentials.clientId },
    secrets: { clientSecret: harbourCredentials.clientSecret },
  });
  await database.db`update connection set created_at = ${hour}::timestamptz - interval '30 minutes' where id = ${account.connectionId}`;
  harbour.addSku("H-1");
});
afterEach(async () => {
  await harbour.stop();
  await database.db`update connection set state = 'paused' where id = ${account.connectionId}`;
});

function place(count: number, sku = "H-1"): string[] {
  return Array.from({ length: count }, () => {
    const number = `R${++orders}`;
    harbour.placeOrder({
      number,
      placedAt: new Date(hour.getTime() + 600_000),
      currency: "GBP",
      customer: "c1",
      country: "GB",
      lines: [{ sku, title: sku, quantity: 2, unitPriceMinor: 350 }],
      discountMinor: 0,
      taxMinor: 0,
      shippingMinor: 0,
    });
    return number;
  });
}

/** Compares until nothing is due; what was asked for again is read in between, as the worker does. */
async function reconcile(): Promise<void> {
  await planReconciliations(database.db, vendors, new Date());
  const find = () => harbourConnector;
  while (await reconcileNext(database.db, { log: silent, signal, vendors, find })) {
    await runWanted(database.db, account, "orders", { log: silent, signal });
    await database.db`update reconciliation set not_before = now() where state in ('reading', 'asked_again')`;
  }
}

const rowsOf = () => database.db<
  {
    step: number;
    state: string;
    source: number;
    ours: number;
    same: boolean;
    found: number;
    remaining: number;
  }[]
>`
  select after_seconds as step, state, source_orders as source, our_orders as ours, source_hash = our_hash as same, found_count as found,
    remaining_count as remaining from reconciliation where connection_id = ${account.connectionId} and hour = ${hour} order by 1`;
const checks = () => database.db`
  select external_id as id, result, differences, resolution from order_check where connection_id = ${account.connectionId} order by length(external_id), external_id`;

test("an hour that equals its source says so by count, units, amounts and hash, and every order counts as right", async () => {
  place(7);
  await syncAll(database.db, account);
  await reconcile();
  expect(await rowsOf()).toEqual([
    { step: 300, state: "done", source: 7, ours: 7, same: true, found: 0, remaining: 0 },
    { step: 3600, state: "done", source: 7, ours: 7, same: true, found: 0, remaining: 0 },
  ]);
  const [sums] = await database.db`
    select source_units = our_units and source_units = 14 as units, source_amounts = our_amounts and source_amounts = '{"GBP": 4900}' as amounts
    from reconciliation where connection_id = ${account.connectionId} and hour = ${hour} and after_seconds = 3600`;
  expect(sums).toEqual({ units: true, amounts: true });
  expect((await checks()).map(({ result }) => result)).toEqual(Array(7).fill("equal"));
});

test("a missing order is found and fetched by itself; what stays different is shown with both versions", async () => {
  const [lost = "", wrong = "", extra = ""] = place(3);
  await syncAll(database.db, account);
  const { db, owner } = database;
  // Lost on the way: nothing of it is here.
  await owner`delete from order_line l using sales_order o where o.id = l.order_id and o.external_id = ${lost} and o.connection_id = ${account.connectionId}`;
  await owner`delete from sales_order where external_id = ${lost} and connection_id = ${account.connectionId}`;
  await owner`delete from record_identity where external_id = ${lost} and connection_id = ${account.connectionId}`;
  // Garbled here, while its identity says that this state of it has come in: asking again does not help.
  await db`
    update order_line l set quantity = 20 from sales_order o
    where o.id = l.order_id and o.external_id = ${wrong} and o.connection_id = ${account.connectionId}`;
  // Here twice: the source knows one.
  await db`update sales_order set external_id = ${`${extra}-again`} where external_id = ${extra} and connection_id = ${account.connectionId}`;
  await db`update record_identity set external_id = ${`${extra}-again`} where external_id = ${extra} and connection_id = ${account.connectionId}`;
  await reconcile();
  expect((await rowsOf()).map(({ found, remaining, same }) => [found, remaining, same])).toEqual([
    [4, 2, false],
    [2, 2, false],
  ]);
  expect(await checks()).toEqual([
    { id: lost, result: "equal", differences: [], resolution: null },
    {
      id: wrong,
      result: "different",
      differences: [{ field: "quantity", lineNo: 1, ours: 20, theirs: 2 }],
      resolution: null,
    },
    { id: extra, result: "equal", differences: [], resolution: null },
    { id: `${extra}-again`, result: "duplicate", differences: [], resolution: null },
  ]);
  const [kept] = await db`
    select source_record -> 'lines' -> 0 ->> 'quantity' as quantity from order_check where external_id = ${wrong} and connection_id = ${account.connectionId}`;
  expect(kept).toEqual({ quantity: "2" });
});

test("a vendor that is down postpones the comparison and loses nothing", async () => {
  place(2);
  await syncAll(database.db, account);
  await planReconciliations(database.db, vendors, new Date());
  harbour.faults.down = true;
  const find = () => harbourConnector;
  expect(await reconcileNext(database.db, { log: silent, signal, vendors, find })).toBe(true);
  const [row] = await database.db`
    select count(*)::int as n from reconciliation where connection_id = ${account.connectionId} and failures = 1 and error_code = 'http_503' and not_before > now()`;
  expect(row).toEqual({ n: 1 });
  harbour.faults.down = false;
  await database.db`update reconciliation set not_before = now()`;
  await reconcile();
  expect((await rowsOf()).every(({ state, same }) => state === "done" && same)).toBe(true);
});

test("an order that names an unknown SKU is missing, and settled by itself once it has come in", async () => {
  const { db } = database;
  const [number = ""] = place(1, "H-unknown");
  await syncAll(db, account);
  await reconcile();
  expect(await checks()).toEqual([{ id: number, result: "missing", differences: [], resolution: null }]);
  harbour.addSku("H-unknown");
  await syncAll(db, account, ["products"]);
  expect(await settleArrived(db)).toBe(0);
  await wakeUnmapped(db);
  while ((await applyWaiting(db)) > 0);
  expect(await settleArrived(db)).toBe(1);
  expect(await checks()).toEqual([{ id: number, result: "missing", differences: [], resolution: "arrived" }]);
});

test("pages list the comparisons with both sides", async () => {
  place(3);
  await syncAll(database.db, account);
  await reconcile();
  const { connectionId } = account;
  const list = async (result?: string[]) => {
    const filter = result ? { connectionId, result } : { connectionId };
    return (await listReconciliations(database.db, { filter, cursor: null, pageSize: 10 })).rows;
  };
  const rows = await list();
  const row = rows.find((one) => one.hour.getTime() === hour.getTime());
  expect(row).toMatchObject({
    afterSeconds: 300,
    state: "done",
    sourceOrders: 3,
    ourOrders: 3,
    same: true,
    remaining: 0,
  });
  expect(await list(["found"])).toEqual([]);
  expect(await findReconciliation(database.db, { connectionId, hour, afterSeconds: 300 })).toMatchObject({
    orders: [],
    sourceHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test("a comparison of an account whose secrets cannot be opened is postponed, and stops nobody else's", async () => {
  await syncAll(database.db, account);
  await database.db`update connection set secret_sealed = '\\x00' where id = ${account.connectionId}`;
  await planReconciliations(database.db, vendors, new Date());
  expect(
    await reconcileNext(database.db, { log: silent, signal, vendors, find: () => harbourConnector }),
  ).toBe(true);
  const [row] = await database.db`
    select error_code as code, not_before > now() as later from reconciliation where connection_id = ${account.connectionId} and failures = 1`;
  expect(row).toEqual({ code: "internal", later: true });
});
