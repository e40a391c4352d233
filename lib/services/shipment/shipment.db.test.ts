import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { planByLane } from "@/db/queries/plan-by-lane";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict } from "@/lib/core/errors";
import type { Actor } from "../_shared/actor";
import { claimAction } from "../action/claim";
import { freshen } from "../action/testing/shortage";
import { makeSmallCompany, person, type SmallCompany, testSecret } from "../action/testing/small-company";
import { makePolicy } from "../action/testing/stored-recommendation";
import { goOn } from "../policy/go-on";
import { stopEverything } from "../policy/stop-everything";
import { approveShipment } from "./approve";
import { goOnWithShipment } from "./go-on";
import { readProgress } from "./progress";
import { resumeShipments } from "./resume";

process.env.PLIMSOLL_SECRET = testSecret;
/** More than the lines of one order. */
const products = 52;
let database: TestDatabase;
let company: SmallCompany;
const mei = person("supply", "Mei");
const noSignal = new AbortController().signal;

/** Products that lie at the one end of a lane and have sold out at the other. */
beforeAll(async () => {
  database = await createTestDatabase();
  const { db, owner } = database;
  company = await makeSmallCompany(db, {
    warehouseUrl: "http://127.0.0.1:1",
    adsUrl: "http://127.0.0.1:1",
    secret: "whsec_AAAA",
  });
  await makePolicy(db);
  await db`update lane set active = false where id = ${company.handLaneId}`;
  await db`insert into app_user (id, name, email, role) values ('u-Mei', 'Mei', 'mei@example.test', 'supply')`;
  await db`
    insert into sku (code, title, currency, unit_cost, price)
    select 'LINE-' || g, 'Line ' || g, 'USD', 5, 20 from generate_series(1, ${products}) g`;
  const move = (from: string, to: number | null, back: number | null, quantity: number, days: number) => db`
    insert into stock_move (occurred_at, sku_id, from_place_id, to_place_id, quantity, reason)
    select now() - make_interval(days => ${days}), s.id,
      (select id from place where case when ${back}::int is null then kind = ${from} and location_id is null else location_id = ${back} and kind = 'stock' end limit 1),
      (select id from place where case when ${to}::int is null then kind = ${from} and location_id is null else location_id = ${to} and kind = 'stock' end limit 1),
      ${quantity}, 'count' from sku s where s.code like 'LINE-%'`;
  await move("count", company.originId, null, 500, 61);
  await move("count", company.destinationId, null, 10, 61);
  await move("count", null, company.destinationId, 10, 1);
  for (const [locationId, units] of [
    [company.destinationId, 8],
    [company.originId, 1],
  ] as const)
    await owner`
      insert into demand_daily (sku_id, location_id, channel_id, day, units, revenue_base_minor, cost_base_minor, lines)
      select s.id, ${locationId}, ${company.channelId}, (now() at time zone 'UTC')::date - g, ${units}::int, ${units}::int * 2000, ${units}::int * 500, ${units}::int
      from generate_series(1, 60) g, sku s where s.code like 'LINE-%'`;
});
afterAll(() => database.drop());

/** Every line is open again: what was approved before has gone, and is planned anew. */
beforeEach(async () => {
  const { db } = database;
  await db`update transfer_line set reserving = false`;
  await db`update transfer_order set state = 'cancelled', shipment = null`;
  await db`update action set state = 'cancelled'`;
  await db`update recommendation set state = 'expired' where state <> 'expired'`;
  await freshen(db);
});

/** Only so many lines are left, for what does not hang on their number. */
const keep = (lines: number) => database.db`
  update recommendation set state = 'expired' where id not in (select id from recommendation where state = 'open' order by id limit ${lines})`;

async function press(changed: { units?: number } = {}) {
  const [lane] = await planByLane(database.db, { laneId: company.laneId });
  const { stamp = "", openCount: lines = 0, openUnits = 0, openFreightMinor: freightMinor = 0 } = lane ?? {};
  const seen = { stamp, lines, units: changed.units ?? openUnits, freightMinor };
  return { key: randomUUID(), laneId: company.laneId, seen, reviewed: true };
}
const leaving = () => database.db<{ units: number; lines: number; gathering: boolean }[]>`
  select sum(l.quantity)::int as units, count(*)::int as lines, o.shipment is not null as gathering
  from transfer_order o join transfer_line l on l.transfer_id = o.id where o.state = 'planned' group by o.id order by o.id`;

test("a shipment of more lines than an order holds goes on after a crash, and is approved once however often it is pressed", async () => {
  const { db } = database;
  const wanted = await press();
  expect(wanted.seen.lines).toBe(products);
  await expect(approveShipment(db, mei, { ...wanted, reviewed: false })).rejects.toMatchObject({
    details: { kind: "review", items: products },
  });
  const first = await approveShipment(db, mei, wanted, 0);
  expect(first).toMatchObject({ finished: false, lines: products, done: 1, approved: 1 });
  // What is half done is not sent, however long it takes.
  await db`update action set next_attempt_at = now() - interval '1 hour' where state = 'queued'`;
  const [half] = await db<{ id: string }[]>`select id from action where state = 'queued'`;
  expect(await claimAction(db, half?.id ?? "")).toBeNull();
  await expect(approveShipment(db, person("supply", "Ines"), await press())).rejects.toBeInstanceOf(Conflict);
  expect(await resumeShipments(db, noSignal), "somebody is at it").toBe(0);

  // Its page and its server are gone: the clock goes on with it, beside whoever presses again.
  await db`update shipment_approval set touched_at = now() - interval '1 minute' where finished_at is null`;
  await Promise.all([
    resumeShipments(db, noSignal),
    goOnWithShipment(db, mei, wanted.key, { milliseconds: 60_000 }),
  ]);
  const done = await approveShipment(db, mei, wanted);
  expect(done).toMatchObject({
    ...{ finished: true, lines: products, approved: products, leftOut: [], units: wanted.seen.units },
    orders: [{}, {}],
  });
  expect(await leaving()).toMatchObject([
    { lines: 50, gathering: false },
    { lines: 2, gathering: false },
  ]);
  expect((await leaving()).reduce((sum, { units }) => sum + units, 0)).toBe(wanted.seen.units);
  expect(await claimAction(db, half?.id ?? "")).not.toBeNull();
});

test("what is not what was seen is not approved, and what changes in between is left out and named", async () => {
  const { db } = database;
  await keep(4);
  const other = await press({ units: 1 });
  await expect(approveShipment(db, mei, other)).rejects.toMatchObject({
    details: { kind: "shipment", lines: 4 },
  });
  expect((await readProgress(db, other.key)).lines).toBe(0);

  const wanted = await press();
  await approveShipment(db, mei, wanted, 0);
  await db`
    update recommendation set version = version + 1 where id = (
      select recommendation_id from shipment_approval_line where approval_id = ${wanted.key} and place = 2)`;
  await goOnWithShipment(db, mei, wanted.key, { milliseconds: 60_000 });
  const done = await readProgress(db, wanted.key);
  expect(done).toMatchObject({ finished: true, approved: 3, leftOutCount: 1 });
  expect(done.leftOut).toMatchObject([{ skuCode: expect.stringMatching(/^LINE-/), why: "conflict" }]);
});

test("stopped half-way it waits with all its lines, and goes on once it is let go", async () => {
  const { db } = database;
  await keep(4);
  const wanted = await press();
  await approveShipment(db, mei, wanted, 0);
  await stopEverything(db, mei, { reason: "wrong feed" });
  await expect(approveShipment(db, mei, wanted)).rejects.toMatchObject({ details: { kind: "stopped" } });
  await db`update shipment_approval set touched_at = now() - interval '1 minute'`;
  expect(await resumeShipments(db, noSignal)).toBe(0);
  expect(await readProgress(db, wanted.key)).toMatchObject({ finished: false, done: 1, leftOutCount: 0 });
  await goOn(db, person("admin"));
  expect(await resumeShipments(db, noSignal)).toBe(1);
  expect(await readProgress(db, wanted.key)).toMatchObject({ finished: true, approved: 4 });
});

test("of a person who may no longer decide nothing more is carried out, and the rest is sent", async () => {
  const { db } = database;
  await keep(4);
  const wanted = await press();
  await approveShipment(db, mei, wanted, 0);
  await db`update shipment_approval set touched_at = now() - interval '1 minute'`;
  await db`update app_user set role = 'marketing' where id = 'u-Mei'`;
  expect(await resumeShipments(db, noSignal)).toBe(1);
  const done = await readProgress(db, wanted.key);
  expect(done).toMatchObject({ finished: true, approved: 1, leftOutCount: 3 });
  expect(done.leftOut[0]?.why).toBe("forbidden");
  expect(await leaving()).toMatchObject([{ lines: 1, gathering: false }]);
  const asMei: Actor = { ...mei, role: "marketing" };
  await expect(approveShipment(db, asMei, wanted)).rejects.toThrow();
});

test("pressed while everything stands still nothing is written down that would be carried out later", async () => {
  const { db } = database;
  await keep(2);
  const wanted = await press();
  await stopEverything(db, mei, { reason: "wrong feed" });
  await expect(approveShipment(db, mei, wanted)).rejects.toMatchObject({ details: { kind: "stopped" } });
  await goOn(db, person("admin"));
  await db`update shipment_approval set touched_at = now() - interval '1 minute'`;
  expect(await resumeShipments(db, noSignal)).toBe(0);
  expect(await leaving()).toEqual([]);
});
