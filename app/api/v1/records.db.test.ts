import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { getDb } from "@/db/client";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { commandActor, type Role } from "@/lib/services/_shared/actor";
import { createToken } from "@/lib/services/token/create-token";
import { seedApi } from "./_testing/seed";
import { GET as getDescription } from "./openapi.json/route";
import { POST as postRejection } from "./recommendations/[id]/reject/route";
import { POST as postRecords } from "./records/[kind]/route";

let database: TestDatabase;
let operator: string;
const bearer = async (role: Role) =>
  (await createToken(database.db, commandActor, { name: role, role })).token;

beforeAll(async () => {
  database = await createTestDatabase();
  process.env.DATABASE_URL = database.url;
  await seedApi(database.owner);
  operator = await bearer("operator");
});
afterAll(async () => {
  await getDb().end();
  await database.drop();
});

interface Sent {
  token?: string;
  key?: string;
  kind?: string;
  headers?: Record<string, string>;
}

/** Sends a body as JSON, or a text as it is. */
async function send(body: unknown, { token = operator, key, kind = "stock", headers = {} }: Sent = {}) {
  const request = new Request(`http://localhost/api/v1/records/${kind}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, ...(key && { "idempotency-key": key }), ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const response = await postRecords(request, { params: Promise.resolve({ kind }) });
  const replayed = response.headers.get("idempotency-replayed");
  return { status: response.status, replayed, body: await response.json() };
}

const onHand = async (sku: string) => {
  const [row] = await database.db<{ units: number }[]>`
    select on_hand as units from stock_level l join sku s on s.id = l.sku_id where s.code = ${sku} and location_id = 1`;
  return row?.units;
};
const change = (eventId: string, delta = 1, sku = "A") => ({ sku, location: "SZX", delta, eventId });

test("a change of stock is in the ledger when it is answered, once however often it comes", async () => {
  const before = (await onHand("A")) ?? 0;
  expect(await send(change("e-1", 5))).toMatchObject({
    status: 200,
    body: { read: 1, accepted: 1, unchanged: 0 },
  });
  expect(await send(change("e-1", 5))).toMatchObject({ status: 200, body: { accepted: 0, unchanged: 1 } });
  expect(await onHand("A")).toBe(before + 5);
});

test("one record that is refused is a problem with its fields; of several the others are taken", async () => {
  const before = (await onHand("B")) ?? 0;
  const single = await send({ sku: "NOWHERE", location: "SZX", delta: 1 });
  expect(single).toMatchObject({ status: 422, body: { code: "invalid", errors: [{ field: "sku" }] } });
  const batch = await send([change("b-1", 1, "B"), { location: "SZX", delta: 1 }, 7, change("b-2", 1, "B")]);
  expect(batch).toMatchObject({ status: 200, body: { read: 4, accepted: 2 } });
  expect(new Set(batch.body.rejected.map((reject: { index: number }) => reject.index))).toEqual(
    new Set([1, 2]),
  );
  expect(await onHand("B")).toBe(before + 2);
});

test("fifty at once on one level add up", async () => {
  const before = (await onHand("C")) ?? 0;
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => send(change(`c-${n}`, 1, "C"))));
  expect(answers.map((answer) => answer.status)).toEqual(Array(50).fill(200));
  expect(await onHand("C")).toBe(before + 50);
});

test("at the same moment a repeat, a refused one and good ones each get their own answer", async () => {
  const before = (await onHand("B")) ?? 0;
  const bodies = [
    change("m-1", 1, "B"),
    change("m-1", 1, "B"),
    change("m-2", 1, "NOWHERE"),
    change("m-3", 1, "B"),
    { sku: "B", location: "SZX", delta: 1 },
    { sku: "B", location: "SZX", delta: 0, eventId: "m-4" },
  ];
  const answers = await Promise.all(bodies.map((body) => send(body)));
  const shape = answers.map(({ status, body }) =>
    status === 200 ? [body.accepted, body.unchanged] : status,
  );
  expect(shape.slice(2)).toEqual([422, [1, 0], [1, 0], [0, 1]]);
  expect(shape.slice(0, 2).map(String).sort()).toEqual(["0,1", "1,0"]);
  expect(await onHand("B")).toBe(before + 3);
});

test("the answer is what the description says", async () => {
  const { paths } = await getDescription().json();
  const schema = paths["/records/stock"].post.responses[200].content["application/json"].schema;
  const { body } = await send([change("d-1"), {}]);
  expect(z.fromJSONSchema(schema).safeParse(body).error?.issues ?? []).toEqual([]);
});

describe("an Idempotency-Key", () => {
  test("gives the first answer again, also to two at the same moment", async () => {
    const before = (await onHand("A")) ?? 0;
    const once = { ...change("", 3), eventId: undefined };
    const both = await Promise.all([send(once, { key: "k-1" }), send(once, { key: "k-1" })]);
    const third = await send(once, { key: "k-1" });
    expect(third).toMatchObject({ status: 200, replayed: "true", body: { accepted: 1 } });
    expect(both.map((answer) => answer.status).every((status) => status === 200 || status === 409)).toBe(
      true,
    );
    expect(await onHand("A")).toBe(before + 3);
  });

  test("refuses another request under the same key, and belongs to its token", async () => {
    await send(change("k-a"), { key: "k-2" });
    expect((await send(change("k-b"), { key: "k-2" })).status).toBe(422);
    const other = await bearer("admin");
    expect(await send(change("k-c"), { key: "k-2", token: other })).toMatchObject({
      status: 200,
      replayed: null,
    });
  });

  test("keeps no failure: the corrected request runs", async () => {
    expect((await send({ sku: "NOWHERE", location: "SZX", delta: 1 }, { key: "k-3" })).status).toBe(422);
    expect(await send(change("k-d"), { key: "k-3" })).toMatchObject({ status: 200, replayed: null });
  });
});

test("who may not, what is no JSON, too much and an unknown kind each get a problem that says so", async () => {
  expect(await send(change("x"), { token: await bearer("manager") })).toMatchObject({
    status: 403,
    body: { code: "forbidden" },
  });
  expect(await send("{no json")).toMatchObject({ status: 400, body: { code: "not_json" } });
  expect(await send("[]", { headers: { "content-length": String(1e9) } })).toMatchObject({ status: 413 });
  expect(await send(Array.from({ length: 10_001 }, () => 1))).toMatchObject({ status: 422 });
  expect(await send({}, { kind: "unicorns" })).toMatchObject({ status: 404 });
});

test("a recommendation is rejected once, by the version that was seen", async () => {
  const reject = async (token: string, version: number) => {
    const request = new Request("http://localhost/api/v1/recommendations/1/reject", {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ version, reason: "not_worth_it" }),
    });
    const response = await postRejection(request, { params: Promise.resolve({ id: "1" }) });
    return { status: response.status, body: await response.json() };
  };
  const supply = await bearer("supply");
  expect((await reject(await bearer("manager"), 1)).status).toBe(403);
  expect((await reject(supply, 7)).status).toBe(409);
  expect(await reject(supply, 1)).toMatchObject({
    status: 200,
    body: { id: 1, state: "rejected", version: 2 },
  });
  expect((await reject(supply, 2)).status).toBe(409);
  const [row] =
    await database.db`select actor_kind, actor_name from audit_event where verb = 'recommendation.reject'`;
  expect(row).toEqual({ actor_kind: "token", actor_name: "supply" });
});
