import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { handler as confirm } from "@/lib/jobs/actions-confirm.handler";
import { handler as send } from "@/lib/jobs/actions-send.handler";
import { makeTransfer } from "../transfer/testing/make-transfer";
import { confirmByHand } from "./confirm-by-hand";
import { insertAdSwitch } from "./insert-ad-switch";
import { makeSmallCompany, person, type SmallCompany, testSecret } from "./testing/small-company";

process.env.PLIMSOLL_SECRET = testSecret;
let database: TestDatabase;
let company: SmallCompany;
const wei = person("marketing", "Wei");
const context = () => ({ db: database.db, log, signal: new AbortController().signal });

beforeAll(async () => {
  database = await createTestDatabase();
  company = await makeSmallCompany(database.db, {
    warehouseUrl: "http://127.0.0.1:1",
    adsUrl: "http://127.0.0.1:1",
    secret: "whsec_AAAA",
  });
  await database.db`update connection set config = '{"role":"ads"}', secret_sealed = null where id = ${company.adsId}`;
});
afterAll(() => database.drop());

async function pauseByHand(): Promise<string> {
  await database.db`update product_ad set state = 'enabled', paused_by_action_id = null`;
  const id = await database.db.begin((tx) =>
    insertAdSwitch(tx, wei, {
      recommendationId: null,
      kind: "ad_pause",
      campaignId: company.campaignId,
      productAdId: company.productAdId,
      expected: null,
    }),
  );
  await send({ actionId: id }, context());
  return id;
}
const stateOf = async (id: string) => {
  const [row] =
    await database.db`select state, state_reason as reason, executor from action where id = ${id}`;
  return row;
};

test("an ad that no connection can switch waits for a hand, and an import that shows it is the proof", async () => {
  const id = await pauseByHand();
  expect(await stateOf(id)).toMatchObject({ state: "accepted", executor: "manual" });
  await confirm({}, context());
  expect(await stateOf(id)).toMatchObject({ state: "accepted" });
  await database.db`update product_ad set state = 'paused', state_as_of = now()`;
  await confirm({}, context());
  expect(await stateOf(id)).toMatchObject({ state: "verified" });
  const [ad] = await database.db`select paused_by_action_id as by from product_ad`;
  expect(ad).toEqual({ by: id });
});

test("a person may say that it is done, once", async () => {
  const id = await pauseByHand();
  expect(await confirmByHand(database.db, wei, { actionId: id })).toEqual({
    actionId: id,
    state: "verified",
  });
  await expect(confirmByHand(database.db, wei, { actionId: id })).rejects.toBeInstanceOf(Conflict);
});

test("what nobody confirms in time is back in the queue", async () => {
  const id = await pauseByHand();
  await database.db`update action set accepted_at = now() - interval '3 days' where id = ${id}`;
  const { actionId, transferId } = await makeTransfer(database.db, person("supply"), {
    laneId: company.handLaneId,
    skuId: company.skuId,
    quantity: 3,
  });
  await send({ actionId }, context());
  await database.db`update transfer_order set expected_at = now() - interval '1 hour' where id = ${transferId}`;
  await confirm({}, context());
  expect(await stateOf(id)).toMatchObject({ state: "unconfirmed", reason: "nobody_confirmed" });
  expect(await stateOf(actionId)).toMatchObject({ state: "unconfirmed", reason: "nobody_confirmed" });
});
