import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { harbourConnector } from "@/lib/connectors/testing/harbour-connector";
import {
  type HarbourServer,
  harbourCredentials,
  startHarbour,
} from "@/lib/connectors/testing/harbour-server";
import type { LiveAccount } from "@/lib/ingest/sync/account";
import { beginPass, wantIds } from "@/lib/ingest/sync/streams";
import {
  addConnection,
  makeCompany,
  silent,
  testSealingSecret,
} from "@/lib/ingest/sync/testing/live-company";
import { startSyncLoop } from "./sync-loop";

process.env.PLIMSOLL_SECRET = testSealingSecret;
let database: TestDatabase;
let harbour: HarbourServer;
let account: LiveAccount;

beforeAll(async () => {
  [database, harbour] = await Promise.all([createTestDatabase(), startHarbour()]);
  await makeCompany(database.db);
  account = await addConnection(database.db, harbourConnector, {
    key: "harbour",
    baseUrl: harbour.origin,
    settings: { clientId: harbourCredentials.clientId },
    secrets: { clientSecret: harbourCredentials.clientSecret },
  });
  harbour.addSku("L-1");
});
afterAll(async () => {
  await harbour.stop();
  await database.drop();
});

const worker = () =>
  startSyncLoop({ db: database.db, log: silent, signal: new AbortController().signal }, [harbourConnector]);
async function work(
  loops: readonly ReturnType<typeof worker>[],
  isDone: () => Promise<boolean>,
): Promise<void> {
  while (!(await isDone())) {
    await Promise.all(loops.map(({ tick }) => tick()));
    await Promise.all(loops.map(({ idle }) => idle()));
  }
}
const allRead = async () =>
  (await database.db`select 1 from sync_stream where last_ok_at is null`).length === 0;
const place = (number: string) =>
  harbour.placeOrder({
    ...{ number, placedAt: new Date(), currency: "GBP", customer: "c", country: "GB" },
    ...{ discountMinor: 0, taxMinor: 0, shippingMinor: 0 },
    lines: [{ sku: "L-1", title: "L", quantity: 1, unitPriceMinor: 100 }],
  });

test("two workers read what is due, each stream by one of them, and then leave it alone", async () => {
  place("L1");
  const loops = [worker(), worker()];
  await work(loops, allRead);
  const asked = harbour.counts().orders?.requests;
  for (const { tick, idle } of loops) {
    await tick();
    await idle();
  }
  expect(harbour.counts().orders?.requests).toBe(asked);
  expect(Object.values(harbour.counts()).every(({ throttled }) => throttled === 0)).toBe(true);
});

test("what a call-back names is asked for at once, and history beside it", async () => {
  place("L2");
  const { connectionId } = account;
  await wantIds(database.db, connectionId, [{ stream: "orders", ids: ["L2"] }]);
  await beginPass(database.db, {
    ...{ connectionId, stream: "orders", kind: "backfill", requestedBy: "test" },
    since: new Date(Date.now() - 86_400_000),
    until: new Date(),
  });
  await work([worker()], async () => {
    const [left] =
      await database.db`select (select count(*)::int from sync_wanted) + (select count(*)::int from sync_pass) as n`;
    return left?.n === 0;
  });
  expect(await database.db`select 1 from sales_order where external_id in ('L1', 'L2')`).toHaveLength(2);
});

test("an order whose SKU comes later is taken by itself", async () => {
  harbour.addSku("L-9");
  await database.db`delete from inbox_record`;
  harbour.placeOrder({
    ...{ number: "L3", placedAt: new Date(), currency: "GBP", customer: "c", country: "GB" },
    ...{ discountMinor: 0, taxMinor: 0, shippingMinor: 0 },
    lines: [{ sku: "L-9", title: "L", quantity: 1, unitPriceMinor: 100 }],
  });
  await wantIds(database.db, account.connectionId, [{ stream: "orders", ids: ["L3"] }]);
  await work(
    [worker()],
    async () => (await database.db`select 1 from inbox_record where state = 'unmapped'`).length === 1,
  );
  await database.db`update sync_stream set next_due_at = now() where stream = 'products'`;
  await work(
    [worker()],
    async () => (await database.db`select 1 from inbox_record where state = 'waiting'`).length === 1,
  );
  const [queued] =
    await database.db`select 1 as there from graphile_worker.jobs where task_identifier = 'inbox.apply'`;
  expect(queued).toEqual({ there: 1 });
});

test("an account whose secrets cannot be opened is left alone after some times, says so, and takes nobody's turn", async () => {
  const { db } = database;
  const lost = await addConnection(db, harbourConnector, { key: "lost", baseUrl: harbour.origin });
  await db`update connection set secret_sealed = '\\x00' where id = ${lost.connectionId}`;
  const isLeftAlone = async () => {
    const streams =
      await db`select open_until > now() as left from sync_stream where connection_id = ${lost.connectionId}`;
    return streams.every(({ left }) => left === true);
  };
  const loop = worker();
  for (let ticks = 0; ticks < 100 && !(await isLeftAlone()); ticks++) {
    await loop.tick();
    await loop.idle();
  }
  expect(await isLeftAlone()).toBe(true);
  const [connection] =
    await db`select state, last_error as error from connection where id = ${lost.connectionId}`;
  expect(connection).toEqual({ state: "error", error: expect.stringContaining("failed on our side") });
});
