import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Db } from "@/db/client";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Forbidden } from "@/lib/core/errors";
import { type Actor, ROLES, type Role } from "./_shared/actor";
import { confirmByHand } from "./action/confirm-by-hand";
import { insertAdSwitch } from "./action/insert-ad-switch";
import { insertTransfer } from "./action/insert-transfer";
import { retryAction } from "./action/retry";
import { makeSmallCompany, person, type SmallCompany, testSecret } from "./action/testing/small-company";
import { storeRecommendation } from "./action/testing/stored-recommendation";
import { undoAction } from "./action/undo";
import { resolveOrderCheck } from "./order-check/resolve";
import { approveRecommendation } from "./recommendation/approve";
import { assignRecommendation } from "./recommendation/assign";
import { bulkApprove } from "./recommendation/bulk-approve";
import { changeQuantity } from "./recommendation/change-quantity";
import { getRecommendation } from "./recommendation/get";
import { listRecommendations } from "./recommendation/list";
import { rejectRecommendation } from "./recommendation/reject";
import { snoozeRecommendation } from "./recommendation/snooze";
import { unsnoozeRecommendation } from "./recommendation/unsnooze";
import { cancelTransfer } from "./transfer/cancel";
import { getTransferDocument } from "./transfer/document";
import { getTransfer } from "./transfer/get";
import { receiveTransfer } from "./transfer/receive";
import { shipTransfer } from "./transfer/ship";

process.env.PLIMSOLL_SECRET = testSecret;
let database: TestDatabase;
let company: SmallCompany;

beforeAll(async () => {
  database = await createTestDatabase();
  company = await makeSmallCompany(database.db, {
    warehouseUrl: "http://127.0.0.1:1",
    adsUrl: "http://127.0.0.1:1",
    secret: "whsec_AAAA",
  });
});
afterAll(() => database.drop());

interface Case {
  name: string;
  allowed: readonly Role[];
  call: (db: Db, actor: Actor) => Promise<unknown>;
}

const supply: Role[] = ["supply", "admin"];
const marketing: Role[] = ["marketing", "admin"];
const operator: Role[] = ["operator", "admin"];
const deciders: Role[] = ["supply", "marketing", "operator", "admin"];

/** A fresh recommendation of a team for each call, so that no call stands in the way of the next. */
const fresh = (team: "supply" | "marketing" | "operator", state = "open") =>
  storeRecommendation(database.db, { skuId: company.skuId, team, state });
const aTransfer = () =>
  database.db.begin((tx) =>
    insertTransfer(tx, person("supply"), {
      recommendationId: null,
      laneId: company.handLaneId,
      lines: [{ skuId: company.skuId, quantity: 1 }],
      freightMinor: 0,
      expected: null,
    }),
  );
async function aPause(): Promise<string> {
  await database.db`update action set state = 'cancelled' where kind = 'ad_pause'`;
  return database.db.begin((tx) =>
    insertAdSwitch(tx, person("marketing"), {
      recommendationId: null,
      kind: "ad_pause",
      campaignId: company.campaignId,
      productAdId: company.productAdId,
      expected: null,
    }),
  );
}
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

const byTeam = (team: "supply" | "marketing" | "operator", allowed: Role[]): Case[] => [
  {
    name: `approve for ${team}`,
    allowed,
    call: async (db, actor) =>
      approveRecommendation(db, actor, { ...(await fresh(team)), optionKey: "transfer:plan" }),
  },
  {
    name: `reject for ${team}`,
    allowed,
    call: async (db, actor) =>
      rejectRecommendation(db, actor, { ...(await fresh(team)), reason: "not_worth_it" }),
  },
  {
    name: `snooze for ${team}`,
    allowed,
    call: async (db, actor) => snoozeRecommendation(db, actor, { ...(await fresh(team)), until: inAnHour() }),
  },
  {
    name: `unsnooze for ${team}`,
    allowed,
    call: async (db, actor) => unsnoozeRecommendation(db, actor, await fresh(team, "snoozed")),
  },
  {
    name: `assign for ${team}`,
    allowed,
    call: async (db, actor) => assignRecommendation(db, actor, { ...(await fresh(team)), userId: null }),
  },
  {
    name: `change a quantity for ${team}`,
    allowed,
    call: async (db, actor) =>
      changeQuantity(db, actor, { ...(await fresh(team)), optionKey: "transfer:plan", quantities: [] }),
  },
];

const cases: Case[] = [
  ...byTeam("supply", supply),
  ...byTeam("marketing", marketing),
  ...byTeam("operator", operator),
  { name: "approve many", allowed: deciders, call: (db, actor) => bulkApprove(db, actor, { items: [] }) },
  {
    name: "undo a transfer",
    allowed: supply,
    call: async (db, actor) => undoAction(db, actor, { actionId: (await aTransfer()).actionId }),
  },
  {
    name: "undo a pause",
    allowed: marketing,
    call: async (db, actor) => undoAction(db, actor, { actionId: await aPause() }),
  },
  {
    name: "retry a pause",
    allowed: marketing,
    call: async (db, actor) => retryAction(db, actor, { actionId: await aPause() }),
  },
  {
    name: "confirm a pause by hand",
    allowed: marketing,
    call: async (db, actor) => confirmByHand(db, actor, { actionId: await aPause() }),
  },
  {
    name: "ship",
    allowed: supply,
    call: async (db, actor) =>
      shipTransfer(db, actor, {
        transferId: (await aTransfer()).transferId,
        eventId: randomUUID(),
        lines: [],
      }),
  },
  {
    name: "receive",
    allowed: supply,
    call: async (db, actor) =>
      receiveTransfer(db, actor, {
        transferId: (await aTransfer()).transferId,
        eventId: randomUUID(),
        lines: [],
      }),
  },
  {
    name: "cancel a transfer",
    allowed: supply,
    call: async (db, actor) => cancelTransfer(db, actor, { transferId: (await aTransfer()).transferId }),
  },
  {
    name: "settle an order",
    allowed: operator,
    call: (db, actor) => resolveOrderCheck(db, actor, { checkId: 1 }),
  },
  {
    name: "read the queue",
    allowed: ROLES,
    call: (db, actor) =>
      listRecommendations(db, actor, { tab: "to_decide", filter: {}, cursor: null, pageSize: 1 }),
  },
  {
    name: "read a recommendation",
    allowed: ROLES,
    call: async (db, actor) => getRecommendation(db, actor, (await fresh("supply")).id),
  },
  {
    name: "read a transfer",
    allowed: ROLES,
    call: async (db, actor) => getTransfer(db, actor, (await aTransfer()).transferId),
  },
  {
    name: "read a transfer's document",
    allowed: ROLES,
    call: async (db, actor) => getTransferDocument(db, actor, (await aTransfer()).transferId),
  },
];

describe.each(cases)("$name", ({ allowed, call }) => {
  test.each(ROLES)("%s", async (role) => {
    const [audits] = await database.db<{ n: number }[]>`select count(*)::int as n from audit_event`;
    const refused = await call(database.db, person(role)).then(
      () => false,
      (error) => error instanceof Forbidden,
    );
    expect(refused).toBe(!allowed.includes(role));
    if (!refused) return;
    const [after] = await database.db<{ n: number }[]>`select count(*)::int as n from audit_event`;
    expect(after).toEqual(audits);
  });
});
