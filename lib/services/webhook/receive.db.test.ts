import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Invalid, NotFound, Unauthenticated } from "@/lib/core/errors";
import { insertAdSwitch } from "../action/insert-ad-switch";
import { insertTransfer } from "../action/insert-transfer";
import { makeSmallCompany, person, type SmallCompany, testSecret } from "../action/testing/small-company";
import { rotateSecret } from "../connection/rotate-secret";
import { receiveWebhook } from "./receive";

process.env.PLIMSOLL_SECRET = testSecret;
const secret = `whsec_${Buffer.from("the secret of a vendor, 32 bytes").toString("base64")}`;
let database: TestDatabase;
let company: SmallCompany;

beforeAll(async () => {
  database = await createTestDatabase();
  company = await makeSmallCompany(database.db, {
    warehouseUrl: "http://127.0.0.1:1",
    adsUrl: "http://127.0.0.1:1",
    secret,
  });
});
afterAll(() => database.drop());

const signed = (id: string, body: string, at = new Date(), key = secret) => ({
  "webhook-id": id,
  "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
  "webhook-signature": new Webhook(key).sign(id, at, body),
});
const deliver = (connection: string, id: string, type: string, data: unknown) => {
  const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data });
  return receiveWebhook(database.db, connection, signed(id, body), body);
};

const accepted = async (quantity: number) =>
  database.db.begin(async (tx) => {
    const made = await insertTransfer(tx, person("supply"), {
      recommendationId: null,
      laneId: company.laneId,
      lines: [{ skuId: company.skuId, quantity }],
      freightMinor: 0,
      expected: null,
    });
    await tx`update action set state = 'accepted', accepted_at = now() where id = ${made.actionId}`;
    await tx`update transfer_order set state = 'sent' where id = ${made.transferId}`;
    return made;
  });

const word = (made: { actionId: string; number: string }, quantities: Record<string, number>) => ({
  actionId: made.actionId,
  number: made.number,
  reference: "WH-1",
  occurredAt: new Date().toISOString(),
  lines: [{ lineNo: 1, sku: "SKU-1", quantity: 40, ...quantities }],
});

const level = async () => {
  const [row] = await database.db<{ onHand: number; inTransit: number; donor: number; committed: number }[]>`
    select d.on_hand as "onHand", d.in_transit as "inTransit", o.on_hand as donor, o.committed
    from stock_level o left join stock_level d on d.sku_id = o.sku_id and d.location_id = ${company.destinationId}
    where o.sku_id = ${company.skuId} and o.location_id = ${company.originId}`;
  return row;
};

test("shipped and received call-backs verify the action and move the stock", async () => {
  const made = await accepted(40);
  expect(
    await deliver(
      "warehouse",
      `${made.actionId}:shipped`,
      "transfer.shipped",
      word(made, { shippedQuantity: 40 }),
    ),
  ).toEqual({ result: "applied" });
  const [action] = await database.db`select state from action where id = ${made.actionId}`;
  expect(action).toEqual({ state: "verified" });
  expect(await level()).toEqual({ onHand: 0, inTransit: 40, donor: 460, committed: 0 });
  await deliver(
    "warehouse",
    `${made.actionId}:received`,
    "transfer.received",
    word(made, { receivedQuantity: 38 }),
  );
  expect(await level()).toEqual({ onHand: 38, inTransit: 0, donor: 460, committed: 0 });
  const [order] = await database.db`select state from transfer_order where id = ${made.transferId}`;
  expect(order).toEqual({ state: "received" });
});

test("signs that the database does not take keep no call-back from being taken", async () => {
  const made = await accepted(3);
  const told = { ...word(made, { shippedQuantity: 3 }), reference: "WH\u0000-\ud800" };
  expect(await deliver("warehouse", "signs-1", "transfer.shipped", told)).toEqual({ result: "applied" });
  const [kept] = await database.db`
    select raw -> 'data' ->> 'reference' as reference from inbox_record where event_id = 'signs-1'`;
  expect(kept).toEqual({ reference: "WH-\ufffd" });
  await deliver("warehouse", "signs-2", "transfer.received", word(made, { receivedQuantity: 3 }));
});

test("received before shipped, and each of them twice, end in the same place", async () => {
  const before = await level();
  const made = await accepted(40);
  const received = () =>
    deliver(
      "warehouse",
      `${made.actionId}:received`,
      "transfer.received",
      word(made, { receivedQuantity: 41 }),
    );
  const shipped = () =>
    deliver("warehouse", `${made.actionId}:shipped`, "transfer.shipped", word(made, { shippedQuantity: 40 }));
  const results: string[] = [];
  for (const send of [received, shipped]) results.push((await send()).result);
  expect(results).toEqual(["applied", "applied"]);
  expect(await level()).toEqual({
    onHand: (before?.onHand ?? 0) + 41,
    inTransit: 0,
    donor: (before?.donor ?? 0) - 40,
    committed: 0,
  });
  const [moves] =
    await database.db`select count(*)::int as n from stock_move where document = ${made.number}`;
  expect([await received(), await shipped()]).toEqual([{ result: "replay" }, { result: "replay" }]);
  const [after] =
    await database.db`select count(*)::int as n from stock_move where document = ${made.number}`;
  expect(after).toEqual(moves);
});

test("a replay of the very same message is answered and does nothing", async () => {
  const made = await accepted(10);
  const body = JSON.stringify({
    type: "transfer.shipped",
    timestamp: new Date().toISOString(),
    data: word(made, { shippedQuantity: 10 }),
  });
  const headers = signed(`${made.actionId}:shipped`, body);
  expect(await receiveWebhook(database.db, "warehouse", headers, body)).toEqual({ result: "applied" });
  const before = await level();
  expect(await receiveWebhook(database.db, "warehouse", headers, body)).toEqual({ result: "replay" });
  const both = await Promise.all([1, 2].map(() => receiveWebhook(database.db, "warehouse", headers, body)));
  expect(both).toEqual([{ result: "replay" }, { result: "replay" }]);
  expect(await level()).toEqual(before);
});

test("a wrong signature, an old one, another body, an unknown connection and another vendor's transfer are refused and leave nothing", async () => {
  const made = await accepted(5);
  const body = JSON.stringify({
    type: "transfer.shipped",
    timestamp: new Date().toISOString(),
    data: word(made, { shippedQuantity: 5 }),
  });
  const id = "forged:1";
  const other = `whsec_${Buffer.from("another secret of the same length").toString("base64")}`;
  const attempts: [string, Record<string, string>, string, unknown][] = [
    ["warehouse", signed(id, body, new Date(), other), body, Unauthenticated],
    ["warehouse", signed(id, body, new Date(Date.now() - 6 * 60_000)), body, Unauthenticated],
    ["warehouse", signed(id, body, new Date(Date.now() + 6 * 60_000)), body, Unauthenticated],
    [
      "warehouse",
      signed(id, body),
      body.replace('"shippedQuantity":5', '"shippedQuantity":6'),
      Unauthenticated,
    ],
    ["warehouse", {}, body, Unauthenticated],
    ["nobody", signed(id, body), body, NotFound],
    ["ads", signed(id, body), body, NotFound],
  ];
  for (const [connection, headers, raw, kind] of attempts)
    await expect(receiveWebhook(database.db, connection, headers, raw)).rejects.toBeInstanceOf(kind);
  const text = "not json";
  await expect(receiveWebhook(database.db, "warehouse", signed(id, text), text)).rejects.toBeInstanceOf(
    Invalid,
  );
  await expect(
    deliver("warehouse", id, "transfer.shipped", { actionId: made.actionId }),
  ).rejects.toBeInstanceOf(Invalid);
  expect(await database.db`select 1 from inbox_record where event_id = ${id}`).toHaveLength(0);
  expect(await deliver("warehouse", id, "weather.changed", {})).toEqual({ result: "ignored" });
});

test("a call-back signed with a replaced secret is taken until that one ends, and then refused", async () => {
  const { db } = database;
  const admin = person("admin");
  const [row] = await db<{ id: number }[]>`select id from connection where key = 'warehouse'`;
  const connectionId = row?.id ?? 0;
  const body = JSON.stringify({ type: "weather.changed", timestamp: new Date().toISOString(), data: {} });
  const word = (id: string, key: string) =>
    receiveWebhook(db, "warehouse", signed(id, body, new Date(), key), body);
  const { secret: fresh } = await rotateSecret(db, admin, { connectionId });
  expect(await word("rotated:1", secret)).toEqual({ result: "ignored" });
  expect(await word("rotated:2", fresh)).toEqual({ result: "ignored" });
  await db`update connection_former_secret set ends_at = now()`;
  await expect(word("rotated:3", secret)).rejects.toBeInstanceOf(Unauthenticated);
  expect(await word("rotated:3", fresh)).toEqual({ result: "ignored" });
  await rotateSecret(db, admin, { connectionId, secret, overlapHours: 0 });
});

const ad = (state: string, more: Record<string, unknown> = {}) => ({
  level: "product_ad",
  externalId: "AD-1",
  campaignExternalId: "CMP-1",
  state,
  changedAt: new Date().toISOString(),
  changedBy: "plimsoll",
  lastActionId: null,
  readAt: new Date().toISOString(),
  ...more,
});

test("an ad's call-back proves the pause; one switched on again outside is no longer ours; an older word changes nothing", async () => {
  const { db } = database;
  const id = await db.begin((tx) =>
    insertAdSwitch(tx, person("marketing"), {
      recommendationId: null,
      kind: "ad_pause",
      campaignId: company.campaignId,
      productAdId: company.productAdId,
      expected: null,
    }),
  );
  await db`update action set state = 'accepted', accepted_at = now() where id = ${id}`;
  const early = new Date(Date.now() - 3_600_000).toISOString();
  await deliver("ads", "ad:1", "ad.changed", ad("paused", { lastActionId: id }));
  const [paused] = await db`select state, paused_by_action_id as by from product_ad`;
  expect(paused).toEqual({ state: "paused", by: id });
  const [action] = await db`select state from action where id = ${id}`;
  expect(action).toEqual({ state: "verified" });

  expect(
    await deliver("ads", "ad:0", "ad.changed", ad("enabled", { readAt: early, changedBy: "person" })),
  ).toEqual({ result: "unchanged" });
  expect(await deliver("ads", "ad:2", "ad.changed", ad("enabled", { changedBy: "person" }))).toEqual({
    result: "applied",
  });
  const [back] = await db`select state, paused_by_action_id as by from product_ad`;
  expect(back).toEqual({ state: "enabled", by: null });
});
