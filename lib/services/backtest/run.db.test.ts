import { afterAll, beforeAll, expect, test } from "vitest";
import type { Db } from "@/db/client";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { makeSmallWorld, type SmallWorld } from "@/lib/metrics/testing/small-world";
import { getPolicy, type Policy } from "@/lib/services/policy/get";
import { policyRules } from "@/lib/services/policy/rules";
import { carryOutBacktest } from "./carry-out";
import { getBacktestRules, listBacktests } from "./get";
import { backtestPolicy } from "./run";
import { startBacktest } from "./start";
import { stopBacktest } from "./stop";

let database: TestDatabase;
let world: SmallWorld;
let policy: Policy;
const until = new Date("2026-06-01T00:00:00Z");
const fromDay = "2026-05-15";
const span = { fromDay, days: 4, until };
const dayMs = 86_400_000;
const admin = { kind: "user" as const, id: "u-admin", name: "Wei", role: "admin" as const };

/** A move with the moment at which it was first known here. */
async function move(
  db: Db,
  fromPlace: number,
  toPlace: number,
  units: number,
  at: string,
  known = at,
  document: string | null = null,
) {
  await db`
    insert into stock_move (occurred_at, sku_id, from_place_id, to_place_id, quantity, reason, document, recorded_at)
    values (${at}, ${world.skuId}, ${fromPlace}, ${toPlace}, ${units}, ${document ? "sale" : "count"}, ${document}, ${known})`;
}

let orders = 0;
/** An order of one line that left at once. */
async function sell(db: Db, locationId: number, units: number, at: Date, known = at) {
  orders += 1;
  const [order] = await db<{ id: number }[]>`
    insert into sales_order (placed_at, connection_id, channel_id, external_id, currency, first_visible_at)
    values (${at}, ${world.connectionId}, ${world.channelId}, ${`S-${orders}`}, 'USD', ${known}) returning id`;
  await db`
    insert into order_line (order_id, placed_at, line_no, sku_id, channel_id, location_id, day, kind, quantity, shipped_quantity, unit_price,
      amount_minor, amount_base_minor, cost_base_minor)
    values (${order?.id ?? 0}, ${at}, 1, ${world.skuId}, ${world.channelId}, ${locationId}, ${at.toISOString().slice(0, 10)}, 'sale', ${units},
      ${units}, 20, ${units * 2_000}, ${units * 2_000}, ${units * 500})`;
}

const places = new Map<number, number>();
const place = (locationId: number) => places.get(locationId) ?? 0;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db, owner } = database;
  world = await makeSmallWorld(db);
  // What is told here happened while the company was connected: it counts from when it became known.
  await owner`update company set created_at = '2026-01-01'`;
  await owner`update connection set created_at = '2026-01-01'`;
  for (const row of await db<{ id: number; at: number }[]>`
    select id, location_id as at from place where kind = 'stock' and location_id is not null`)
    places.set(row.at, row.id);
  const [outside] = await db<{ id: number }[]>`select id from place where kind = 'count'`;
  const count = outside?.id ?? 0;
  // A sold 4 a day until it ran out on the 10th of May; B has 500 and sells nothing.
  await move(db, count, place(world.a), 480, "2026-01-05T00:00:00Z");
  await move(db, count, place(world.b), 500, "2026-01-05T00:00:00Z");
  for (let day = Date.parse("2026-01-10T12:00:00Z"); day < Date.parse("2026-05-10"); day += dayMs)
    await sell(db, world.a, 4, new Date(day));
  await move(db, place(world.a), count, 480, "2026-05-10T06:00:00Z");
  const inForce = await getPolicy(db);
  const rules = policyRules.parse({
    ...inForce.rules,
    transfers: { ...inForce.rules.transfers, horizonDays: 12 },
    authority: {
      modes: [{ kind: "transfer", mode: "act" }],
      limits: [{ who: "autopilot", kind: "transfer" }],
      blackouts: [],
    },
  });
  policy = { ...inForce, rules };
});
afterAll(() => database.drop());

test("the shortage is answered on the first morning, once, and is worth what its units would have sold, less freight", async () => {
  const result = await backtestPolicy(database.db, policy, span);
  const [kind] = result?.kinds ?? [];
  const [first] = result?.top ?? [];
  expect(result?.kinds.map((one) => one.kind)).toEqual(["transfer"]);
  expect(first).toMatchObject({ at: "2026-05-15T06:00:00.000Z", by: "policy", from: "Beta", to: "Alpha" });
  // 2 days on the way, 10 until the horizon at 4 a day: no more than 40 and a little, no fewer than 30.
  expect(first?.units).toBeGreaterThanOrEqual(30);
  expect(first?.units).toBeLessThanOrEqual(52);
  // Alpha was out all the while: from the 18th to the 27th, ten days at 4, every unit up to 40 is sold at 20 − 5, and each
  // travelled for 0.50.
  const units = first?.units ?? 0;
  const byHand = Math.min(units, 40) * 1_500 - units * 50;
  expect(Math.abs((first?.value.midMinor ?? 0) / byHand - 1)).toBeLessThan(0.04);
  // What is on its way is not asked for again: all four days send no more than the horizon sells.
  expect(kind?.units).toBeLessThan(80);
  expect(result?.byPolicy).toEqual(result?.value);
  expect(result?.happened).toMatchObject({ transfers: 0, adPauses: 0 });
  // Really, 17 days at 4 a day and 15.00 were missed, less the 30 % who buy something else.
  const missed = 17 * 4 * 1_500 * 0.7;
  expect(Math.abs((result?.happened.lostSales.midMinor ?? 0) / missed - 1)).toBeLessThan(0.04);
});

test("what became known later changes nothing, whenever it happened", async () => {
  const { db } = database;
  const before = await backtestPolicy(db, policy, span);
  const [outside] = await db<{ id: number }[]>`select id from place where kind = 'count'`;
  // Afterwards; and back then, but only heard of afterwards.
  await move(db, outside?.id ?? 0, place(world.a), 900, "2026-06-02T00:00:00Z");
  await move(db, outside?.id ?? 0, place(world.a), 900, "2026-05-12T00:00:00Z", "2026-06-03T00:00:00Z");
  await sell(db, world.a, 50, new Date("2026-06-02T10:00:00Z"));
  await sell(db, world.b, 300, new Date("2026-05-14T10:00:00Z"), new Date("2026-06-02T11:00:00Z"));
  await db`
    insert into inbound_line (document, sku_id, location_id, quantity, expected_at, recorded_at)
    values ('PO-1', ${world.skuId}, ${world.a}, 400, '2026-05-17', '2026-06-02')`;
  expect(await backtestPolicy(db, policy, span)).toEqual(before);
  // The same rows are seen once the span reaches the day they became known.
  const later = await backtestPolicy(db, policy, { ...span, until: new Date("2026-06-05T00:00:00Z") });
  expect(later?.happened).not.toEqual(before?.happened);
});

test("between its parts no transaction is open, it ends there when asked, and nothing of it stays in the database", async () => {
  const { db, owner } = database;
  const open = new Set<number>();
  let parts = 0;
  const stopped = await backtestPolicy(db, policy, span, {
    goesOn: async () => {
      const [row] = await owner<{ n: number }[]>`
        select count(*)::int as n from pg_stat_activity
        where datname = current_database() and application_name = 'plimsoll-backtest' and xact_start is not null`;
      open.add(row?.n ?? 0);
      parts += 1;
      return parts < 20;
    },
  });
  expect([stopped, [...open], parts]).toEqual([null, [0], 20]);
  const [tables] =
    await db`select count(*)::int as n from pg_class where relpersistence = 't' and relkind = 'r'`;
  expect(tables).toEqual({ n: 0 });
  const [level] = await db`select on_hand as "onHand" from stock_level where location_id = ${world.b}`;
  expect(level).toEqual({ onHand: 500 });
  const [stored] = await db`select count(*)::int as n from transfer_order`;
  expect(stored).toEqual({ n: 0 });
});

test("it runs as a job with its progress, one at a time, and stops when asked", async () => {
  const { db } = database;
  const now = new Date("2026-06-01T09:00:00Z");
  const { id } = await startBacktest(db, admin, { rules: policy.rules, days: 7 }, now);
  await expect(startBacktest(db, admin, { rules: policy.rules }, now)).rejects.toThrow(/under way/);
  await carryOutBacktest(db, id, new AbortController().signal);
  const [done] = await db`
    select state, done_steps = all_steps as whole, result -> 'kinds' -> 0 ->> 'kind' as kind from backtest where id = ${id}`;
  expect(done).toEqual({ state: "done", whole: true, kind: "transfer" });
  const other = await startBacktest(db, admin, { rules: policy.rules, days: 7 }, now);
  await stopBacktest(db, admin, other);
  const [listed, earlier] = await listBacktests(db, admin);
  expect([listed?.stopAsked, earlier?.stopAsked]).toEqual([true, false]);
  expect(await getBacktestRules(db, admin, other.id)).toEqual(policy.rules);
  expect(await getBacktestRules(db, admin, other.id + 1)).toBeNull();
  await carryOutBacktest(db, other.id, new AbortController().signal);
  const [stopped] = await db`select state from backtest where id = ${other.id}`;
  expect(stopped).toEqual({ state: "stopped" });
});

test("broken off half-way it goes on after the last finished morning, to the same result as straight through", async () => {
  const { db, owner } = database;
  const now = new Date("2026-06-01T09:00:00Z");
  const { transfers } = policy.rules;
  const rules = { ...policy.rules, transfers: { ...transfers, horizonDays: 5 } };
  const start = () => startBacktest(db, admin, { rules, days: 7 }, now);
  const carryOut = (id: number) => carryOutBacktest(db, id, new AbortController().signal);
  const stateOf = async (id: number) => {
    const [row] = await db<{ state: string; doneSteps: number; result: unknown; kept: number }[]>`
      select state, done_steps as "doneSteps", result, (select count(*)::int from backtest_morning where backtest_id = id) as kept
      from backtest where id = ${id}`;
    return row;
  };
  const straight = await start();
  await carryOut(straight.id);
  // The server goes away as the tenth morning, after the one on which the places are looked at again, is to be kept.
  await owner.unsafe(`
    create table kept_steps (step int);
    grant insert, select on kept_steps to plimsoll_app;
    create function break_off() returns trigger language plpgsql as $$
    begin
      insert into kept_steps values (new.step);
      if new.step = 9 then raise exception 'the server goes away' using errcode = '57P01'; end if;
      return new;
    end $$;
    create trigger broken_off after insert on backtest_morning for each row execute function break_off()`);
  const { id } = await start();
  await expect(carryOut(id)).rejects.toThrow("the server goes away");
  expect(await stateOf(id)).toMatchObject({ state: "running", doneSteps: 9, kept: 9 });
  // What was kept is enough: the products that are looked at do not change with those that come meanwhile.
  await owner.unsafe(
    "create or replace function break_off() returns trigger language plpgsql as $$ begin insert into kept_steps values (new.step); return new; end $$",
  );
  await carryOut(id);
  const [whole, again] = [await stateOf(straight.id), await stateOf(id)];
  expect(again).toMatchObject({ state: "done", kept: 0 });
  expect(again?.result).toEqual(whole?.result);
  const steps = (await db<{ step: number }[]>`select step from kept_steps`).map(({ step }) => step);
  expect(steps).toEqual(Array.from({ length: (again?.doneSteps ?? 0) - 1 }, (_, step) => step));
});

test("only one worker is at it, and one that was asked to stop while nobody was is ended by the next", async () => {
  const { db, owner } = database;
  const { id } = await startBacktest(
    db,
    admin,
    { rules: policy.rules, days: 7 },
    new Date("2026-06-01T09:00:00Z"),
  );
  const other = await owner.reserve();
  await other`select pg_advisory_lock(hashtext('backtest'), ${id}::int)`;
  await carryOutBacktest(db, id, new AbortController().signal);
  const stateNow = async () => (await db`select state from backtest where id = ${id}`)[0]?.state;
  expect(await stateNow()).toBe("queued");
  await other`select pg_advisory_unlock_all()`;
  other.release();
  await db`update backtest set state = 'running' where id = ${id}`;
  await stopBacktest(db, admin, { id });
  await carryOutBacktest(db, id, new AbortController().signal);
  expect(await stateNow()).toBe("stopped");
});
