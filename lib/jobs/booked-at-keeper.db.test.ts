import { afterEach, beforeEach, expect, test } from "vitest";
import { verifyDatabase } from "@/db/queries/verify";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { shopifyConnector } from "@/lib/connectors/shopify/provider";
import { openShop } from "@/lib/connectors/shopify/testing/shop";
import { Conflict } from "@/lib/core/errors";
import { runStream } from "@/lib/ingest/sync/run-pass";
import {
  addConnection,
  makeCompany,
  silent,
  syncAll,
  syncStream,
  testSealingSecret,
} from "@/lib/ingest/sync/testing/live-company";
import { retryAction } from "@/lib/services/action/retry";
import { person } from "@/lib/services/action/testing/small-company";
import { undoAction } from "@/lib/services/action/undo";
import { setPlace } from "@/lib/services/connection/live/set-place";
import { receiveTransfer } from "@/lib/services/transfer/receive";
import { shipTransfer } from "@/lib/services/transfer/ship";
import { makeTransfer } from "@/lib/services/transfer/testing/make-transfer";
import { handler as confirmActions } from "./actions-confirm.handler";
import { handler as sendAction } from "./actions-send.handler";

process.env.PLIMSOLL_SECRET = testSealingSecret;
const supply = person("supply");
let database: TestDatabase;
const stops: (() => unknown)[] = [];
beforeEach(async () => {
  database = await createTestDatabase();
  await makeCompany(database.db);
});
afterEach(async () => {
  const broken = (await verifyDatabase(database.db)).filter(({ differences }) => differences > 0);
  for (const stop of stops.splice(0).reverse()) await stop();
  await database.drop();
  expect(broken).toEqual([]);
});

const context = () => ({ db: database.db, log: silent, signal: new AbortController().signal });
async function sendAll(): Promise<void> {
  await database.db`update action set next_attempt_at = now() where state = 'queued'`;
  const queued = await database.db<
    { id: string }[]
  >`select id from action where state = 'queued' order by created_at, kind`;
  for (const { id } of queued) await sendAction({ actionId: id }, context());
}
async function confirm(): Promise<void> {
  await database.db`update action set next_attempt_at = now() where state not in ('queued', 'sending')`;
  await confirmActions({}, context());
}
const steps = async () =>
  (await database.db`select kind, state, state_reason as why from action order by created_at, kind desc`).map(
    ({ kind, state, why }) => [kind, state, why],
  );
const transfer = async () => {
  const [row] = await database.db`
    select t.state, sum(l.shipped_quantity)::int as out, sum(l.received_quantity)::int as in from transfer_order t
    join transfer_line l on l.transfer_id = t.id group by t.state`;
  return row;
};
const shelf = async (place: string) => {
  const [row] = await database.db`
    select l.on_hand as here, l.in_transit as coming from stock_level l
    join sku s on s.id = l.sku_id join location p on p.id = l.location_id where s.code = 'MUG' and p.code = ${place}`;
  return row;
};

/** A shop with 10 mugs in EAST and 1 in STORE, both kept by it, and a transfer of 4 that was planned here. */
async function opened() {
  const { shop, credentials } = await openShop({ pointsMax: 100_000, restorePerSecond: 10_000 });
  stops.push(() => shop.stop());
  shop.setStock("MUG", "NYC", 10);
  shop.setStock("MUG", "SHOP", 1);
  const account = await addConnection(database.db, shopifyConnector, {
    key: "shop",
    baseUrl: shop.origin,
    settings: { shop: "harbour.myshopify.com", clientId: credentials.clientId, channel: "web" },
    secrets: { clientSecret: credentials.clientSecret },
    stock: "publishes",
  });
  await syncAll(database.db, account);
  for (const { code, ours } of [
    { code: "NYC", ours: "EAST" },
    { code: "SHOP", ours: "STORE" },
  ]) {
    const [row] = await database.db<{ id: number }[]>`
      insert into location (code, name, kind, country, region, time_zone) values (${ours}, ${ours}, 'warehouse', 'US', 'NA', 'UTC') returning id`;
    await setPlace(database.db, person("admin"), {
      ...{ connectionId: account.connectionId, code, locationId: row?.id, keeps: true },
    });
  }
  await runStream(database.db, account, "stock", "history", {
    ...{ log: silent, signal: new AbortController().signal },
  });
  const [lane] = await database.db<{ id: number }[]>`
    insert into lane (origin_id, destination_id, lead_time_days, currency, freight_minor_per_unit)
    select o.id, d.id, 3, 'GBP', 10 from location o, location d where o.code = 'EAST' and d.code = 'STORE' returning id`;
  const [sku] = await database.db<{ id: number }[]>`select id from sku where code = 'MUG'`;
  const { transferId } = await makeTransfer(database.db, supply, {
    laneId: lane?.id,
    skuId: sku?.id,
    quantity: 4,
  });
  const ship = (eventId: string, quantity = 4) =>
    shipTransfer(database.db, supply, { transferId, eventId, lines: [{ lineNo: 1, quantity }] });
  const receive = (eventId: string, quantity: number, complete: boolean) =>
    receiveTransfer(database.db, supply, {
      ...{ transferId, eventId, complete, lines: [{ lineNo: 1, quantity }] },
    });
  const read = () => syncStream(database.db, account, "stock");
  return { shop, ship, receive, read, transferId };
}

test("what is confirmed here is booked at the shop once, and its readings move nothing twice", async () => {
  const { shop, ship, receive, read } = await opened();
  await sendAll();
  await ship("ship-it-0001");
  expect((await ship("ship-it-0001")).recorded).toBe(false);
  // What lies there is the keeper's to say: its reading from just before may hold the shipping, until it shows otherwise.
  expect(await shelf("EAST")).toEqual({ here: 10, coming: 0 });
  expect(await shelf("STORE")).toEqual({ here: 1, coming: 4 });
  await read();
  await sendAll();
  await read();
  await confirm();
  expect(await steps()).toEqual([
    ["transfer", "verified", null],
    ["transfer_ship", "verified", null],
  ]);
  expect(await shelf("EAST")).toEqual({ here: 6, coming: 0 });
  expect(await shelf("STORE")).toEqual({ here: 1, coming: 4 });
  expect(shop.stockOf("MUG", "NYC")).toBe(6);

  await receive("came-in-0001", 1, false);
  await receive("came-in-0001", 1, false);
  await sendAll();
  await confirm();
  expect(await transfer()).toEqual({ state: "shipped", out: 4, in: 1 });
  expect(shop.stockOf("MUG", "SHOP")).toBe(2);
  // One of four is lost: the shop hears that it will not come.
  await receive("came-in-0002", 2, true);
  expect(await transfer()).toEqual({ state: "received", out: 4, in: 3 });
  await sendAll();
  await read();
  await confirm();
  await read();
  expect(await transfer()).toEqual({ state: "received", out: 4, in: 3 });
  expect(await shelf("STORE")).toEqual({ here: 4, coming: 0 });
  expect([shop.stockOf("MUG", "NYC"), shop.stockOf("MUG", "SHOP")]).toEqual([6, 4]);
  expect((await steps()).filter(([kind]) => kind === "transfer_receive")).toEqual([
    ["transfer_receive", "verified", null],
    ["transfer_receive", "verified", null],
  ]);
  const [lost] = await database.db`
    select sum(case when to_place_id = 3 then quantity else -quantity end)::int as units from stock_move where 3 in (to_place_id, from_place_id)`;
  expect(lost?.units).toBe(1);
  const audited = await database.db`select verb from audit_event where verb = 'transfer.book'`;
  expect(audited).toHaveLength(3);
});

test("goods that left before the shop heard of the transfer are booked once it has", async () => {
  const { shop, ship } = await opened();
  await ship("ship-it-0001", 3);
  const [step] = await database.db<{ id: string }[]>`select id from action where kind = 'transfer_ship'`;
  await sendAction({ actionId: step?.id ?? "" }, context());
  expect(await steps()).toEqual([
    ["transfer", "queued", null],
    ["transfer_ship", "queued", "unknown_there"],
  ]);
  await sendAll();
  await sendAll();
  await confirm();
  expect(await steps()).toEqual([
    ["transfer", "verified", null],
    ["transfer_ship", "verified", null],
  ]);
  expect(await transfer()).toEqual({ state: "shipped", out: 3, in: null });
  expect(shop.stockOf("MUG", "NYC")).toBe(6);
});

test("a shop that books nothing although it says yes leaves the step unconfirmed, and it can be sent again", async () => {
  const { shop, ship } = await opened();
  await sendAll();
  shop.faults.lie = true;
  await ship("ship-it-0001");
  await sendAll();
  await database.db`update action set accepted_at = now() - interval '1 hour' where kind = 'transfer_ship'`;
  await confirm();
  expect((await steps())[1]).toEqual(["transfer_ship", "unconfirmed", "not_shown"]);
  expect((await steps())[0]?.[1]).not.toBe("verified");
  const [step] = await database.db<{ id: string }[]>`select id from action where kind = 'transfer_ship'`;
  await expect(undoAction(database.db, supply, { actionId: step?.id })).rejects.toThrow(Conflict);
  shop.faults.lie = false;
  await retryAction(database.db, supply, { actionId: step?.id });
  await sendAll();
  await confirm();
  expect((await steps()).map(([kind, state]) => [kind, state])).toEqual([
    ["transfer", "verified"],
    ["transfer_ship", "cancelled"],
    ["transfer_ship", "verified"],
  ]);
  expect(await shelf("STORE")).toEqual({ here: 1, coming: 4 });
});
