import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { OUTSIDE_PLACE, postMoves, stockPlace } from "@/db/queries/ledger";
import { findTransfer } from "@/db/queries/transfers";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict, Forbidden } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { startVendor, type Vendor } from "@/lib/executors/testing/vendor";
import { measureImpact } from "@/lib/metrics/impact/run";
import { insertTransfer } from "@/lib/services/action/insert-transfer";
import { sendShipment } from "@/lib/services/action/send-shipment";
import {
  makeSmallCompany,
  person,
  type SmallCompany,
  testSecret,
} from "@/lib/services/action/testing/small-company";
import { storeRecommendation } from "@/lib/services/action/testing/stored-recommendation";
import { undoAction } from "@/lib/services/action/undo";
import { recordTransferEvent } from "@/lib/services/transfer/record-event";
import { foreseeRest } from "@/lib/services/transfer/rest";
import { takeOutLine } from "@/lib/services/transfer/take-out-line";
import { handler as confirm } from "./actions-confirm.handler";
import { handler as send } from "./actions-send.handler";

process.env.PLIMSOLL_SECRET = testSecret;
let database: TestDatabase;
let vendor: Vendor;
let company: SmallCompany;
let skuIds: number[];
const context = () => ({ db: database.db, log, signal: new AbortController().signal });
const shipments = {
  first: "00000000-0000-4000-8000-000000000001",
  second: "00000000-0000-4000-8000-000000000002",
  third: "00000000-0000-4000-8000-000000000003",
  fourth: "00000000-0000-4000-8000-000000000004",
  fifth: "00000000-0000-4000-8000-000000000005",
  sixth: "00000000-0000-4000-8000-000000000006",
};

beforeAll(async () => {
  vendor = await startVendor();
  database = await createTestDatabase();
  company = await makeSmallCompany(database.db, {
    warehouseUrl: vendor.baseUrl,
    adsUrl: vendor.baseUrl,
    secret: vendor.secret,
  });
  const others = await database.db<{ id: number }[]>`
    insert into sku (code, title, currency, unit_cost, price) values ('SKU-2', 'Two', 'USD', 5, 20), ('SKU-3', 'Three', 'USD', 5, 20)
    returning id`;
  skuIds = [company.skuId, ...others.map(({ id }) => id)];
  await postMoves(
    database.db,
    skuIds.slice(1).map((skuId) => ({
      occurredAt: new Date(Date.now() - 86_400_000),
      skuId,
      fromPlaceId: OUTSIDE_PLACE.count,
      toPlaceId: stockPlace(company.originId),
      quantity: 500,
      reason: "opening" as const,
    })),
  );
});
afterAll(() => Promise.all([database.drop(), vendor.close()]));

beforeEach(() => {
  vendor.posts = [];
  vendor.effects = [];
});

/** One decision's line, approved together with those of the same shipment. */
async function approve(skuId: number, quantity: number, shipment: string) {
  const { id } = await storeRecommendation(database.db, { skuId, state: "approved" });
  const made = await database.db.begin((tx) =>
    insertTransfer(tx, person("supply"), {
      recommendationId: id,
      laneId: company.laneId,
      lines: [{ skuId, quantity }],
      freightMinor: quantity * 50,
      expected: { lowMinor: quantity, midMinor: quantity * 2, highMinor: quantity * 3 },
      shipment,
    }),
  );
  return { ...made, recommendationId: id };
}

const approveAll = async (shipment: string) => {
  const made = [];
  for (const [index, skuId] of skuIds.entries()) made.push(await approve(skuId, 10 * (index + 1), shipment));
  return made;
};
const statesOf = async (transferId: number) => {
  const rows = await database.db<{ state: string }[]>`
    select state from action where kind = 'transfer' and (payload ->> 'transferId')::bigint = ${transferId} order by created_at, id`;
  return rows.map(({ state }) => state);
};
const reserved = async () => {
  const [row] = await database.db<{ units: number }[]>`
    select sum(committed)::int as units from stock_level where location_id = ${company.originId}`;
  return row?.units ?? 0;
};

test("lines approved together leave as one order that is asked for once, each with its own decision and worth", async () => {
  const { db } = database;
  const made = await approveAll(shipments.first);
  const [{ actionId: leadId = "", transferId = 0 } = {}, second, third] = made;
  expect(made.map((one) => one.transferId)).toEqual([transferId, transferId, transferId]);
  expect(await reserved()).toBe(60);
  await send({ actionId: leadId }, context());
  await send({ actionId: second?.actionId ?? "" }, context());
  expect(vendor.posts, "nothing is sent before all is gathered").toEqual([]);

  expect(await sendShipment(db, shipments.first)).toBe(1);
  for (const { actionId } of made) await send({ actionId }, context());
  expect(vendor.posts).toEqual([leadId]);
  expect(vendor.transfers.get(leadId)?.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([
    ["SKU-1", 10],
    ["SKU-2", 20],
    ["SKU-3", 30],
  ]);
  expect(await statesOf(transferId)).toEqual(["accepted", "accepted", "accepted"]);
  const late = await approve(skuIds[1] ?? 0, 5, shipments.first);
  expect(late.transferId, "what was sent is joined by nothing").not.toBe(transferId);

  const shown = await findTransfer(db, transferId);
  expect(shown).toMatchObject({ lineCount: 3, units: 60, freightMinor: 3_000, expectedMinor: 120 });
  expect(shown?.lines.map((line) => [line.recommendationId, line.expectedMinor])).toEqual(
    made.map((one, index) => [one.recommendationId, 20 * (index + 1)]),
  );

  Object.assign(vendor.transfers.get(leadId) ?? {}, {
    state: "shipped",
    shippedAt: new Date().toISOString(),
  });
  for (const line of vendor.transfers.get(leadId)?.lines ?? [])
    line.shippedQuantity = line.sku === "SKU-3" ? 0 : line.quantity;
  await db`update action set next_attempt_at = now() where state = 'accepted'`;
  await confirm({}, context());
  expect(await statesOf(transferId)).toEqual(["verified", "verified", "verified"]);
  const audit = await db`
    select entity_id from audit_event where verb = 'action.verified' and entity_id = any(${made.map((one) => one.actionId)})`;
  expect(audit).toHaveLength(3);

  await db.begin((tx) =>
    recordTransferEvent(tx, person("supply"), {
      transferId,
      eventId: "some came",
      kind: "received",
      source: "hand",
      final: true,
      lines: [
        { lineNo: 1, quantity: 10 },
        { lineNo: 2, quantity: 15 },
      ],
      occurredAt: new Date(),
    }),
  );
  expect((await findTransfer(db, transferId))?.lines.map((line) => line.receivedQuantity)).toEqual([
    10, 15, 0,
  ]);

  await database.owner`
    insert into stock_status (sku_id, location_id, state, margin_base_minor)
    select s, p, 'healthy', 1000 from unnest(${skuIds}::int[]) s, unnest(${[company.originId, company.destinationId]}::int[]) p`;
  await db`
    update transfer_order set planned_at = now() - interval '4 days', shipped_at = now() - interval '4 days', received_at = now() - interval '3 days'
    where id = ${transferId}`;
  await measureImpact(db, {
    horizonDays: 28,
    holdingRatePerYear: 0.2,
    substitutionShare: 0,
    errorMinorPerOrder: { low: 0, mid: 0, high: 0 },
  });
  const worth = await db<{ minor: number | null; cost: number | null }[]>`
    select realised_minor as minor, (realised_facts ->> 'costMinor')::float8 as cost from action where id = any(${made.map((one) => one.actionId)})
    order by created_at, id`;
  expect(worth.map(({ cost }) => cost)).toEqual([500, 1_000, 1_500]);
  expect(third?.transferId).toBe(transferId);
});

test("taking one line back takes the order back: before it is sent without a word, afterwards with one", async () => {
  const { db } = database;
  const before = await reserved();
  const [unsent] = [await approveAll(shipments.second)];
  await undoAction(db, person("supply"), { actionId: unsent[2]?.actionId ?? "" });
  expect(await statesOf(unsent[0]?.transferId ?? 0)).toEqual(["cancelled", "cancelled", "cancelled"]);
  expect(await reserved()).toBe(before);
  await sendShipment(db, shipments.second);
  expect(vendor.posts).toEqual([]);

  const sent = await approveAll(shipments.third);
  const leadId = sent[0]?.actionId ?? "";
  await sendShipment(db, shipments.third);
  await send({ actionId: leadId }, context());
  const { inverseId } = await undoAction(db, person("supply"), { actionId: sent[1]?.actionId ?? "" });
  expect(await statesOf(sent[0]?.transferId ?? 0)).toEqual(["undoing", "undoing", "undoing"]);
  await send({ actionId: inverseId ?? "" }, context());
  await db`update action set next_attempt_at = now() where id = ${inverseId}`;
  await confirm({}, context());
  expect(vendor.posts).toEqual([leadId, inverseId]);
  expect(await statesOf(sent[0]?.transferId ?? 0)).toEqual(["undone", "undone", "undone"]);
  expect(await reserved()).toBe(before);
});

const takeOut = (
  transferId: number,
  lineNo: number,
  role: "supply" | "marketing" = "supply",
  anyway = false,
) =>
  takeOutLine(database.db, person(role), {
    anyway,
    transferId,
    lineNo,
    skuId: skuIds[lineNo - 1] ?? 0,
    reason: "sold to a customer",
  });
const skusSent = (id: string) => vendor.transfers.get(id)?.lines.map(({ sku }) => sku);

test("the line of the action that is sent is taken out: its claim is void, the next one carries the rest", async () => {
  const { db } = database;
  const before = await reserved();
  const [first, second, third] = await approveAll(shipments.fourth);
  const transferId = first?.transferId ?? 0;
  // The shipment costs 600 beside 50 a unit.
  await db`update transfer_order set freight_minor = freight_minor + 600, fixed_minor = 600 where id = ${transferId}`;
  await db`update transfer_line set freight_minor = freight_minor + 200 where transfer_id = ${transferId}`;
  await expect(takeOut(transferId, 1, "marketing")).rejects.toBeInstanceOf(Forbidden);
  // 50 units are left, and 5 of another order leave with them, at 5.00 each; the others' 100 do not bear the 200 that the line paid.
  await database.owner`update stock_status set unit_cost_base_minor = 500`;
  await db`update lane set min_units = 60, min_value_minor = 30000 where id = ${company.laneId}`;
  const unseen = await takeOut(transferId, 1).catch((error) => error);
  expect(unseen).toBeInstanceOf(Conflict);
  expect(unseen.details).toEqual({
    kind: "rest",
    rest: {
      currency: "USD",
      units: { left: 55, least: 60 },
      value: { leftMinor: 27_500, leastMinor: 30_000 },
      loss: { lossMinor: 100, moreMinor: 200 },
    },
  });
  expect(await statesOf(transferId)).toEqual(["queued", "queued", "queued"]);
  await db`update lane set min_units = 1, min_value_minor = 0 where id = ${company.laneId}`;
  expect(await foreseeRest(db, person("supply"), { transferId, lineNo: 2 })).toEqual({
    ...{ currency: "USD", units: null, value: null },
    loss: { lossMinor: 120, moreMinor: 200 },
  });
  expect(await takeOut(transferId, 1, "supply", true)).toEqual({
    transferId,
    state: "taken_out",
    recorded: true,
  });
  expect(await takeOut(transferId, 1)).toEqual({ transferId, state: "taken_out", recorded: false });
  expect(await reserved()).toBe(before + 50);
  expect(await statesOf(transferId)).toEqual(["cancelled", "queued", "queued"]);
  const shown = await findTransfer(db, transferId);
  // 50 × 50 + 600: the 200 that the line paid of the shipment are the others' now, 80 and 120 by their units.
  expect(shown).toMatchObject({ units: 50, freightMinor: 3_100, expectedMinor: 100, unsent: true });
  expect(shown?.linesOut).toMatchObject([
    {
      skuCode: "SKU-1",
      quantity: 10,
      reason: "sold to a customer",
      recommendationId: first?.recommendationId,
    },
  ]);
  const lines =
    await db`select freight_minor as minor from transfer_line where transfer_id = ${transferId} order by line_no`;
  expect(lines).toEqual([{ minor: 1_280 }, { minor: 1_820 }]);
  const audit = await db`
    select actor_name as by, reason from audit_event where verb = 'transfer.take_out_line' and entity_id = ${String(transferId)}`;
  expect(audit).toEqual([{ by: "supply", reason: "sold to a customer" }]);

  for (const one of [first, third, second]) await send({ actionId: one?.actionId ?? "" }, context());
  const [order] = await db<
    { by: string }[]
  >`select action_id as by from transfer_order where id = ${transferId}`;
  expect([second?.actionId, third?.actionId]).toContain(order?.by);
  expect(vendor.posts).toEqual([order?.by]);
  expect(skusSent(order?.by ?? "")).toEqual(["SKU-2", "SKU-3"]);
  expect(await statesOf(transferId)).toEqual(["cancelled", "accepted", "accepted"]);
  await expect(takeOut(transferId, 2)).rejects.toBeInstanceOf(Conflict);
  expect((await findTransfer(db, transferId))?.unsent).toBe(false);
});

test("taken out at the moment it is sent: either it goes without the line, or the line stays", async () => {
  const { db } = database;
  const made = await approveAll(shipments.fifth);
  const [first] = made;
  const transferId = first?.transferId ?? 0;
  await sendShipment(db, shipments.fifth);
  const [out] = await Promise.allSettled([
    takeOut(transferId, 3),
    send({ actionId: first?.actionId ?? "" }, context()),
  ]);
  await send({ actionId: first?.actionId ?? "" }, context());
  expect(skusSent(first?.actionId ?? "")).toEqual(
    out.status === "fulfilled" ? ["SKU-1", "SKU-2"] : ["SKU-1", "SKU-2", "SKU-3"],
  );
  expect((await statesOf(transferId)).at(-1)).toBe(out.status === "fulfilled" ? "cancelled" : "accepted");
});

test("two take different lines at once, and with the last one out the order is cancelled", async () => {
  const { db } = database;
  const before = await reserved();
  const [first] = await approveAll(shipments.sixth);
  const transferId = first?.transferId ?? 0;
  await Promise.all([takeOut(transferId, 1), takeOut(transferId, 2)]);
  expect(await reserved()).toBe(before + 30);
  expect(await takeOut(transferId, 3)).toEqual({ transferId, state: "cancelled", recorded: true });
  expect(await takeOut(transferId, 3)).toEqual({ transferId, state: "cancelled", recorded: false });
  expect(await statesOf(transferId)).toEqual(["cancelled", "cancelled", "cancelled"]);
  expect((await findTransfer(db, transferId))?.state).toBe("cancelled");
  expect(await reserved()).toBe(before);
});
