import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { harbourConnector } from "@/lib/connectors/testing/harbour-connector";
import {
  type HarbourServer,
  harbourCredentials,
  startHarbour,
} from "@/lib/connectors/testing/harbour-server";
import { stateOf } from "@/lib/ingest/testing/import-text";
import type { LiveAccount } from "./account";
import { runStream } from "./run-pass";
import {
  addConnection,
  makeCompany,
  silent,
  syncAll,
  syncStream,
  testSealingSecret,
} from "./testing/live-company";

process.env.PLIMSOLL_SECRET = testSealingSecret;
let database: TestDatabase;
let harbour: HarbourServer;
let account: LiveAccount;
let orders = 0;

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
  for (const sku of ["H-1", "H-2"]) harbour.addSku(sku);
});
afterEach(() => harbour.stop());

function place(count: number, sku = "H-1"): string[] {
  return Array.from({ length: count }, () => {
    const number = `H${++orders}`;
    harbour.placeOrder({
      number,
      placedAt: new Date(Date.now() - 60_000),
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

const known = async (numbers: readonly string[]) => {
  const rows = await database.db<{ n: number }[]>`
    select count(*)::int as n from sales_order where external_id = any(${[...numbers]})`;
  return rows[0]?.n;
};
const once = (stream: "orders" | "stock", more: { signal?: AbortSignal; sliceSeconds?: number } = {}) =>
  runStream(database.db, account, stream, "live", {
    log: silent,
    signal: new AbortController().signal,
    ...more,
  });

test("a first sync brings everything in, the next only what changed, and each record keeps its raw form and its times", async () => {
  const numbers = place(12);
  harbour.setStock("H-1", "HARBOUR-1", 40);
  await syncAll(database.db, account);
  expect(await known(numbers)).toBe(12);
  const [level] = await database.db`
    select l.on_hand from stock_level l join sku k on k.id = l.sku_id where k.code = 'H-1'`;
  expect(level).toEqual({ on_hand: 40 });
  const [kept] = await database.db`
    select raw ->> 'number' as number, state, source_event_at is not null as timed, applied_at >= received_at as ordered
    from inbox_record where connection_id = ${account.connectionId} and kind = 'orders' and external_id = ${numbers[0] ?? ""}`;
  expect(kept).toEqual({ number: numbers[0], state: "applied", timed: true, ordered: true });
  const [run] = await database.db`
    select trigger, state, read_count, accepted_count from sync_run where connection_id = ${account.connectionId} and kind = 'orders'`;
  expect(run).toEqual({ trigger: "poll", state: "done", read_count: 12, accepted_count: 12 });

  await database.db`update sync_stream set watermark = watermark + interval '1 hour' where connection_id = ${account.connectionId}`;
  const before = harbour.counts().orders?.requests ?? 0;
  await syncStream(database.db, account, "orders");
  expect((harbour.counts().orders?.requests ?? 0) - before).toBe(1);
});

test("a sync that was killed goes on at the page it was on", async () => {
  const numbers = place(23);
  await syncAll(database.db, account, ["locations", "products"]);
  expect((await once("orders", { sliceSeconds: 0 })).result).toBe("more");
  const asked = harbour.counts().orders?.requests ?? 0;
  // A worker that was killed leaves its claim behind; another comes after it has run out.
  await database.db`update sync_pass set claimed_by = 'dead', claimed_until = now() + interval '1 hour'`;
  expect((await once("orders")).result).toBe("idle");
  await database.db`update sync_pass set claimed_until = now() - interval '1 second'`;
  expect((await once("orders")).result).toBe("done");
  expect((harbour.counts().orders?.requests ?? 0) - asked).toBe(4);
  expect(await known(numbers)).toBe(23);
});

test("an answer that breaks off is asked for again, and nothing comes twice", async () => {
  const numbers = place(8);
  await syncAll(database.db, account, ["locations", "products"]);
  harbour.faults.cutNext = 1;
  harbour.faults.repeatPages = true;
  expect((await once("orders")).result).toBe("failed");
  await syncStream(database.db, account, "orders");
  expect(await known(numbers)).toBe(8);
  const state = await stateOf(database.db);
  await database.db`update sync_stream set watermark = null where connection_id = ${account.connectionId}`;
  await syncStream(database.db, account, "orders");
  expect(await stateOf(database.db)).toEqual(state);
});

test("two workers on one account: one reads a stream, the other leaves it alone", async () => {
  place(11);
  await syncAll(database.db, account, ["locations", "products"]);
  harbour.faults.slowSeconds = 0.05;
  const results = await Promise.all([once("orders"), once("orders"), once("orders")]);
  expect(results.map(({ result }) => result).sort()).toEqual(["done", "idle", "idle"]);
});
