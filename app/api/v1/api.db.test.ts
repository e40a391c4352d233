import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { getDb } from "@/db/client";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { commandActor } from "@/lib/services/_shared/actor";
import { createToken } from "@/lib/services/token/create-token";
import { revokeToken } from "@/lib/services/token/revoke-token";
import { seedApi } from "./_testing/seed";
import { GET as getActions } from "./actions/route";
import { GET as getKpis } from "./kpis/route";
import { GET as getDescription } from "./openapi.json/route";
import { GET as getRecommendations } from "./recommendations/route";
import { GET as getStock } from "./stock/route";
import { GET as getSync } from "./sync/route";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
interface Row {
  [key: string]: unknown;
}

let database: TestDatabase;
let token: string;
const noParams = { params: Promise.resolve({}) };
const lists: [string, Handler][] = [
  ["/stock", getStock],
  ["/kpis", getKpis],
  ["/sync", getSync],
  ["/recommendations", getRecommendations],
  ["/actions", getActions],
];

beforeAll(async () => {
  database = await createTestDatabase();
  process.env.DATABASE_URL = database.url;
  await seedApi(database.owner);
  token = (await createToken(database.db, commandActor, { name: "t", role: "manager" })).token;
});
afterAll(async () => {
  await getDb().end();
  await database.drop();
});

const get = async (handler: Handler, path: string, secret = token) => {
  const headers = { authorization: `Bearer ${secret}` };
  const response = await handler(new Request(`http://localhost/api/v1${path}`, { headers }), noParams);
  return { status: response.status, type: response.headers.get("content-type"), body: await response.json() };
};

/** Every row of a list, read page by page. */
async function readAll(handler: Handler, path: string, limit: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const { body, status } = await get(handler, `${path}?limit=${limit}${cursor && `&cursor=${cursor}`}`);
    expect(status).toBe(200);
    rows.push(...body.data);
    cursor = body.nextCursor;
  }
  return rows;
}

describe.each(lists)("GET %s", (path, handler) => {
  test("answers what the description says, and nothing else", async () => {
    const { paths } = await getDescription().json();
    const schema = paths[path].get.responses[200].content["application/json"].schema;
    const { status, body } = await get(handler, path);
    expect(status).toBe(200);
    expect(body.data.length).toBeGreaterThan(0);
    expect(z.fromJSONSchema(schema).safeParse(body).error?.issues ?? []).toEqual([]);
  });

  test("reads the same rows in pages of one and of many, none twice", async () => {
    const [small, large] = [await readAll(handler, path, 1), await readAll(handler, path, 1000)];
    const steady = (rows: Row[]) => rows.map(({ oldestWaitingSeconds: _, ...row }) => JSON.stringify(row));
    expect(steady(small)).toEqual(steady(large));
    expect(new Set(steady(large)).size).toBe(large.length);
  });

  test("refuses no token, a wrong one, an unknown parameter, a repeated one and a cursor made by hand", async () => {
    const naked = await handler(new Request(`http://localhost/api/v1${path}`), noParams);
    expect(naked.status).toBe(401);
    expect(naked.headers.get("www-authenticate")).toBe("Bearer");
    expect((await get(handler, path, "plm_unknown_token")).status).toBe(401);
    const problem = await get(handler, `${path}?colour=red`);
    expect(problem).toMatchObject({
      status: 422,
      type: "application/problem+json",
      body: {
        status: 422,
        code: "invalid",
        title: expect.any(String),
        errors: [{ detail: expect.any(String) }],
      },
    });
    expect((await get(handler, `${path}?limit=0`)).body.errors[0].field).toBe("limit");
    expect((await get(handler, `${path}?limit=1&limit=2`)).status).toBe(422);
    expect((await get(handler, `${path}?cursor=%00`)).status).toBe(422);
    for (const forged of [
      "x",
      Buffer.from(`[null,"1; drop table sku",1]`).toString("base64url"),
      Buffer.from(`["a","b"]`).toString("base64url"),
      // Of the form of one of the lists, but no value of it.
      Buffer.from(`[null,999999999999999,99999]`).toString("base64url"),
      Buffer.from(`["2026-13-45 10:00:00+00","00000000-0000-0000-0000-000000000000"]`).toString("base64url"),
      Buffer.from(`["2026-02-31","a"]`).toString("base64url"),
      Buffer.from(`["2026-02-01","\\u0000"]`).toString("base64url"),
    ])
      expect((await get(handler, `${path}?cursor=${forged}`)).status).toBe(422);
  });
});

test("filters narrow a list", async () => {
  const rows = async (handler: Handler, path: string) => (await get(handler, path)).body.data;
  expect(await rows(getStock, "/stock?sku=A&location=LAX")).toMatchObject([
    { sku: "A", location: "LAX", onHand: 10 },
  ]);
  expect(await rows(getStock, "/stock?state=out")).toHaveLength(2);
  expect(await rows(getStock, "/stock?sku=NONE")).toEqual([]);
  expect((await get(getStock, "/stock?sku=%00")).status).toBe(422);
  expect(await rows(getKpis, "/kpis?metric=turnover&from=2026-03-02")).toMatchObject([{ value: null }]);
  expect(await rows(getKpis, "/kpis?scope=location:SZX")).toMatchObject([
    { scope: "location:SZX", value: 0.9 },
  ]);
  expect(await rows(getRecommendations, "/recommendations?team=marketing")).toEqual([]);
  expect((await get(getActions, "/actions?state=lost")).status).toBe(422);
});

test("a level that no move ever touched is null, not zero", async () => {
  await database.owner`insert into sku (code, title, currency) values ('NEW', 'New', 'USD')`;
  await database.owner`insert into stock_level (sku_id, location_id, on_order) select id, 1, 5 from sku where code = 'NEW'`;
  const { body } = await get(getStock, "/stock?sku=NEW");
  expect(body.data).toMatchObject([{ onHand: null, available: null, onOrder: 5, dataAsOf: null }]);
});

test("an expired and a revoked token open nothing, and no answer names the connection's secret", async () => {
  const made = await createToken(database.db, commandActor, { name: "x", role: "admin" });
  expect((await get(getSync, "/sync", made.token)).status).toBe(200);
  await revokeToken(database.db, commandActor, { tokenId: made.id });
  expect((await get(getSync, "/sync", made.token)).status).toBe(401);
  await database.owner`update connection set secret_sealed = 'hidden-secret', config = '{"secret": "hidden-secret"}'`;
  expect(JSON.stringify((await get(getSync, "/sync")).body)).not.toContain("hidden");
});

test("the description is OpenAPI 3.1 with one operation a route and unique names", async () => {
  const document = await getDescription().json();
  expect(document.openapi).toBe("3.1.0");
  const operations = Object.values(
    document.paths as Record<string, Record<string, { operationId: string }>>,
  ).flatMap((path) => Object.values(path));
  const names = operations.map((operation) => operation.operationId);
  expect(new Set(names).size).toBe(names.length);
  expect(JSON.stringify(document)).not.toContain("x-field");
});
