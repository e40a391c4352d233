import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { insertAdSwitch } from "@/lib/services/action/insert-ad-switch";
import { retryAction } from "@/lib/services/action/retry";
import {
  makeSmallCompany,
  person,
  type SmallCompany,
  testSecret,
} from "@/lib/services/action/testing/small-company";
import { undoAction } from "@/lib/services/action/undo";
import { makeTransfer } from "@/lib/services/transfer/testing/make-transfer";
import { receiveWebhook } from "@/lib/services/webhook/receive";
import { startVendors, type VendorServer } from "@/sandbox/vendors/server";
import { adKey, openState } from "@/sandbox/vendors/state";
import { handler as confirm } from "./actions-confirm.handler";
import { handler as send } from "./actions-send.handler";

/** The whole way against the sandbox's own servers: real HTTP in both directions, real faults. */
process.env.PLIMSOLL_SECRET = testSecret;
const secret = `whsec_${Buffer.from("one secret for the sandbox tests").toString("base64")}`;
const file = openState(null, "test");
let database: TestDatabase;
let vendors: VendorServer;
let company: SmallCompany;
const callBacks = createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  const key = decodeURIComponent((request.url ?? "").split("/").at(-1) ?? "");
  const taken = await receiveWebhook(
    database.db,
    key,
    request.headers as Record<string, string>,
    Buffer.concat(parts).toString("utf8"),
  ).then(
    () => 200,
    () => 422,
  );
  response.writeHead(taken).end();
});
const context = () => ({ db: database.db, log, signal: new AbortController().signal });

beforeAll(async () => {
  database = await createTestDatabase();
  await new Promise<void>((resolve) => callBacks.listen(0, "127.0.0.1", resolve));
  vendors = await startVendors({
    port: 0,
    connections: [
      { key: "warehouse", role: "warehouse", secret, locations: ["AAA"] },
      { key: "ads", role: "ads", secret, locations: [] },
    ],
    file,
    callBackAddress: `http://127.0.0.1:${(callBacks.address() as AddressInfo).port}`,
    pace: { shipSeconds: 0, receiveSeconds: 0 },
  });
  company = await makeSmallCompany(database.db, {
    warehouseUrl: `${vendors.origin}/warehouse`,
    adsUrl: `${vendors.origin}/ads`,
    secret,
  });
  file.state.ads[adKey("ads", "product_ad", "AD-1")] = {
    connection: "ads",
    level: "product_ad",
    externalId: "AD-1",
    campaignExternalId: "CMP-1",
    currency: "USD",
    spendMinorPerDay: 2_400,
    clickMinor: 30,
    priceMinor: 2_000,
    toggles: [{ at: Date.now() - 86_400_000, state: "enabled", by: "person", actionId: null }],
  };
});
afterAll(async () => {
  await vendors.stop();
  await new Promise((resolve) => callBacks.close(resolve));
  await database.drop();
});
beforeEach(() => setFaults({}));

const setFaults = (faults: Record<string, unknown>) =>
  fetch(`${vendors.origin}/faults`, { method: "PUT", body: JSON.stringify({ exact: true, ...faults }) });

const plan = (quantity: number) =>
  makeTransfer(database.db, person("supply"), { laneId: company.laneId, skuId: company.skuId, quantity });

const stateOf = async (actionId: string) => {
  const [row] = await database.db<{ action: string; transfer: string | null; reason: string | null }[]>`
    select a.state as action, o.state as transfer, a.state_reason as reason
    from action a left join transfer_order o on o.action_id = a.id where a.id = ${actionId}`;
  return row;
};
/** A reading and a call-back may both bring the proof, and the one leaves a row alone that the other holds. */
const becomes = (actionId: string, state: string) =>
  expect.poll(() => stateOf(actionId), { timeout: 20_000 }).toMatchObject({ action: state });
const arrived = (actionId: string) =>
  expect
    .poll(() => stateOf(actionId), { timeout: 20_000 })
    .toMatchObject({ action: "verified", transfer: "received" });
const level = async () => {
  const [row] = await database.db<{ donor: number; there: number; transit: number; committed: number }[]>`
    select o.on_hand as donor, coalesce(d.on_hand, 0) as there, coalesce(d.in_transit, 0) as transit, o.committed
    from stock_level o left join stock_level d on d.sku_id = o.sku_id and d.location_id = ${company.destinationId}
    where o.sku_id = ${company.skuId} and o.location_id = ${company.originId}`;
  return row ?? { donor: 0, there: 0, transit: 0, committed: 0 };
};
const readNow = async (actionId: string) => {
  await database.db`update action set next_attempt_at = now() where id = ${actionId}`;
  await confirm({}, context());
};
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

test("a transfer goes out, ships and arrives by call-backs, and the ledger follows", async () => {
  const { actionId } = await plan(30);
  await send({ actionId }, context());
  await arrived(actionId);
  expect(await level()).toEqual({ donor: 470, there: 30, transit: 0, committed: 0 });
});

test("call-backs that come two and three times, also under another id, count once; short and over are kept", async () => {
  const before = await level();
  await setFaults({ duplicate: true, short: 4 });
  const short = await plan(20);
  await send({ actionId: short.actionId }, context());
  await arrived(short.actionId);
  await setFaults({ duplicate: true, over: 3 });
  const over = await plan(20);
  await send({ actionId: over.actionId }, context());
  await arrived(over.actionId);
  expect(await level()).toEqual({
    donor: before.donor - 40,
    there: before.there + 16 + 23,
    transit: 0,
    committed: 0,
  });
});

test("a warehouse that is down or busy gets it later, once", async () => {
  await setFaults({ down: true });
  const { actionId } = await plan(10);
  await send({ actionId }, context());
  expect(await stateOf(actionId)).toMatchObject({ action: "queued", reason: "http_503" });
  await setFaults({ rate429: 30 });
  await database.db`update action set next_attempt_at = now() where id = ${actionId}`;
  await send({ actionId }, context());
  expect(await stateOf(actionId)).toMatchObject({ action: "queued", reason: "too_many_requests" });
  await setFaults({});
  await database.db`update action set next_attempt_at = now() where id = ${actionId}`;
  await send({ actionId }, context());
  await arrived(actionId);
  expect(Object.keys(file.state.transfers).filter((id) => id === actionId)).toHaveLength(1);
});

test("a warehouse that says yes and does nothing ends unconfirmed, and giving it up frees the units", async () => {
  const before = await level();
  await setFaults({ lie: true });
  const { actionId } = await plan(15);
  await send({ actionId }, context());
  expect(await stateOf(actionId)).toMatchObject({ action: "accepted" });
  await database.db`update action set accepted_at = now() - interval '11 minutes' where id = ${actionId}`;
  await readNow(actionId);
  expect(await stateOf(actionId)).toMatchObject({
    action: "unconfirmed",
    reason: "unknown_there",
    transfer: "sent",
  });
  await setFaults({});
  const { inverseId } = await undoAction(database.db, person("supply"), { actionId });
  await send({ actionId: inverseId ?? "" }, context());
  await readNow(inverseId ?? "");
  expect(await stateOf(actionId)).toMatchObject({ action: "undone", transfer: "cancelled" });
  expect(await level()).toEqual(before);
});

test("what a lying warehouse never had is sent again under a new id, once it has said so", async () => {
  await setFaults({ lie: true });
  const { actionId, transferId } = await plan(12);
  await send({ actionId }, context());
  await database.db`update action set accepted_at = now() - interval '11 minutes' where id = ${actionId}`;
  await setFaults({ down: true });
  await readNow(actionId);
  expect(await stateOf(actionId)).toMatchObject({ action: "unconfirmed", reason: "unreadable" });
  await expect(retryAction(database.db, person("supply"), { actionId })).rejects.toBeInstanceOf(Conflict);
  await setFaults({});
  await readNow(actionId);
  expect(await stateOf(actionId)).toMatchObject({ action: "unconfirmed", reason: "unknown_there" });
  const again = await retryAction(database.db, person("supply"), { actionId });
  await send({ actionId: again.actionId }, context());
  await arrived(again.actionId);
  const [row] = await database.db`select state, state_reason as reason from action where id = ${actionId}`;
  expect(row).toEqual({ state: "cancelled", reason: "sent_again" });
  const [order] =
    await database.db`select action_id as "actionId" from transfer_order where id = ${transferId}`;
  expect(order).toEqual({ actionId: again.actionId });
});

test("a paused ad is proved by its reading, spends nothing, and its undo brings it back", async () => {
  const id = await pause();
  await send({ actionId: id }, context());
  await readNow(id);
  await becomes(id, "verified");
  const { inverseId } = await undoAction(database.db, person("marketing"), { actionId: id });
  await send({ actionId: inverseId ?? "" }, context());
  await readNow(inverseId ?? "");
  await becomes(id, "undone");
  expect(file.state.ads[adKey("ads", "product_ad", "AD-1")]?.toggles.at(-1)).toMatchObject({
    state: "enabled",
    by: "plimsoll",
  });
});

test("a platform that lies about a pause ends unconfirmed; sent again, it is paused once and is ours", async () => {
  await setFaults({ lie: true });
  const id = await pause();
  await send({ actionId: id }, context());
  await database.db`update action set accepted_at = now() - interval '11 minutes' where id = ${id}`;
  await readNow(id);
  expect(await stateOf(id)).toMatchObject({ action: "unconfirmed", reason: "not_shown" });
  await setFaults({});
  const again = await retryAction(database.db, person("marketing"), { actionId: id });
  expect(again.actionId).not.toBe(id);
  await send({ actionId: again.actionId }, context());
  await readNow(again.actionId);
  await becomes(again.actionId, "verified");
  const [ad] = await database.db`select state, paused_by_action_id as by from product_ad`;
  expect(ad).toEqual({ state: "paused", by: again.actionId });
});
