import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { startVendor, type Vendor } from "@/lib/executors/testing/vendor";
import { handler as confirm } from "@/lib/jobs/actions-confirm.handler";
import { handler as send } from "@/lib/jobs/actions-send.handler";
import { insertAdSwitch } from "./insert-ad-switch";
import { retryAction } from "./retry";
import { makeSmallCompany, person, type SmallCompany, testSecret } from "./testing/small-company";
import { undoAction } from "./undo";

process.env.PLIMSOLL_SECRET = testSecret;
let database: TestDatabase;
let vendor: Vendor;
let company: SmallCompany;
const wei = person("marketing", "Wei");
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
  Object.assign(vendor, { faults: [], posts: [], effects: [] });
  vendor.ads.set("AD-1", {
    state: "enabled",
    changedAt: new Date().toISOString(),
    changedBy: "person",
    lastActionId: null,
  });
  await database.db`update action set state = 'cancelled' where state not in ('verified', 'undone', 'refused')`;
  await database.db`update product_ad set state = 'enabled', paused_by_action_id = null`;
});

const pause = () =>
  database.db.begin((tx) =>
    insertAdSwitch(tx, wei, {
      recommendationId: null,
      kind: "ad_pause",
      campaignId: company.campaignId,
      productAdId: company.productAdId,
      expected: null,
    }),
  );

async function carriedOut(id: string): Promise<void> {
  await send({ actionId: id }, context());
  await database.db`update action set next_attempt_at = now() where id = ${id}`;
  await confirm({}, context());
}

const stateOf = async (id: string | null) => {
  const [row] = await database.db`select state, state_reason as reason from action where id = ${id}`;
  return row;
};

test("while it waits it is cancelled without touching the vendor", async () => {
  const id = await pause();
  expect(await undoAction(database.db, wei, { actionId: id })).toEqual({
    actionId: id,
    state: "cancelled",
    inverseId: null,
    otherLines: 0,
  });
  await send({ actionId: id }, context());
  expect(vendor.posts).toEqual([]);
  await expect(undoAction(database.db, wei, { actionId: id })).rejects.toBeInstanceOf(Conflict);
});

test("afterwards the prior state is brought back, and only then it is undone", async () => {
  const id = await pause();
  await carriedOut(id);
  expect(await stateOf(id)).toMatchObject({ state: "verified" });
  const { inverseId, state } = await undoAction(database.db, wei, { actionId: id, reason: "wrong ad" });
  expect(state).toBe("undoing");
  await expect(undoAction(database.db, wei, { actionId: id })).rejects.toBeInstanceOf(Conflict);
  expect(await stateOf(id)).toMatchObject({ state: "undoing" });
  await carriedOut(inverseId ?? "");
  expect(await stateOf(id)).toMatchObject({ state: "undone" });
  expect(vendor.ads.get("AD-1")?.state).toBe("enabled");
  const [ad] = await database.db`select state, paused_by_action_id as by from product_ad`;
  expect(ad).toEqual({ state: "enabled", by: null });
});

test("an undo is refused when the last reading shows another hand", async () => {
  const id = await pause();
  await carriedOut(id);
  await database.db`update product_ad set state = 'enabled', paused_by_action_id = null`;
  const failure = await undoAction(database.db, wei, { actionId: id }).catch((error) => error);
  expect(failure).toBeInstanceOf(Conflict);
  expect(failure.details).toMatchObject({ changedOutside: true, left: "paused", found: "enabled" });
  expect(await stateOf(id)).toMatchObject({ state: "verified" });
});

test("an undo is refused when the platform shows another hand just before it is sent", async () => {
  for (const changed of [
    { state: "enabled" as const, changedBy: "person", lastActionId: null },
    // Switched on and off again outside: the same state, but not as we left it.
    { state: "paused" as const, changedBy: "person", lastActionId: null },
  ]) {
    const id = await pause();
    await carriedOut(id);
    const { inverseId } = await undoAction(database.db, wei, { actionId: id });
    vendor.posts = [];
    vendor.ads.set("AD-1", { changedAt: new Date().toISOString(), ...changed });
    await send({ actionId: inverseId ?? "" }, context());
    expect(vendor.posts).toEqual([]);
    expect(await stateOf(inverseId)).toMatchObject({ state: "refused" });
    expect(await stateOf(id)).toMatchObject({ state: "refused" });
    expect(vendor.ads.get("AD-1")?.state).toBe(changed.state);
    await database.db`update product_ad set state = 'enabled', paused_by_action_id = null`;
    vendor.ads.set("AD-1", {
      state: "enabled",
      changedAt: new Date().toISOString(),
      changedBy: "person",
      lastActionId: null,
    });
  }
});

test("two undos at once: one wins", async () => {
  const id = await pause();
  await carriedOut(id);
  const both = await Promise.allSettled([1, 2].map(() => undoAction(database.db, wei, { actionId: id })));
  expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
});

/** A pause whose undo its platform refused. */
async function failedUndo(): Promise<{ id: string; inverseId: string }> {
  const id = await pause();
  await carriedOut(id);
  const { inverseId } = await undoAction(database.db, wei, { actionId: id });
  vendor.faults = [{ kind: "status", status: 422, code: "invalid" }];
  await send({ actionId: inverseId ?? "" }, context());
  expect(await stateOf(id)).toEqual({ state: "verified", reason: "undo_invalid" });
  return { id, inverseId: inverseId ?? "" };
}

test("an undo that cannot be sent leaves the pause in force, with the reason, and can be tried again", async () => {
  const { id } = await failedUndo();
  const again = await undoAction(database.db, wei, { actionId: id });
  await carriedOut(again.inverseId ?? "");
  expect(await stateOf(id)).toMatchObject({ state: "undone" });
});

test("a failed action is tried again under its id in a new series", async () => {
  const id = await pause();
  vendor.faults = [{ kind: "status", status: 422, code: "invalid" }];
  await send({ actionId: id }, context());
  expect(await stateOf(id)).toMatchObject({ state: "failed" });
  await retryAction(database.db, wei, { actionId: id });
  await carriedOut(id);
  expect(await stateOf(id)).toMatchObject({ state: "verified" });
  expect(vendor.posts).toEqual([id, id]);
  await expect(retryAction(database.db, wei, { actionId: id })).rejects.toBeInstanceOf(Conflict);
});

test("a switch that its platform never showed is given up, and no proof of it is waited for", async () => {
  const id = await pause();
  vendor.faults = [{ kind: "lie" }];
  await send({ actionId: id }, context());
  await database.db`update action set accepted_at = now() - interval '1 day', next_attempt_at = now() where id = ${id}`;
  await confirm({}, context());
  expect(await stateOf(id)).toMatchObject({ state: "unconfirmed" });
  expect(await undoAction(database.db, wei, { actionId: id })).toMatchObject({ state: "cancelled" });
  expect(await stateOf(id)).toMatchObject({ state: "cancelled" });
});

test("an undo that is itself taken back before it was sent leaves the pause in force", async () => {
  const id = await pause();
  await carriedOut(id);
  const { inverseId } = await undoAction(database.db, wei, { actionId: id });
  expect(await undoAction(database.db, wei, { actionId: inverseId })).toMatchObject({ state: "cancelled" });
  expect(await stateOf(id)).toMatchObject({ state: "verified" });
  const again = await undoAction(database.db, wei, { actionId: id });
  await carriedOut(again.inverseId ?? "");
  expect(await stateOf(id)).toMatchObject({ state: "undone" });
});

test("an undo that failed and is tried again undoes what it was for", async () => {
  const { id, inverseId } = await failedUndo();
  await retryAction(database.db, wei, { actionId: inverseId });
  expect(await stateOf(id)).toMatchObject({ state: "undoing" });
  await carriedOut(inverseId);
  expect(await stateOf(id)).toMatchObject({ state: "undone" });
});
