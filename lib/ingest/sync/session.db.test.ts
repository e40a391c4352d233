import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "@/db/client";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { VendorError } from "@/lib/connectors/live-contract";
import { harbourConnector } from "@/lib/connectors/testing/harbour-connector";
import type { LiveAccount } from "./account";
import { openBuckets } from "./buckets";
import { openSession } from "./session";
import { addConnection, makeCompany, testSealingSecret } from "./testing/live-company";
import { accountToken, forgetToken } from "./tokens";

process.env.PLIMSOLL_SECRET = testSealingSecret;
const secret = "a-secret-that-must-stand-nowhere";
const { signal } = new AbortController();
let database: TestDatabase;
let account: LiveAccount;
let server: Server;
const lines: string[] = [];
const log = pino({ level: "trace" }, { write: (line: string) => void lines.push(line) });

beforeAll(async () => {
  database = await createTestDatabase();
  await makeCompany(database.db);
  server = createServer((request, response) => {
    if (request.url?.startsWith("/cut")) {
      response.writeHead(200, { "content-length": "100" });
      response.write("half");
      setTimeout(() => response.destroy(), 5);
    } else if (request.url?.startsWith("/long")) response.end("x".repeat(5_000));
    else if (request.url?.startsWith("/moved"))
      response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    else if (!request.url?.startsWith("/never")) response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  account = await addConnection(database.db, harbourConnector, {
    key: "harbour",
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secrets: { clientSecret: secret },
  });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await database.drop();
});

const ask = (path: string, more: object = {}, allowed = true) => {
  const opened = openSession(database.db, { ...account, allowPrivateNetwork: allowed }, { log, signal });
  return opened.session
    .fetch({
      method: "GET",
      url: `${account.settings.baseUrl}${path}?token=${secret}`,
      headers: { authorization: secret },
      ...more,
    })
    .finally(opened.close);
};
const failed = (path: string, more?: object, allowed?: boolean) =>
  ask(path, more, allowed).then(
    () => null,
    (error: unknown) => error as VendorError,
  );

test("a network failure is told as what it is, an address inside is refused, and no secret stands in error or log", async () => {
  const errors = [
    await failed("/cut"),
    await failed("/long", { bytesMax: 100 }),
    await failed("/never", { timeoutSeconds: 0.1 }),
    await failed("/", { url: `http://127.0.0.1:1/?${secret}` }),
    await failed("/", {}, false),
  ];
  expect(errors.map((error) => [error?.failure, error instanceof VendorError])).toEqual([
    ["transient", true],
    ["unexpected", true],
    ["transient", true],
    ["transient", true],
    ["refused", true],
  ]);
  expect((await ask("/moved")).status).toBe(302);
  const said = lines.join("") + errors.map((error) => `${error?.message}${error?.stack}`).join("");
  expect(said).not.toContain(secret);
  expect(lines.length).toBeGreaterThan(4);
  const [tally] = await database.db`select calls, failed from vendor_call`;
  expect(tally).toEqual({ calls: 6, failed: 5 });
});

test("workers of one account share a quota, however many they are", async () => {
  const other = connect(database.url, { max: 4, name: "other worker" });
  const limits = [{ bucket: "b", perSecond: 40, burst: 5 }];
  const workers = [database.db, other, other].map((db) => openBuckets(db, account.connectionId, limits));
  const begun = performance.now();
  await Promise.all(
    workers.flatMap((buckets) =>
      Array.from({ length: 7 }, () => buckets.take([{ bucket: "b", cost: 1 }], new AbortController().signal)),
    ),
  );
  const seconds = (performance.now() - begun) / 1000;
  // 21 requests, 5 at once, the rest at 40 a second.
  expect(seconds).toBeGreaterThan(16 / 40 - 0.02);
  await other.end();
});

test("what the vendor says of a bucket is believed, with what is still on its way taken off", async () => {
  const { connectionId } = account;
  const buckets = openBuckets(database.db, connectionId, [{ bucket: "points", perSecond: 50, burst: 1_000 }]);
  await buckets.take([{ bucket: "points", cost: 300 }], signal);
  await buckets.take([{ bucket: "points", cost: 200 }], signal);
  buckets.answered([{ bucket: "points", cost: 300 }]);
  await buckets.learn("points", { left: 980, perSecond: 100, burst: 2_000 });
  const [row] = await database.db`
    select tokens, in_flight, per_second, burst from rate_bucket where connection_id = ${connectionId} and bucket = 'points'`;
  expect(row).toEqual({ tokens: 780, in_flight: 200, per_second: 100, burst: 2_000 });
  await buckets.learn("points", { waitSeconds: 600 });
  await expect(buckets.take([{ bucket: "points", cost: 1 }], signal)).rejects.toMatchObject({
    failure: "throttled",
  });
});

test("a request that failed is under way no longer, so that failures never use up a quota", async () => {
  for (let times = 0; times < 5; times++)
    expect((await failed("/cut", { take: [{ bucket: "fragile", cost: 1 }] }))?.failure).toBe("transient");
  const [bucket] = await database.db<{ inFlight: number }[]>`
    select in_flight as "inFlight" from rate_bucket where connection_id = ${account.connectionId} and bucket = 'fragile'`;
  expect(bucket?.inFlight).toBe(0);
}, 30_000);

test("a token is made once for all workers, and forgotten only by who holds the refused one", async () => {
  const { connectionId } = account;
  const other = connect(database.url, { max: 4, name: "other worker" });
  let made = 0;
  const make = async () => {
    made++;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { value: `token-${made}`, expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
  };
  const get = (db: typeof other) => accountToken(db, connectionId, "access", make, signal);
  const values = await Promise.all([get(database.db), get(other), get(database.db), get(other)]);
  expect([made, new Set(values).size]).toEqual([1, 1]);
  const [row] = await database.db`select encode(sealed, 'escape') as sealed from connection_token`;
  expect(row?.sealed).not.toContain("token-1");
  await forgetToken(database.db, connectionId, "access", "token-1");
  await get(other);
  await forgetToken(database.db, connectionId, "access", "token-1");
  expect([await get(database.db), made]).toEqual(["token-2", 2]);
  await database.db`update connection_token set made_at = now() - interval '1 hour', expires_at = now() + interval '1 minute'`;
  expect(await get(database.db)).toBe("token-3");
  await other.end();
});
