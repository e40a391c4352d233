import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { harbourConnector } from "@/lib/connectors/testing/harbour-connector";
import {
  type HarbourServer,
  harbourCredentials,
  startHarbour,
} from "@/lib/connectors/testing/harbour-server";
import { stateOf } from "@/lib/ingest/testing/import-text";
import { applyWaiting, wakeUnmapped } from "./apply-waiting";
import { addConnection, makeCompany, syncAll, testSealingSecret } from "./testing/live-company";

process.env.PLIMSOLL_SECRET = testSealingSecret;
const root = resolve(import.meta.dirname, "../../..");
const orders = 120;
let killed: TestDatabase;
let whole: TestDatabase;
let harbour: HarbourServer;

beforeAll(async () => {
  [killed, whole, harbour] = await Promise.all([createTestDatabase(), createTestDatabase(), startHarbour()]);
  harbour.addSku("K-1");
  harbour.setStock("K-1", "HARBOUR-1", 500);
  for (let index = 0; index < orders; index++)
    harbour.placeOrder({
      ...{ number: `K${index}`, placedAt: new Date(Date.now() - index * 1000), currency: "GBP" },
      ...{ customer: "c", country: "GB", discountMinor: 0, taxMinor: 0, shippingMinor: 0 },
      lines: [{ sku: "K-1", title: "K", quantity: 1 + (index % 3), unitPriceMinor: 100 }],
    });
});
afterAll(async () => {
  await harbour.stop();
  await Promise.all([killed.drop(), whole.drop()]);
});

const connectTo = async (database: TestDatabase) => {
  await makeCompany(database.db);
  return addConnection(database.db, harbourConnector, {
    key: "harbour",
    baseUrl: harbour.origin,
    settings: { clientId: harbourCredentials.clientId },
    secrets: { clientSecret: harbourCredentials.clientSecret },
  });
};
const startWorker = (database: TestDatabase): ChildProcess =>
  spawn(process.execPath, [join(root, "bin/run-ts.mjs"), "lib/ingest/sync/testing/sync-child.ts"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: database.url },
    stdio: "ignore",
  });
const pagesRead = () => harbour.counts().orders?.requests ?? 0;

test("a worker killed again and again, beside another one, loses nothing and brings nothing twice", async () => {
  await connectTo(killed);
  for (let kill = 0; kill < 3; kill++) {
    const before = pagesRead();
    const workers = [startWorker(killed), startWorker(killed)];
    const ended = workers.map((worker) => once(worker, "exit"));
    while (pagesRead() < before + 2 + kill) {
      await killed.db`update sync_stream set next_due_at = now(), watermark = null where next_due_at > now()`;
      await sleep(3);
    }
    for (const worker of workers) worker.kill("SIGKILL");
    await Promise.all(ended);
    await killed.db`update sync_pass set claimed_until = now() - interval '1 second' where claimed_until is not null`;
    await killed.db`update sync_stream set next_due_at = now()`;
  }
  const last = startWorker(killed);
  const ended = once(last, "exit");
  for (;;) {
    const [left] = await killed.db<{ n: number }[]>`
      select (select count(*)::int from sync_stream where last_ok_at is null) + (select count(*)::int from sync_pass) as n`;
    if (left?.n === 0) break;
    await sleep(20);
  }
  last.kill("SIGKILL");
  await ended;
  // Orders that were read before their SKU was are applied by a job of the queue, which these workers do not take.
  await killed.db`update inbox_record set woken_at = null where state = 'unmapped'`;
  await wakeUnmapped(killed.db);
  while ((await applyWaiting(killed.db)) > 0);
  await syncAll(whole.db, await connectTo(whole));
  expect(await stateOf(killed.db)).toEqual(await stateOf(whole.db));
  const [counted] = await killed.db`select count(*)::int as n from sales_order`;
  expect(counted).toEqual({ n: orders });
}, 120_000);
