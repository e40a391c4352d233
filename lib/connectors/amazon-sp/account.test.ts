import { afterEach, beforeEach, expect, test } from "vitest";
import type { AmazonOptions } from "@/sandbox/live/amazon-sp/options";
import { type SimulatedAmazon, startAmazonSp } from "@/sandbox/live/amazon-sp/server";
import { VendorError } from "../live-contract";
import { amazonSpConnector } from "./provider";
import { readAll, since } from "./testing/read-all";
import { testSession } from "./testing/session";
import { order, sessionOf, wideRates } from "./testing/shop";

let amazon: SimulatedAmazon;
const start = async (options: Partial<AmazonOptions> = {}) => {
  amazon = await startAmazonSp({ rates: wideRates, ...options });
};
const lately = () => since(new Date(Date.now() - 60_000));
const check = (more: Record<string, string> = {}) => amazonSpConnector.check(sessionOf(amazon, more));
const failureOf = async (work: Promise<unknown>): Promise<VendorError> => {
  const error = await work.then(
    () => null,
    (one: unknown) => one,
  );
  if (!(error instanceof VendorError)) throw new Error(`no VendorError: ${String(error)}`);
  return error;
};

beforeEach(() => start());
afterEach(() => amazon.stop());

test("credentials that work: the account's name and all scopes", async () => {
  expect(await check()).toEqual({
    ok: true,
    account: "Harbour & Pine (simulated)",
    scopes: ["orders", "inventory", "listings", "reports"],
    missingScopes: [],
    problem: null,
    detail: null,
  });
});

test("a wrong region, marketplace, secret, grant and scope are each named", async () => {
  expect(await check({ region: "eu" })).toMatchObject({
    ok: false,
    problem: "wrong_region",
    detail: "This account belongs to the region na, not eu.",
  });
  expect(await check({ marketplace: "CA" })).toMatchObject({
    problem: "wrong_marketplace",
    detail: "This account does not sell in CA. It sells in: US",
  });
  expect(await check({ marketplace: "Atlantis" })).toMatchObject({ problem: "wrong_marketplace" });
  const wrong = testSession(amazon.settings, { ...amazon.secrets, clientSecret: "no" });
  expect(await amazonSpConnector.check(wrong)).toMatchObject({ problem: "wrong_credentials" });
  expect(await check({ sellerId: "SOMEBODY" })).toMatchObject({ ok: false, problem: "wrong_account" });
  amazon.faults.revoked = true;
  expect(await check()).toMatchObject({ problem: "expired" });
  await amazon.stop();
  await start({ grants: ["sellers", "orders", "inventory", "reports"] });
  expect(await check()).toMatchObject({ problem: "missing_scopes", missingScopes: ["listings"], ok: false });
});

test("checking spends none of the few searches that are granted", async () => {
  await check();
  await check({ ordersVersion: "v0" });
  expect(amazon.counts()).not.toHaveProperty("searchOrders");
  expect(amazon.counts()).not.toHaveProperty("getOrders");
});

test("Amazon that does not answer is no verdict on the credentials", async () => {
  amazon.faults.down = true;
  expect((await failureOf(check())).failure).toBe("transient");
});

test("a token is made once for all who need one at the same time", async () => {
  const session = sessionOf(amazon);
  await Promise.all(
    ["orders", "stock", "orders", "stock"].map((stream) => readAll(session, stream as "orders", lately())),
  );
  expect([session.tokensMade(), amazon.counts().token?.requests]).toEqual([1, 1]);
});

test("a token that Amazon refuses is made anew once, and the call goes on", async () => {
  amazon.placeOrder(order("111-1"));
  const session = sessionOf(amazon);
  await readAll(session, "orders", lately());
  amazon.faults.expireTokens = true;
  const { records } = await readAll(session, "orders", lately());
  expect([records.length, session.tokensMade(), amazon.counts().searchOrders?.requests]).toEqual([1, 2, 3]);
});

test("a token near its end is not used any more", async () => {
  await amazon.stop();
  await start({ tokenSeconds: 61 });
  let now = Date.now();
  const session = sessionOf(amazon, {}, { clockMs: () => now });
  await readAll(session, "stock", lately());
  now += 2_000;
  await readAll(session, "stock", lately());
  expect(session.tokensMade()).toBe(2);
});

test("a revoked grant is unauthorised, also where the token was still good, and tells no secret", async () => {
  const session = sessionOf(amazon);
  await readAll(session, "orders", lately());
  amazon.faults.revoked = true;
  const error = await failureOf(readAll(session, "orders", lately()));
  expect([error.failure, error.code]).toEqual(["unauthorised", "invalid_grant"]);
  expect(error.message).not.toContain(amazon.secrets.refreshToken);
  expect(error.message).not.toContain(amazon.secrets.clientSecret);
});

test("what is not granted is forbidden and not asked again", async () => {
  await amazon.stop();
  await start({ grants: ["sellers"] });
  const error = await failureOf(readAll(sessionOf(amazon), "orders", lately()));
  expect([error.failure, amazon.counts().searchOrders?.requests]).toEqual(["forbidden", 1]);
});

test("a request that Amazon calls wrong is sent once", async () => {
  const scope = { kind: "incremental", since: "yesterday", until: new Date().toISOString() } as const;
  const error = await failureOf(readAll(sessionOf(amazon), "orders", scope));
  expect([error.failure, error.code, amazon.counts().searchOrders?.requests]).toEqual([
    "refused",
    "InvalidInput",
    1,
  ]);
});

test("429 is waited for and sent again; what takes longer is put off with its wait", async () => {
  amazon.placeOrder(order("111-1"));
  amazon.faults.throttleNext = 2;
  const { records } = await readAll(sessionOf(amazon), "orders", lately());
  expect([records.length, amazon.counts().searchOrders]).toEqual([1, { requests: 3, throttled: 2 }]);
  await amazon.stop();
  await start({ rates: { searchOrders: { perSecond: 0.0056, burst: 1 } } });
  const session = sessionOf(amazon);
  await readAll(session, "orders", lately());
  const error = await failureOf(readAll(session, "orders", lately()));
  expect([error.failure, error.code]).toEqual(["throttled", "QuotaExceeded"]);
  expect(error.retryAfterSeconds).toBeCloseTo(1 / 0.0056, 5);
  expect(amazon.counts().searchOrders).toEqual({ requests: 2, throttled: 1 });
});

test("503 is throttling of Amazon's own, a broken line is worth another try", async () => {
  const session = sessionOf(amazon);
  await readAll(session, "stock", lately());
  amazon.faults.down = true;
  expect((await failureOf(readAll(session, "orders", lately()))).failure).toBe("throttled");
  amazon.faults.down = false;
  amazon.faults.cutNext = 1;
  expect((await failureOf(readAll(session, "orders", lately()))).failure).toBe("transient");
  expect((await readAll(session, "orders", lately())).records).toEqual([]);
});

test("quotas are kept: no request too many arrives, by the rate that the answers grant", async () => {
  await amazon.stop();
  await start({
    rates: { getOrders: { perSecond: 50, burst: 5 }, getOrderItems: { perSecond: 40, burst: 10 } },
    ordersPerPage: 5,
  });
  for (let n = 0; n < 30; n++) amazon.placeOrder(order(`111-${n}`));
  // The session begins with Amazon's usual, much slower rates, and learns the granted ones.
  const session = sessionOf(
    amazon,
    { ordersVersion: "v0" },
    {
      rates: { getOrders: { perSecond: 0.0167, burst: 5 }, getOrderItems: { perSecond: 0.5, burst: 10 } },
    },
  );
  const { records } = await readAll(session, "orders", lately());
  expect(records).toHaveLength(30);
  // Requests leave evenly; one that lingers on a busy machine arrives close before the next, and may cost one too many.
  for (const [operation, requests] of [
    ["getOrderItems", 30],
    ["getOrders", 6],
  ] as const) {
    const counted = amazon.counts()[operation] ?? { requests: 0, throttled: 0 };
    expect(counted.throttled).toBeLessThanOrEqual(1);
    expect(counted.requests - counted.throttled).toBe(requests);
  }
});

test("every request says who sends it", async () => {
  const session = sessionOf(amazon);
  await readAll(session, "orders", lately());
  const sent = session.sent.find(({ url }) => url.includes("/orders/"));
  expect(sent?.headers).toMatchObject({ "user-agent": expect.stringMatching(/^Plimsoll\//) });
  expect(sent?.url).toContain("/na/orders/2026-01-01/orders?marketplaceIds=ATVPDKIKX0DER&");
});
