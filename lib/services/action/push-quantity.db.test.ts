import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { addLiveConnector } from "@/lib/connectors/live-registry";
import { harbourConnector } from "@/lib/connectors/testing/harbour-connector";
import {
  type HarbourServer,
  harbourCredentials,
  startHarbour,
} from "@/lib/connectors/testing/harbour-server";
import { Conflict, Forbidden } from "@/lib/core/errors";
import {
  addConnection,
  makeCompany,
  silent,
  syncAll,
  testSealingSecret,
} from "@/lib/ingest/sync/testing/live-company";
import { handler as confirmActions } from "@/lib/jobs/actions-confirm.handler";
import { handler as sendAction } from "@/lib/jobs/actions-send.handler";
import { ensurePolicy } from "../policy/ensure";
import { pushQuantity } from "./push-quantity";
import { person } from "./testing/small-company";
import { undoAction } from "./undo";

process.env.PLIMSOLL_SECRET = testSealingSecret;
addLiveConnector(harbourConnector);
let database: TestDatabase;
let harbour: HarbourServer;
let listingId = 0;

beforeAll(async () => {
  harbour = await startHarbour();
});
afterAll(() => harbour.stop());
beforeEach(async () => {
  Object.assign(harbour.faults, { lie: false, down: false, revoked: false });
  database = await createTestDatabase();
  await makeCompany(database.db);
  const account = await addConnection(database.db, harbourConnector, {
    key: "harbour",
    baseUrl: harbour.origin,
    settings: { clientId: harbourCredentials.clientId },
    secrets: { clientSecret: harbourCredentials.clientSecret },
  });
  harbour.addSku("Q-1");
  harbour.setStock("Q-1", "HARBOUR-1", 12);
  await syncAll(database.db, account);
  const [listing] = await database.db<{ id: number }[]>`
    update listing set published_units = 12, published_as_of = now() - interval '1 minute'
    where external_id = 'L-Q-1' returning id`;
  listingId = listing?.id ?? 0;
});
afterEach(() => database.drop());

const context = () => ({ db: database.db, log: silent, signal: new AbortController().signal });
const send = (actionId: string) => sendAction({ actionId }, context());
async function confirm(actionId: string): Promise<void> {
  await database.db`update action set next_attempt_at = now() where id = ${actionId}`;
  await confirmActions({}, context());
}
const stateOf = async (actionId: string) => {
  const [row] = await database.db`select state, state_reason as reason from action where id = ${actionId}`;
  return row;
};
const push = (quantity: number) => pushQuantity(database.db, person("operator"), { listingId, quantity });

test("a pushed quantity is done when the channel shows it, and undone by the same way", async () => {
  const { actionId } = await push(7);
  expect(await push(7)).toEqual({ actionId });
  await expect(push(8)).rejects.toThrow(Conflict);
  await send(actionId);
  expect(harbour.stockOf("Q-1", "HARBOUR-1")).toBe(7);
  expect(await stateOf(actionId)).toEqual({ state: "accepted", reason: null });
  await confirm(actionId);
  expect(await stateOf(actionId)).toEqual({ state: "verified", reason: null });
  const [listing] = await database.db`select published_units from listing where id = ${listingId}`;
  expect(listing).toEqual({ published_units: 7 });
  const audit = await database.db`select verb from audit_event where verb = 'listing.push_quantity'`;
  expect(audit).toHaveLength(1);

  const undone = await undoAction(database.db, person("operator"), { actionId });
  expect(undone.state).toBe("undoing");
  await send(undone.inverseId ?? "");
  await confirm(undone.inverseId ?? "");
  expect(harbour.stockOf("Q-1", "HARBOUR-1")).toBe(12);
  expect(await stateOf(actionId)).toEqual({ state: "undone", reason: null });
});

test("a quantity that changed at the channel meanwhile is never overwritten", async () => {
  const { actionId } = await push(7);
  harbour.setStock("Q-1", "HARBOUR-1", 11);
  await send(actionId);
  expect(await stateOf(actionId)).toEqual({ state: "refused", reason: "state_changed" });
  expect(harbour.stockOf("Q-1", "HARBOUR-1")).toBe(11);
  const [listing] = await database.db`select published_units from listing where id = ${listingId}`;
  expect(listing).toEqual({ published_units: 11 });
});

test("an undo is refused once the channel shows another number", async () => {
  const { actionId } = await push(7);
  await send(actionId);
  await confirm(actionId);
  await database.db`update listing set published_units = 6, published_as_of = now() where id = ${listingId}`;
  await expect(undoAction(database.db, person("operator"), { actionId })).rejects.toThrow(Conflict);
});

test("a success that changed nothing is unconfirmed, and a channel that is down or has withdrawn its grant is waited for", async () => {
  harbour.faults.lie = true;
  const { actionId } = await push(7);
  await send(actionId);
  await database.db`update action set accepted_at = now() - interval '1 hour' where id = ${actionId}`;
  await confirm(actionId);
  expect(await stateOf(actionId)).toEqual({ state: "unconfirmed", reason: "not_shown" });
  harbour.faults.lie = false;
  const second = await push(9);
  harbour.faults.revoked = true;
  await send(second.actionId);
  expect(await stateOf(second.actionId)).toMatchObject({ state: "queued", reason: "http_401" });
});

test("only those who run the channels may push", async () => {
  for (const role of ["supply", "marketing", "manager"] as const)
    await expect(pushQuantity(database.db, person(role), { listingId, quantity: 1 })).rejects.toThrow(
      Forbidden,
    );
});

test("what one place showed is not known: all that is set there counts towards the limit", async () => {
  const { db } = database;
  const [place] = await db<{ id: number }[]>`select id from location limit 1`;
  await db`update listing set published_units = 20000 where id = ${listingId}`;
  const pushed = { listingId, quantity: 20_000, locationId: place?.id };
  await expect(pushQuantity(db, person("operator"), pushed)).rejects.toMatchObject({
    details: { kind: "waiting", request: { exceeded: [{ limit: "units", found: 20_000 }] } },
  });
});

test("a press that is repeated counts once towards the day, and leaves nothing waiting", async () => {
  const { db } = database;
  const { rules } = await ensurePolicy(db);
  const row = { scope: {}, mostMinor: null, mostUnits: null, dailyMinor: null };
  const limits = [{ ...row, who: "operator", kind: "any", dailyCount: 1 }];
  const authority = { ...rules.authority, limits };
  await db`update policy set rules = jsonb_set(rules, '{authority}', ${db.json(authority as never)}) where active`;
  const { actionId } = await push(7);
  expect(await push(7)).toEqual({ actionId });
  expect(await db`select decisions from policy_use`).toEqual([{ decisions: 1 }]);
  expect(await db`select from approval_request`).toHaveLength(0);
});
