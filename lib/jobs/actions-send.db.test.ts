import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { log } from "@/lib/core/log";
import { answerSecondsMost, lostAfterSeconds } from "@/lib/core/outbound";
import { startVendor, type Vendor } from "@/lib/executors/testing/vendor";
import { insertAdSwitch } from "@/lib/services/action/insert-ad-switch";
import { insertTransfer } from "@/lib/services/action/insert-transfer";
import {
  makeSmallCompany,
  person,
  type SmallCompany,
  testSecret,
} from "@/lib/services/action/testing/small-company";
import { handler as confirm } from "./actions-confirm.handler";
import { handler as send } from "./actions-send.handler";

process.env.PLIMSOLL_SECRET = testSecret;
let database: TestDatabase;
let vendor: Vendor;
let company: SmallCompany;
const context = () => ({ db: database.db, log, signal: new AbortController().signal });

beforeAll(async () => {
  vendor = await startVendor();
  database = await createTestDatabase();
  company = await makeSmallCompany(database.db, {
    warehouseUrl: vendor.baseUrl,
    adsUrl: vendor.baseUrl,
    secret: vendor.secret,
  });
});
afterAll(() => Promise.all([database.drop(), vendor.close()]));

beforeEach(async () => {
  vendor.faults = [];
  vendor.posts = [];
  vendor.effects = [];
  vendor.readable = true;
  vendor.ads.set("AD-1", {
    state: "enabled",
    changedAt: new Date().toISOString(),
    changedBy: "person",
    lastActionId: null,
  });
  await database.db`update action set state = 'cancelled' where state not in ('verified', 'cancelled')`;
  await database.db`update product_ad set state = 'enabled', paused_by_action_id = null`;
});

const pause = () =>
  database.db.begin((tx) =>
    insertAdSwitch(tx, person("marketing"), {
      recommendationId: null,
      kind: "ad_pause",
      campaignId: company.campaignId,
      productAdId: company.productAdId,
      expected: null,
    }),
  );

const stateOf = async (id: string) => {
  const [row] = await database.db<
    { state: string; reason: string | null; attempts: number; waitSeconds: number }[]
  >`
    select state, state_reason as reason, attempts, extract(epoch from next_attempt_at - now())::float8 as "waitSeconds"
    from action where id = ${id}`;
  return row;
};

/** Lets the wait until the next attempt or reading pass. */
const passWait = (id: string) => database.db`update action set next_attempt_at = now() where id = ${id}`;

test("an answer is not yet proof: only the reading verifies, and marks the pause as ours", async () => {
  const id = await pause();
  await send({ actionId: id }, context());
  expect(await stateOf(id)).toMatchObject({ state: "accepted", attempts: 1 });
  const [before] = await database.db`select state, paused_by_action_id as by from product_ad`;
  expect(before).toEqual({ state: "enabled", by: null });

  await passWait(id);
  await confirm({}, context());
  expect(await stateOf(id)).toMatchObject({ state: "verified" });
  const [after] = await database.db`select state, paused_by_action_id as by from product_ad`;
  expect(after).toEqual({ state: "paused", by: id });
  const verbs = await database.db<
    { verb: string }[]
  >`select verb from audit_event where entity_id = ${id} order by id`;
  expect(verbs.map((row) => row.verb)).toEqual(["action.accepted", "action.verified"]);
});

test("whatever signs a vendor answers with, its answer is recorded and it is not asked for ever", async () => {
  const id = await pause();
  vendor.faults = [{ kind: "status", status: 422, code: "in\u0000valid \ud800" }];
  await send({ actionId: id }, context());
  expect(await stateOf(id)).toMatchObject({ state: "failed", reason: "invalid \ufffd" });
});

test("a busy or broken vendor is tried again under the same id, not sooner than it asks", async () => {
  const id = await pause();
  vendor.faults = [
    { kind: "status", status: 429, retryAfter: "90" },
    { kind: "drop", afterEffect: true },
  ];
  await send({ actionId: id }, context());
  const asked = await stateOf(id);
  expect(asked).toMatchObject({ state: "queued", reason: "too_many_requests" });
  expect(asked?.waitSeconds).toBeGreaterThan(85);
  await send({ actionId: id }, context());
  expect(vendor.posts).toHaveLength(1);

  await passWait(id);
  await send({ actionId: id }, context());
  expect(await stateOf(id)).toMatchObject({ state: "queued", attempts: 2 });
  await passWait(id);
  await send({ actionId: id }, context());
  expect(await stateOf(id)).toMatchObject({ state: "accepted", attempts: 3 });
  expect(vendor.posts).toEqual([id, id, id]);
  expect(vendor.effects).toEqual([id]);
  const attempts = await database.db<
    { outcome: string }[]
  >`select outcome from action_attempt where action_id = ${id} order by attempt`;
  expect(attempts.map((row) => row.outcome)).toEqual(["retry", "retry", "accepted"]);
});

test("what a vendor calls final is not tried again", async () => {
  const id = await pause();
  vendor.faults = [{ kind: "status", status: 422, code: "invalid" }];
  await send({ actionId: id }, context());
  expect(await stateOf(id)).toMatchObject({ state: "failed", reason: "invalid" });
});

test("a series of attempts ends as failed, with the reason", async () => {
  const id = await pause();
  await database.db`update action set attempts = 9, prior_state = '{"absent":true}' where id = ${id}`;
  vendor.faults = [{ kind: "status", status: 503 }];
  await send({ actionId: id }, context());
  expect(await stateOf(id)).toMatchObject({ state: "failed" });
});

test("a success that changed nothing ends unconfirmed, with a notice, and is still verified if it happens later", async () => {
  const id = await pause();
  vendor.faults = [{ kind: "lie" }];
  await send({ actionId: id }, context());
  await passWait(id);
  await confirm({}, context());
  expect(await stateOf(id)).toMatchObject({ state: "accepted" });
  await database.db`update action set accepted_at = now() - interval '11 minutes', next_attempt_at = now() where id = ${id}`;
  await confirm({}, context());
  expect(await stateOf(id)).toMatchObject({ state: "unconfirmed", reason: "not_shown" });
  const [notice] = await database.db`select kind from notice where cause_key = ${`action:${id}:unconfirmed`}`;
  expect(notice).toEqual({ kind: "action.unconfirmed" });

  vendor.ads.set("AD-1", {
    state: "paused",
    changedAt: new Date().toISOString(),
    changedBy: "plimsoll",
    lastActionId: id,
  });
  await passWait(id);
  await confirm({}, context());
  expect(await stateOf(id)).toMatchObject({ state: "verified" });
});

test("nothing is sent when somebody else was there first", async () => {
  const id = await pause();
  vendor.ads.set("AD-1", {
    state: "paused",
    changedAt: new Date().toISOString(),
    changedBy: "person",
    lastActionId: null,
  });
  await send({ actionId: id }, context());
  expect(await stateOf(id)).toMatchObject({ state: "refused", reason: "state_changed" });
  expect(vendor.posts).toEqual([]);
});

test("two workers with the same job send once", async () => {
  const id = await pause();
  await Promise.all([send({ actionId: id }, context()), send({ actionId: id }, context())]);
  expect(vendor.posts).toEqual([id]);
});

test("a worker killed between sending and recording: sent again under the same id, done once", async () => {
  const { actionId } = await database.db.begin((tx) =>
    insertTransfer(tx, person("supply"), {
      recommendationId: null,
      laneId: company.laneId,
      lines: [{ skuId: company.skuId, quantity: 40 }],
      freightMinor: 2_000,
      expected: null,
    }),
  );
  vendor.faults = [{ kind: "hang" }];
  const child = spawn(
    process.execPath,
    ["--import", "tsx", join(import.meta.dirname, "testing/send-once.ts"), actionId],
    {
      env: { ...process.env, DATABASE_URL: database.ownerUrl },
      stdio: "ignore",
    },
  );
  await expect.poll(() => vendor.effects, { timeout: 30_000 }).toEqual([actionId]);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(await stateOf(actionId)).toMatchObject({ state: "sending" });

  // As long as a reading and a sending may take, another worker leaves it alone.
  const since = (seconds: number) =>
    database.db`update action set sending_since = now() - make_interval(secs => ${seconds}) where id = ${actionId}`;
  await since(2 * answerSecondsMost);
  await send({ actionId }, context());
  expect(await stateOf(actionId)).toMatchObject({ state: "sending", attempts: 1 });
  await since(lostAfterSeconds + 1);
  await confirm({}, context());
  const [job] =
    await database.owner`select count(*)::int as n from graphile_worker.jobs where key = ${`actions.send:${actionId}`}`;
  expect(job).toEqual({ n: 1 });
  await send({ actionId }, context());
  expect(await stateOf(actionId)).toMatchObject({ state: "accepted", attempts: 2 });
  expect(vendor.posts).toEqual([actionId, actionId]);
  expect(vendor.effects).toEqual([actionId]);
  expect(vendor.transfers.size).toBe(1);
  const attempts = await database.db<
    { outcome: string }[]
  >`select outcome from action_attempt where action_id = ${actionId} order by attempt`;
  expect(attempts.map((row) => row.outcome)).toEqual(["lost", "accepted"]);
});
