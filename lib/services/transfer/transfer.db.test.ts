import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { startVendor, type Vendor } from "@/lib/executors/testing/vendor";
import { handler as confirm } from "@/lib/jobs/actions-confirm.handler";
import { handler as send } from "@/lib/jobs/actions-send.handler";
import { makeSmallCompany, person, type SmallCompany, testSecret } from "../action/testing/small-company";
import { loadLanes } from "../recommendation/load-lanes";
import { cancelTransfer } from "./cancel";
import { getTransferDocument } from "./document";
import { receiveTransfer } from "./receive";
import { shipTransfer } from "./ship";
import { makeTransfer } from "./testing/make-transfer";

process.env.PLIMSOLL_SECRET = testSecret;
let database: TestDatabase;
let vendor: Vendor;
let company: SmallCompany;
const mei = person("supply", "Mei");
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

const byHand = async (quantity: number) => {
  const made = await makeTransfer(database.db, mei, {
    laneId: company.handLaneId,
    skuId: company.skuId,
    quantity,
  });
  await send({ actionId: made.actionId }, context());
  return made;
};

const level = async (locationId: number) => {
  const [row] = await database.db`
    select on_hand as "onHand", committed, in_transit as "inTransit" from stock_level
    where sku_id = ${company.skuId} and location_id = ${locationId}`;
  return row ?? { onHand: 0, committed: 0, inTransit: 0 };
};

const sumOfMoves = async () => {
  const [row] = await database.owner<{ off: number }[]>`
    select count(*)::int as off from stock_level l
    where on_hand + in_transit <> (
      select coalesce(sum(case when p.location_id = l.location_id then m.quantity end), 0) - coalesce(sum(case when f.location_id = l.location_id then m.quantity end), 0)
      from stock_move m join place p on p.id = m.to_place_id join place f on f.id = m.from_place_id where m.sku_id = l.sku_id)`;
  return row?.off;
};

const states = async (actionId: string) => {
  const [row] = await database.db`
    select a.state as action, o.state as transfer from action a join transfer_order o on o.action_id = a.id where a.id = ${actionId}`;
  return row;
};

test("by hand: reserved, in transit once shipped, there once received; the rest is free again, the missing is lost", async () => {
  const { transferId, actionId, number } = await byHand(30);
  expect(await states(actionId)).toEqual({ action: "accepted", transfer: "sent" });
  expect(await level(company.handOriginId)).toMatchObject({ onHand: 100, committed: 30 });
  await expect(
    receiveTransfer(database.db, mei, {
      transferId,
      eventId: "too-early",
      lines: [{ lineNo: 1, quantity: 5 }],
    }),
  ).rejects.toBeInstanceOf(Conflict);

  const shipping = { transferId, eventId: "form-ship-1", lines: [{ lineNo: 1, quantity: 28 }] };
  expect(await shipTransfer(database.db, mei, shipping)).toMatchObject({ state: "shipped", recorded: true });
  expect(await shipTransfer(database.db, mei, shipping)).toMatchObject({ recorded: false });
  expect(await level(company.handOriginId)).toMatchObject({ onHand: 72, committed: 0 });
  expect(await level(company.destinationId)).toMatchObject({ onHand: 0, inTransit: 28 });
  expect(await states(actionId)).toEqual({ action: "verified", transfer: "shipped" });
  await expect(
    shipTransfer(database.db, mei, { ...shipping, eventId: "form-ship-2" }),
  ).rejects.toBeInstanceOf(Conflict);

  const part = {
    transferId,
    eventId: "form-receive-1",
    lines: [{ lineNo: 1, quantity: 10 }],
    complete: false,
  };
  expect(await receiveTransfer(database.db, mei, part)).toMatchObject({ state: "shipped" });
  expect(await receiveTransfer(database.db, mei, part)).toMatchObject({ recorded: false });
  expect(await level(company.destinationId)).toMatchObject({ onHand: 10, inTransit: 18 });
  const rest = { transferId, eventId: "form-receive-2", lines: [{ lineNo: 1, quantity: 15 }] };
  expect(await receiveTransfer(database.db, mei, rest)).toMatchObject({ state: "received" });
  expect(await level(company.destinationId)).toMatchObject({ onHand: 25, inTransit: 0 });
  const lost =
    await database.db`select quantity, to_place_id as place from stock_move where document = ${number} and reason = 'transfer_short'`;
  expect(lost).toMatchObject([{ quantity: 3, place: 3 }]);
  await expect(
    receiveTransfer(database.db, mei, { ...rest, eventId: "form-receive-3" }),
  ).rejects.toBeInstanceOf(Conflict);
  expect(await sumOfMoves()).toBe(0);
});

test("over: what came in beyond what was shipped is counted in", async () => {
  const { transferId, number } = await byHand(10);
  const before = await level(company.destinationId);
  await shipTransfer(database.db, mei, { transferId, eventId: "over-ship-1", lines: [] });
  await receiveTransfer(database.db, mei, {
    transferId,
    eventId: "over-receive-1",
    lines: [{ lineNo: 1, quantity: 12 }],
  });
  expect((await level(company.destinationId)).onHand).toBe(Number(before.onHand) + 12);
  const found =
    await database.db`select quantity, from_place_id as place from stock_move where document = ${number} and reason = 'transfer_over'`;
  expect(found).toMatchObject([{ quantity: 2, place: 4 }]);
  expect(await sumOfMoves()).toBe(0);
});

test("two people who receive the same goods at the same moment count them once", async () => {
  const { transferId } = await byHand(5);
  await shipTransfer(database.db, mei, { transferId, eventId: "twice-ship-1", lines: [] });
  const before = await level(company.destinationId);
  const both = await Promise.allSettled(
    ["twice-a-1", "twice-b-1"].map((eventId) =>
      receiveTransfer(database.db, mei, { transferId, eventId, lines: [{ lineNo: 1, quantity: 5 }] }),
    ),
  );
  expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect((await level(company.destinationId)).onHand).toBe(Number(before.onHand) + 5);
});

test("two people who plan from one donor at the same moment cannot take more than it has", async () => {
  const both = await Promise.allSettled([byHand(40), byHand(40)]);
  expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  const lost = both.find((one) => one.status === "rejected");
  expect(lost?.reason).toBeInstanceOf(Conflict);
  expect(lost?.reason.message).toContain("Gamma has");
});

test("a transfer that nobody carries out is given up, and its units are free again", async () => {
  const { transferId, actionId } = await byHand(7);
  const before = await level(company.handOriginId);
  expect(await cancelTransfer(database.db, mei, { transferId })).toMatchObject({ state: "cancelled" });
  expect((await level(company.handOriginId)).committed).toBe(Number(before.committed) - 7);
  expect(await states(actionId)).toEqual({ action: "cancelled", transfer: "cancelled" });
});

test("a transfer that the warehouse has taken on is cancelled there first; one that has left is not", async () => {
  const plan = () =>
    makeTransfer(database.db, mei, { laneId: company.laneId, skuId: company.skuId, quantity: 20 });
  const staying = await plan();
  await send({ actionId: staying.actionId }, context());
  const { inverseId } = await cancelTransfer(database.db, mei, {
    transferId: staying.transferId,
    reason: "not needed",
  });
  expect(await states(staying.actionId)).toEqual({ action: "undoing", transfer: "sent" });
  await send({ actionId: inverseId ?? "" }, context());
  await database.db`update action set next_attempt_at = now() where id = ${inverseId}`;
  await confirm({}, context());
  expect(await states(staying.actionId)).toEqual({ action: "undone", transfer: "cancelled" });
  expect(vendor.transfers.get(staying.actionId)?.state).toBe("cancelled");
  expect((await level(company.originId)).committed).toBe(0);

  const leaving = await plan();
  await send({ actionId: leaving.actionId }, context());
  const late = await cancelTransfer(database.db, mei, { transferId: leaving.transferId });
  const at = new Date().toISOString();
  const there = vendor.transfers.get(leaving.actionId);
  if (there)
    Object.assign(there, {
      state: "shipped",
      shippedAt: at,
      lines: there.lines.map((one) => ({ ...one, shippedQuantity: one.quantity })),
    });
  await send({ actionId: late.inverseId ?? "" }, context());
  await database.db`update action set next_attempt_at = now() where id = ${leaving.actionId}`;
  await confirm({}, context());
  const [inverse] =
    await database.db`select state, state_reason as reason from action where id = ${late.inverseId}`;
  expect(inverse).toEqual({ state: "refused", reason: "already_shipped" });
  expect(await states(leaving.actionId)).toEqual({ action: "verified", transfer: "shipped" });
  await expect(cancelTransfer(database.db, mei, { transferId: leaving.transferId })).rejects.toBeInstanceOf(
    Conflict,
  );
});

test("the document says what goes from where to where", async () => {
  await database.db`update sku set weight_grams = 500 where id = ${company.skuId}`;
  const [row] = await database.db<{ id: number }[]>`select id from transfer_order order by id limit 1`;
  expect(await getTransferDocument(database.db, person("manager"), row?.id ?? 0)).toMatchObject({
    companyName: "Test",
    origin: { code: "CCC", name: "Gamma" },
    destination: { code: "BBB" },
    units: 30,
    weightGrams: 15_000,
    packs: [{ lineNo: 1, packs: 30, looseUnits: 0 }],
    transfer: {
      state: "received",
      events: [{ kind: "shipped" }, { kind: "received" }, { kind: "received" }],
    },
  });
  // As an address may be written by hand.
  for (const none of [0, Number.NaN])
    await expect(getTransferDocument(database.db, person("manager"), none)).rejects.toMatchObject({
      code: "not_found",
    });
});

test("goods are expected the lane's days after its next departure, as a decision reckons", async () => {
  const { db } = database;
  await db`
    update lane set closed_days = array(select g::date from generate_series(now() - interval '1 day', now() + interval '1 day', interval '1 day') g)
    where id = ${company.laneId}`;
  const { transferId } = await makeTransfer(db, mei, {
    laneId: company.laneId,
    skuId: company.skuId,
    quantity: 1,
  });
  const [order] = await db<{ plannedAt: Date; days: number }[]>`
    select planned_at as "plannedAt", round(extract(epoch from expected_at - planned_at) / 86400)::int as days
    from transfer_order where id = ${transferId}`;
  const lanes = await loadLanes(db, "USD", order?.plannedAt ?? new Date());
  const lane = lanes.find(({ id }) => id === company.laneId);
  expect(lane?.leadTimeDays).toBeGreaterThan(3);
  expect(order?.days).toBe(lane?.leadTimeDays);
});
