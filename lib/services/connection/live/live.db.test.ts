import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { addLiveConnector } from "@/lib/connectors/live-registry";
import { harbourConnector } from "@/lib/connectors/testing/harbour-connector";
import {
  type HarbourServer,
  harbourCredentials,
  startHarbour,
} from "@/lib/connectors/testing/harbour-server";
import { Conflict, Forbidden, Invalid } from "@/lib/core/errors";
import { runStream } from "@/lib/ingest/sync/run-pass";
import {
  accountOf,
  makeCompany,
  silent,
  syncAll,
  testSealingSecret,
} from "@/lib/ingest/sync/testing/live-company";
import { person } from "@/lib/services/action/testing/small-company";
import { rotateSecret } from "../rotate-secret";
import { connectLive } from "./connect-live";
import { describeDisconnect, disconnect } from "./disconnect";
import { reconnect } from "./reconnect";
import { streamHealth } from "./stream-health";
import { pauseStream, resumeStream, resync, startBackfill, syncNow } from "./streams";

process.env.PLIMSOLL_SECRET = testSealingSecret;
addLiveConnector(harbourConnector);
const admin = person("admin");
const operator = person("operator");
let database: TestDatabase;
let harbour: HarbourServer;
let connectionId = 0;

beforeAll(async () => {
  [database, harbour] = await Promise.all([createTestDatabase(), startHarbour()]);
  await makeCompany(database.db);
  harbour.addSku("C-1");
});
afterAll(async () => {
  await harbour.stop();
  await database.drop();
});

const form = (secret = harbourCredentials.clientSecret) => ({
  key: "harbour",
  vendor: "harbour",
  name: "Our harbour",
  entered: { clientId: harbourCredentials.clientId, clientSecret: secret },
  baseUrl: harbour.origin,
  allowPrivateNetwork: true,
});
const read = async (lane: "live" | "history") =>
  runStream(database.db, await accountOf(database.db, harbourConnector, connectionId), "orders", lane, {
    log: silent,
    signal: new AbortController().signal,
  });
const health = async () => (await streamHealth(database.db, operator, { connectionId })).streams;
const orders = async () => (await health()).find(({ stream }) => stream === "orders");

test("wrong credentials, an empty field, a closed address and a wrong role are refused in a sentence, and nothing is kept", async () => {
  const { db } = database;
  await expect(connectLive(db, operator, form())).rejects.toThrow(Forbidden);
  await expect(connectLive(db, admin, form("wrong"))).rejects.toThrow(/does not accept these credentials/);
  await expect(connectLive(db, admin, { ...form(), entered: {} })).rejects.toMatchObject({
    fieldErrors: { clientId: expect.any(String), clientSecret: expect.any(String) },
  });
  await expect(connectLive(db, admin, { ...form(), allowPrivateNetwork: false })).rejects.toThrow(Invalid);
  await expect(connectLive(db, admin, { ...form(), vendor: "nobody" })).rejects.toThrow(Invalid);
  expect(await db`select 1 from connection`).toHaveLength(0);
});

test("an account is connected once, its secret sealed, its scopes listed, its past begun", async () => {
  const { db } = database;
  const made = await connectLive(db, admin, form());
  connectionId = made.id;
  expect(made.scopes).toEqual(["orders", "stock", "products"]);
  await expect(connectLive(db, admin, form())).rejects.toThrow(Conflict);
  const everything = await db`
    select config::text, encode(secret_sealed, 'escape') as sealed, (select string_agg(after::text, ' ') from audit_event) as audit from connection`;
  expect(JSON.stringify(everything)).not.toContain(harbourCredentials.clientSecret);
  const stream = await orders();
  expect(stream?.passes.map(({ kind }) => kind)).toEqual(["backfill"]);
  expect((await read("history")).result).toBe("done");
  expect((await orders())?.passes).toEqual([]);
});

test("a stream is paused, goes on, is read at once, anew and for a period", async () => {
  const { db } = database;
  const stream = { connectionId, stream: "orders" as const };
  await syncAll(db, await accountOf(db, harbourConnector, connectionId));
  expect((await read("live")).result).toBe("idle");
  await syncNow(db, operator, { connectionId });
  expect((await read("live")).result).toBe("done");
  await pauseStream(db, operator, stream);
  await pauseStream(db, operator, stream);
  await syncNow(db, operator, stream);
  expect((await read("live")).result).toBe("idle");
  await resumeStream(db, operator, stream);
  expect((await read("live")).result).toBe("done");
  await startBackfill(db, operator, { ...stream, from: "2026-01-01", until: "2026-02-01" });
  await expect(startBackfill(db, operator, { ...stream, from: "2026-01-01" })).rejects.toThrow(Conflict);
  await expect(
    startBackfill(db, operator, { ...stream, from: "2026-02-01", until: "2026-01-01" }),
  ).rejects.toThrow(Invalid);
  await expect(
    startBackfill(db, operator, { connectionId, stream: "stock", from: "2026-01-01" }),
  ).rejects.toThrow(Invalid);
  await resync(db, operator, stream);
  await expect(resync(db, person("supply"), stream)).rejects.toThrow(Forbidden);
  expect((await read("history")).result).toBe("done");
  expect((await read("history")).result).toBe("done");
  const verbs = await db<{ verb: string }[]>`select distinct verb from audit_event order by 1`;
  expect(verbs.map(({ verb }) => verb)).toEqual([
    "connection.backfill",
    "connection.connect",
    "connection.pause_stream",
    "connection.resume_stream",
    "connection.resync",
    "connection.sync_now",
  ]);
});

test("a revoked grant stops everything until somebody reconnects, and nothing is lost", async () => {
  const { db } = database;
  harbour.faults.revoked = true;
  await syncNow(db, operator, { connectionId });
  await db`delete from connection_token`;
  expect((await read("live")).result).toBe("failed");
  const stopped = await streamHealth(db, operator, { connectionId });
  expect([stopped.state, stopped.reconnectSince !== null]).toEqual(["error", true]);
  await expect(syncNow(db, operator, { connectionId })).rejects.toThrow(Conflict);
  await expect(reconnect(db, admin, { connectionId })).rejects.toThrow(/does not accept/);
  harbour.faults.revoked = false;
  harbour.placeOrder({
    ...{ number: "R1", placedAt: new Date(), currency: "GBP", customer: "c", country: "GB" },
    ...{ discountMinor: 0, taxMinor: 0, shippingMinor: 0 },
    lines: [{ sku: "C-1", title: "C", quantity: 1, unitPriceMinor: 100 }],
  });
  await reconnect(db, admin, { connectionId, entered: { clientSecret: harbourCredentials.clientSecret } });
  expect((await read("live")).result).toBe("done");
  expect(await db`select 1 from sales_order where external_id = 'R1'`).toHaveLength(1);
  expect((await streamHealth(db, operator, { connectionId })).state).toBe("active");
});

test("the vendor's credentials are never replaced by a signing secret of ours", async () => {
  const { db } = database;
  const sealed = await db`select secret_sealed from connection`;
  await expect(rotateSecret(db, admin, { connectionId })).rejects.toThrow(Invalid);
  expect(await db`select secret_sealed from connection`).toEqual(sealed);
});

test("a disconnection says what it does, removes what is secret and keeps the orders", async () => {
  const { db } = database;
  expect(await describeDisconnect(db, admin, { connectionId })).toMatchObject({ orders: 1, listings: 1 });
  await expect(disconnect(db, operator, { connectionId })).rejects.toThrow(Forbidden);
  await disconnect(db, admin, { connectionId });
  await disconnect(db, admin, { connectionId });
  const [left] = await db`
    select state, secret_sealed, (select count(*)::int from connection_token) as tokens, (select count(*)::int from sales_order) as orders from connection`;
  expect(left).toEqual({ state: "disconnected", secret_sealed: null, tokens: 0, orders: 1 });
  await expect(syncNow(db, operator, { connectionId })).rejects.toThrow(Conflict);
});
