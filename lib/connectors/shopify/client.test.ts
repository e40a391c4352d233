import { afterEach, expect, test } from "vitest";
import { VendorError } from "@/lib/connectors/live-contract";
import { shopifyConnector } from "./provider";
import { readAll } from "./testing/session";
import { openShop, orderOf } from "./testing/shop";

const stops: (() => Promise<void>)[] = [];
const open = async (more: Parameters<typeof openShop>[0] = {}) => {
  const made = await openShop(more);
  stops.push(made.shop.stop);
  return made;
};
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const all = { kind: "incremental" as const, since: "2000-01-01T00:00:00Z", until: "2100-01-01T00:00:00Z" };
const page = { stream: "orders" as const, position: null, scope: all };
const failureOf = async (act: Promise<unknown>) => {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof VendorError)) throw new TypeError("no VendorError");
  return { failure: error.failure, code: error.code, wait: error.retryAfterSeconds };
};

test("points are kept to: with them shared out by the answers, the shop never puts anything off", async () => {
  const { shop, session } = await open({ pointsMax: 2_500, restorePerSecond: 4_000 });
  for (let n = 1; n <= 150; n++) shop.placeOrder(orderOf(`#${n}`));
  const connected = session();
  const records = await readAll(connected, { stream: "orders", scope: all });
  expect(records).toHaveLength(150);
  expect(shop.counts().orders).toEqual({ requests: 8, throttled: 0 });
  expect(connected.learned.every(({ bucket, left }) => bucket === "graphql" && left !== undefined)).toBe(
    true,
  );
});

test("put off with 429 or under 200 it says how long, and the same page is read then", async () => {
  const { shop, session } = await open();
  for (let n = 1; n <= 30; n++) shop.placeOrder(orderOf(`#${n}`));
  const connected = session();
  shop.faults.throttleNext = 2;
  expect(await failureOf(shopifyConnector.read(connected, page))).toEqual({
    failure: "throttled",
    code: "http_429",
    wait: 1,
  });
  expect(await failureOf(shopifyConnector.read(connected, page))).toEqual({
    failure: "throttled",
    code: "THROTTLED",
    wait: 1,
  });
  shop.faults.throttleNext = 1;
  const numbers = (await readAll(connected, { stream: "orders", scope: all })).map(
    ({ fields }) => fields.orderNumber,
  );
  expect([numbers.length, new Set(numbers).size]).toEqual([30, 30]);
  expect(shop.counts().orders).toEqual({ requests: 5, throttled: 3 });
});

test("a query that is dearer than what is left waits as long as the missing points take", async () => {
  const { shop, session } = await open({ pointsMax: 500, restorePerSecond: 100 });
  const connected = session();
  const failure = await failureOf(shopifyConnector.read(connected, page));
  expect(failure).toMatchObject({ failure: "throttled", code: "THROTTLED" });
  expect(failure.wait).toBeGreaterThan(4);
  expect(connected.learned.at(-1)).toMatchObject({ bucket: "graphql", left: 500, waitSeconds: failure.wait });
  expect(shop.counts().orders).toEqual({ requests: 1, throttled: 1 });
});

test("each failure is what it is", async () => {
  const { shop, session } = await open();
  const connected = session();
  const failure = async (set: () => void, undo: () => void) => {
    set();
    const found = await failureOf(shopifyConnector.read(connected, page));
    undo();
    return [found.failure, found.code];
  };
  const { faults } = shop;
  expect(
    await failure(
      () => {
        faults.down = true;
      },
      () => {
        faults.down = false;
      },
    ),
  ).toEqual(["transient", "http_503"]);
  expect(
    await failure(
      () => {
        faults.cutNext = 1;
      },
      () => {},
    ),
  ).toEqual(["transient", "no_answer"]);
  expect(
    await failure(
      () => {
        faults.revoked = true;
      },
      () => {
        faults.revoked = false;
      },
    ),
  ).toEqual(["unauthorised", "http_400"]);
  expect(
    await failureOf(shopifyConnector.read(session({ baseUrl: `${shop.origin}/other` }), page)),
  ).toMatchObject({
    failure: "refused",
    code: "no_such_shop",
  });
});

test("a token that ended is made anew once, and the reading goes on", async () => {
  const { shop, session } = await open();
  shop.placeOrder(orderOf("#1"));
  const connected = session();
  await readAll(connected, { stream: "orders", scope: all });
  shop.faults.expireTokens = true;
  expect(await readAll(connected, { stream: "orders", scope: all })).toHaveLength(1);
  expect(shop.counts().access_token?.requests).toBe(2);
});

test("a token that was entered is not made anew: somebody must connect", async () => {
  const { shop, session } = await open({ accessToken: "shpat_entered" });
  const connected = session({ clientId: "" }, { accessToken: "shpat_entered" });
  expect(await readAll(connected, { stream: "orders", scope: all })).toEqual([]);
  shop.faults.revoked = true;
  expect(await failureOf(shopifyConnector.read(connected, page))).toMatchObject({
    failure: "unauthorised",
    code: "http_401",
  });
});

test("checking the credentials names what is wrong", async () => {
  const { session } = await open();
  expect(await shopifyConnector.check(session())).toMatchObject({
    ok: true,
    account: "Harbour",
    missingScopes: [],
    problem: null,
  });
  expect(await shopifyConnector.check(session({}, { clientSecret: "wrong" }))).toMatchObject({
    ok: false,
    problem: "wrong_credentials",
  });
  expect(await shopifyConnector.check(session({ shop: "another" }))).toMatchObject({
    ok: false,
    problem: "wrong_account",
    detail: "These credentials open harbour.myshopify.com, not another.myshopify.com.",
  });
  expect(await shopifyConnector.check(session({ baseUrl: "http://127.0.0.1:9" }))).toMatchObject({
    ok: false,
    problem: "unreachable",
  });
  const few = await open({ scopes: ["read_orders", "write_products", "read_inventory", "read_locations"] });
  expect(await shopifyConnector.check(few.session())).toMatchObject({
    ok: false,
    problem: "missing_scopes",
    missingScopes: expect.arrayContaining(["read_customers", "write_inventory"]),
  });
});

test("no secret is in a failure", async () => {
  const { session, credentials } = await open();
  const result = await shopifyConnector.check(session({}, { clientSecret: "not-the-secret" }));
  expect(JSON.stringify(result)).not.toMatch(/not-the-secret|shpat_/);
  expect(credentials.clientSecret).not.toBe("not-the-secret");
});
