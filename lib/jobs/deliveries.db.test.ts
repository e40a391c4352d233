import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict, Forbidden, Invalid, NotFound } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { startVendor, type Vendor } from "@/lib/executors/testing/vendor";
import { type Actor, ROLES } from "@/lib/services/_shared/actor";
import { insertTransfer } from "@/lib/services/action/insert-transfer";
import {
  makeSmallCompany,
  person,
  type SmallCompany,
  testSecret,
} from "@/lib/services/action/testing/small-company";
import { rotateSecret } from "@/lib/services/connection/rotate-secret";
import {
  countDeliveries,
  exportDeliveries,
  listAttempts,
  listDeliveries,
} from "@/lib/services/webhook/list-deliveries";
import { listEndpoints } from "@/lib/services/webhook/list-endpoints";
import { redeliver } from "@/lib/services/webhook/redeliver";
import { handler as send } from "./actions-send.handler";

/** The delivery log against a real vendor over HTTP. */
process.env.PLIMSOLL_SECRET = testSecret;
const admin = person("admin");
let database: TestDatabase;
let vendor: Vendor;
let company: SmallCompany;
let connectionId: number;

beforeAll(async () => {
  vendor = await startVendor();
  database = await createTestDatabase();
  company = await makeSmallCompany(database.db, {
    warehouseUrl: vendor.baseUrl,
    adsUrl: vendor.baseUrl,
    secret: vendor.secret,
  });
  const [row] = await database.db<{ id: number }[]>`select id from connection where key = 'warehouse'`;
  connectionId = row?.id ?? 0;
});
afterAll(() => Promise.all([database.drop(), vendor.close()]));
beforeEach(async () => {
  vendor.faults = [];
  vendor.posts = [];
  vendor.effects = [];
  await database.db`update action set state = 'cancelled'`;
});

const transfer = () =>
  database.db.begin(async (tx) => {
    const made = await insertTransfer(tx, person("supply"), {
      recommendationId: null,
      laneId: company.laneId,
      lines: [{ skuId: company.skuId, quantity: 1 }],
      freightMinor: 0,
      expected: null,
    });
    return made.actionId;
  });
const deliver = (actionId: string) =>
  send({ actionId }, { db: database.db, log, signal: new AbortController().signal });
const newest = async () => (await listDeliveries(database.db, admin, connectionId, {}, { limit: 1 }))[0];

test("the log tells each attempt's status, time and answer, and when the next is due", async () => {
  const id = await transfer();
  vendor.faults = [{ kind: "status", status: 503, code: "down" }];
  await deliver(id);
  expect(await newest()).toMatchObject({
    id,
    kind: "transfer",
    state: "queued",
    reason: "down",
    attempts: 1,
    httpStatus: 503,
    outcome: "retry",
    nextAttemptAt: expect.any(Date),
    durationMs: expect.any(Number),
    again: true,
  });
  await redeliver(database.db, admin, { actionId: id });
  await deliver(id);
  expect(await newest()).toMatchObject({
    state: "accepted",
    attempts: 2,
    httpStatus: 202,
    nextAttemptAt: null,
    again: false,
  });
  const attempts = await listAttempts(database.db, admin, id);
  expect(attempts.map(({ attempt, outcome, httpStatus }) => ({ attempt, outcome, httpStatus }))).toEqual([
    { attempt: 2, outcome: "accepted", httpStatus: 202 },
    { attempt: 1, outcome: "retry", httpStatus: 503 },
  ]);
  expect(attempts[0]?.answer).toContain("receipt");
});

test("delivered again the message keeps its id, and the receiver does nothing twice", async () => {
  const id = await transfer();
  vendor.faults = [{ kind: "drop", afterEffect: true }];
  await deliver(id);
  await database.db`update action set state = 'failed', state_reason = 'no_answer' where id = ${id}`;
  await redeliver(database.db, admin, { actionId: id });
  await deliver(id);
  expect(vendor.posts).toEqual([id, id]);
  expect(vendor.effects).toEqual([id]);
  expect(await newest()).toMatchObject({ state: "accepted", attempts: 2 });
  const [audit] = await database.db`
    select verb, actor_name as actor, before from audit_event where verb = 'action.redeliver' order by id desc limit 1`;
  expect(audit).toEqual({
    verb: "action.redeliver",
    actor: admin.name,
    before: { state: "failed", reason: "no_answer", attempts: 1 },
  });
});

test.each(["sending", "accepted", "verified", "undoing", "undone", "refused", "cancelled"])(
  "what is %s is not delivered again",
  async (state) => {
    const id = await transfer();
    await database.db`update action set state = ${state} where id = ${id}`;
    await expect(redeliver(database.db, admin, { actionId: id })).rejects.toThrow(Conflict);
    const [row] = await database.db`select state from action where id = ${id}`;
    expect(row).toEqual({ state });
  },
);

test("two who press at once queue one sending", async () => {
  const id = await transfer();
  await database.db`update action set state = 'failed' where id = ${id}`;
  await Promise.all([1, 2].map(() => redeliver(database.db, admin, { actionId: id })));
  await Promise.all([1, 2].map(() => deliver(id)));
  expect(vendor.posts).toEqual([id]);
});

test("pages follow each other without a gap or a repeat, also for messages of one moment", async () => {
  const ids: string[] = [];
  for (let i = 0; i < 7; i++) ids.push(await transfer());
  await database.db`update action set created_at = '2026-11-01T00:00:00.123456Z' where id = any(${ids.slice(0, 5)})`;
  const whole = await listDeliveries(database.db, admin, connectionId);
  const paged: string[] = [];
  for (let after: { createdAt: string; id: string } | null = null; ; ) {
    const rows: { createdAt: string; id: string }[] = await listDeliveries(
      database.db,
      admin,
      connectionId,
      {},
      { after, limit: 2 },
    );
    paged.push(...rows.map((row) => row.id));
    after = rows.at(-1) ?? null;
    if (rows.length < 2) break;
  }
  expect(paged).toEqual(whole.map((row) => row.id));
  expect(new Set(paged).size).toBe(paged.length);
  expect(paged).toEqual(expect.arrayContaining(ids));
  expect(await countDeliveries(database.db, admin, connectionId)).toBe(whole.length);
  const failed = { states: ["failed"] };
  await database.db`update action set state = 'failed' where id = ${ids[0] ?? ""}`;
  expect(await listDeliveries(database.db, admin, connectionId, failed)).toHaveLength(1);
  const exported = [];
  for await (const row of exportDeliveries(database.db, admin, connectionId, failed)) exported.push(row.id);
  expect(exported).toEqual([ids[0]]);
});

test("an endpoint tells what waits, what failed and until when a former secret holds", async () => {
  const id = await transfer();
  await database.db`update action set state = 'failed' where id = ${id}`;
  await transfer();
  expect(await listEndpoints(database.db, admin, { key: "warehouse" })).toMatchObject([
    { key: "warehouse", waiting: 1, failed: 1, formerUntil: null },
  ]);
  await rotateSecret(database.db, admin, { connectionId });
  const [endpoint] = await listEndpoints(database.db, admin, { key: "warehouse" });
  expect(endpoint?.formerUntil).toBeInstanceOf(Date);
  // The vendor still has the former one, and takes the message by its signature.
  await redeliver(database.db, admin, { actionId: id });
  await deliver(id);
  expect(vendor.effects).toEqual([id]);
  await rotateSecret(database.db, admin, { connectionId, secret: vendor.secret, overlapHours: 0 });
});

test.each(ROLES.filter((role) => role !== "admin"))("%s may neither look nor deliver again", async (role) => {
  const { db } = database;
  const actor: Actor = { ...admin, role };
  const actionId = await transfer();
  const tries = [
    () => listEndpoints(db, actor),
    () => listDeliveries(db, actor, connectionId),
    () => countDeliveries(db, actor, connectionId),
    () => listAttempts(db, actor, actionId),
    () => exportDeliveries(db, actor, connectionId, {}).next(),
    () => redeliver(db, actor, { actionId }),
  ];
  for (const one of tries) await expect(one()).rejects.toThrow(Forbidden);
});

test("what does not exist and what is no id are told apart", async () => {
  await expect(redeliver(database.db, admin, { actionId: crypto.randomUUID() })).rejects.toThrow(NotFound);
  await expect(redeliver(database.db, admin, { actionId: "x" })).rejects.toThrow(Invalid);
});
