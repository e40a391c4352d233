import { afterEach, beforeEach, expect, test } from "vitest";
import { type SimulatedShopify, startShopify } from "./start";
import { newPoints } from "./throttle";

let shop: SimulatedShopify;
let token: string;
const credentials = { clientId: "app", clientSecret: "secret" };

beforeEach(async () => {
  shop = await startShopify({
    shop: "harbour.myshopify.com",
    currency: "USD",
    timeZone: "America/New_York",
    country: "US",
    ...credentials,
    locations: [{ name: "NYC", country: "US" }],
    products: [{ title: "Mug", variants: [{ sku: "MUG", priceMinor: 1205 }] }],
    pointsMax: 1_000,
    restorePerSecond: 0.001,
  });
  const answer = await fetch(`${shop.origin}/admin/oauth/access_token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: credentials.clientId,
      client_secret: credentials.clientSecret,
    }),
  });
  ({ access_token: token } = (await answer.json()) as { access_token: string });
});
afterEach(() => shop.stop());

async function ask(query: string, variables: Record<string, unknown> = {}) {
  const answer = await fetch(`${shop.origin}/admin/api/2026-07/graphql.json`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-shopify-access-token": token },
    body: JSON.stringify({ query, variables }),
  });
  return {
    status: answer.status,
    body: (await answer.json()) as {
      data?: Record<string, unknown>;
      errors?: { message: string; extensions?: { code: string } }[];
      extensions?: {
        cost: {
          requestedQueryCost: number;
          actualQueryCost: number | null;
          throttleStatus: { currentlyAvailable: number };
        };
      };
    },
  };
}

test("takes what a query may cost, gives back what it did not, and puts off what is too much", async () => {
  const orders = "{ orders(first: 50) { nodes { id lineItems(first: 5) { nodes { id } } } } }";
  const first = await ask(orders);
  // 2 + 50 × (1 + 2 + 5 × 1)
  expect(first.body.extensions?.cost).toMatchObject({ requestedQueryCost: 402, actualQueryCost: 2 });
  expect(first.body.extensions?.cost.throttleStatus.currentlyAvailable).toBe(998);
  for (let n = 0; n < 20; n++)
    shop.placeOrder({
      number: `#${n}`,
      placedAt: new Date(),
      currency: "USD",
      customer: "1",
      country: "US",
      lines: [{ sku: "MUG", title: "Mug", quantity: 1, unitPriceMinor: 1205 }],
      discountMinor: 0,
      taxMinor: 0,
      shippingMinor: 0,
    });
  // 2 + 20 × (1 + 2 + 1)
  expect((await ask(orders)).body.extensions?.cost.actualQueryCost).toBe(82);
  for (let n = 0; n < 7; n++) await ask(orders);
  const late = await ask(orders);
  expect([late.status, late.body.errors?.[0]?.extensions?.code, late.body.data]).toEqual([
    200,
    "THROTTLED",
    undefined,
  ]);
  expect(late.body.extensions?.cost.actualQueryCost).toBeNull();
  expect(shop.counts().orders).toEqual({ requests: 10, throttled: 1 });
});

test("points come back with time, up to the most there may be", () => {
  let now = 0;
  const points = newPoints(100, 10, () => now);
  expect([points.take(80), points.take(30)]).toEqual([true, false]);
  now = 1_000;
  expect(points.take(30)).toBe(true);
  now = 60_000;
  expect(points.status().currentlyAvailable).toBe(100);
});

test("a query that is dearer than any may be is refused, whatever is left", async () => {
  const answer = await ask("{ orders(first: 250) { nodes { id lineItems(first: 250) { nodes { id } } } } }");
  expect(answer.body.errors?.[0]?.extensions?.code).toBe("MAX_COST_EXCEEDED");
});

const set = `mutation Set($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) { userErrors { code } }
}`;

test("a write needs a key, and a key belongs to one write", async () => {
  const found = await ask(
    "{ inventoryItems(first: 1) { nodes { id } } locations(first: 1) { nodes { id } } }",
  );
  const { inventoryItems, locations } = found.body.data as Record<string, { nodes: { id: string }[] }>;
  const input = (quantity: number, changeFromQuantity: number | null) => ({
    name: "available",
    reason: "correction",
    quantities: [
      {
        inventoryItemId: inventoryItems?.nodes[0]?.id,
        locationId: locations?.nodes[0]?.id,
        quantity,
        changeFromQuantity,
      },
    ],
  });
  const codes = async (key: string, given: unknown) => {
    const { body } = await ask(set, { input: given, key });
    const done = body.data?.inventorySetQuantities as { userErrors: { code: string }[] } | undefined;
    return done?.userErrors.map(({ code }) => code);
  };
  expect(await codes("k1", input(5, 0))).toEqual([]);
  expect(await codes("k1", input(5, 0))).toEqual([]);
  expect(await codes("k1", input(6, 5))).toEqual(["IDEMPOTENCY_KEY_PARAMETER_MISMATCH"]);
  expect(await codes("k2", input(6, 0))).toEqual(["CHANGE_FROM_QUANTITY_STALE"]);
  expect(shop.stockOf("MUG", "NYC")).toBe(5);
  const bare = await ask(set.replace(" @idempotent(key: $key)", "").replace(", $key: String!", ""), {
    input: input(9, 5),
  });
  expect(bare.body.errors?.[0]?.message).toContain("@idempotent");
  expect(shop.stockOf("MUG", "NYC")).toBe(5);
});

test("a bulk operation takes no list of rows inside a list", async () => {
  const start = async (query: string) => {
    const { body } = await ask(
      "mutation Run($query: String!) { bulkOperationRunQuery(query: $query) { bulkOperation { status } userErrors { message } } }",
      { query },
    );
    const answered = body.data?.bulkOperationRunQuery as { userErrors: { message: string }[] } | undefined;
    return answered?.userErrors[0]?.message ?? null;
  };
  expect(
    await start(
      "{ orders { edges { node { id refunds { id refundLineItems { edges { node { id } } } } } } } }",
    ),
  ).toMatch(/connection field within a list/);
  expect(await start("{ shop { name } }")).toMatch(/at least one connection/);
  expect(await start("{ orders { edges { node { id lineItems { edges { node { id } } } } } } }")).toBeNull();
});

test.each([
  { retrySeconds: [], events: 8 },
  { retrySeconds: [0, 0, 0, 0, 0, 0, 0, 0], events: 1 },
])("a subscription that is never taken is ended: $events events", async ({ retrySeconds, events }) => {
  await shop.stop();
  shop = await startShopify({
    shop: "harbour.myshopify.com",
    currency: "USD",
    timeZone: "America/New_York",
    country: "US",
    ...credentials,
    accessToken: "shpat_test",
    locations: [{ name: "NYC", country: "US" }],
    products: [{ title: "Mug", variants: [{ sku: "MUG", priceMinor: 1205 }] }],
    retrySeconds,
  });
  token = "shpat_test";
  await ask(
    `mutation { webhookSubscriptionCreate(topic: PRODUCTS_UPDATE, webhookSubscription: { uri: "http://127.0.0.1:9/hook" }) { userErrors { message } } }`,
  );
  expect(shop.subscriptions()).toHaveLength(1);
  for (let n = 1; n <= events; n++) shop.changeProduct("MUG", { priceMinor: n });
  await shop.webhooksSettled();
  expect(shop.subscriptions()).toEqual([]);
});
