import { afterAll, beforeAll, expect, test } from "vitest";
import { OUTSIDE_PLACE, postMoves, stockPlace } from "@/db/queries/ledger";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict, Forbidden, PlimsollError } from "@/lib/core/errors";
import { minorToDecimal } from "@/lib/core/money";
import type { Actor } from "../_shared/actor";
import { retryAction } from "../action/retry";
import { candidateOf, freshen, makeShortage, storeCandidate } from "../action/testing/shortage";
import { makeSmallCompany, person, type SmallCompany, testSecret } from "../action/testing/small-company";
import { undoAction } from "../action/undo";
import { approveWaiting } from "../policy/approve-waiting";
import { getPolicy } from "../policy/get";
import { listWaiting } from "../policy/waiting";
import { approveRecommendation } from "./approve";
import { foreseeSteps } from "./foresee-steps";
import { rejectRecommendation } from "./reject";
import { startDueSteps } from "./start-due-steps";
import type { Candidate, Option } from "./types";

process.env.PLIMSOLL_SECRET = testSecret;
let database: TestDatabase;
let company: SmallCompany;
const mei = person("supply", "Mei");
const ana = person("marketing", "Ana");

beforeAll(async () => {
  database = await createTestDatabase();
  company = await makeSmallCompany(database.db, {
    warehouseUrl: "http://127.0.0.1:1",
    adsUrl: "http://127.0.0.1:1",
    secret: "whsec_AAAA",
  });
  const { db } = database;
  await db`update lane set active = false where id = ${company.handLaneId}`;
  await makeShortage(database, company);
  // $ 80 a day, used up; each sale costs $ 40 where a unit earns $ 15: throttled while there is nothing to sell.
  await db`update campaign set budget_minor_per_day = 8000`;
  await db`
    insert into ad_spend (product_ad_id, starts_at, grain, currency, spend_minor, spend_base_minor, attributed_units)
    select ${company.productAdId}, (now() at time zone 'UTC')::date - g, 'day', 'USD', 8000, 8000, 2 from generate_series(1, 20) g`;
  // An ad that was switched within the day cannot be paused, so that its budget is what is left to set.
  await db`update product_ad set toggled_at = now() - interval '2 hours'`;
});
afterAll(() => database.drop());

async function fresh(): Promise<{ candidate: Candidate; play: Option; id: number; version: number }> {
  const { db } = database;
  for (const { id } of await db<{ id: string }[]>`select id from action where state = 'queued'`)
    await undoAction(db, person("admin"), { actionId: id });
  await freshen(db);
  const candidate = await candidateOf(
    db,
    company.skuId,
    `shortage:${company.skuId}:${company.destinationId}`,
  );
  const play = candidate.options.find(({ kind }) => kind === "play");
  if (!play) throw new Error(`no play among ${candidate.options.map(({ key }) => key).join(", ")}`);
  return { candidate, play, ...(await storeCandidate(db, candidate)) };
}

const stepsNow = (id: number) => database.db<{ key: string; state: string; reason: string | null }[]>`
  select split_part(step_key, ':', 1) || coalesce(':' || nullif(split_part(step_key, ':', 3), ''), '') as key, state, reason
  from recommendation_step where recommendation_id = ${id} order by place`;

const blackoutNow = () => ({
  type: "once",
  from: new Date(Date.now() - 3_600_000).toISOString(),
  until: new Date(Date.now() + 3_600_000).toISOString(),
});

test("each team approves its own steps, and what is throttled comes back with the goods", async () => {
  const { db } = database;
  const { id, version, play } = await fresh();
  expect(play.steps.map((step) => (step.kind === "ad_budget" ? step.purpose : step.kind))).toEqual([
    "transfer",
    "throttle",
    "restore",
  ]);
  const first = await approveRecommendation(db, mei, { id, version, optionKey: play.key });
  expect(first).toMatchObject({ waitingFor: ["marketing"], actions: [{ kind: "transfer" }] });
  expect(await stepsNow(id)).toEqual([
    { key: "transfer", state: "started", reason: null },
    { key: "ad_budget:throttle", state: "waiting", reason: null },
    { key: "ad_budget:restore", state: "waiting", reason: null },
  ]);

  await expect(
    approveRecommendation(db, mei, { id, version: first.version, optionKey: play.key }),
  ).rejects.toBeInstanceOf(Forbidden);
  const second = await approveRecommendation(db, ana, { id, version: first.version, optionKey: play.key });
  expect(second).toMatchObject({ waitingFor: [], actions: [{ kind: "ad_budget" }] });
  await expect(
    approveRecommendation(db, ana, { id, version: second.version, optionKey: play.key }),
  ).rejects.toBeInstanceOf(PlimsollError);

  // The platform shows the throttled budget; the goods are still under way.
  const throttle = play.steps.find((step) => step.kind === "ad_budget");
  const left = throttle?.kind === "ad_budget" ? throttle.budgetMinorPerDay : 0;
  await db`update campaign set budget_minor_per_day = ${left}`;
  await db`update action set state = 'verified', verified_at = now() where kind = 'ad_budget'`;
  expect(await startDueSteps(db)).toBe(0);
  await db`update transfer_order set state = 'received', received_at = now()`;
  // Whatever was approved before: no step begins in a blackout time or while everything stands still.
  const blackout = { name: "Count", kinds: ["ad_budget"], scope: {}, when: blackoutNow() };
  await db`update policy set rules = jsonb_set(rules, '{authority,blackouts}', ${db.json([blackout])})`;
  expect(await startDueSteps(db)).toBe(0);
  expect((await stepsNow(id)).at(-1)).toMatchObject({ state: "scheduled", reason: "blackout" });
  await db`update policy set rules = jsonb_set(rules, '{authority,blackouts}', '[]')`;
  await db`insert into standstill (stopped_by, stopped_by_id, reason) values ('Mei', 'u-mei', 'test')`;
  expect(await startDueSteps(db)).toBe(0);
  await db`update standstill set ended_at = now(), ended_by = 'Mei', ended_by_id = 'u-mei'`;
  // One that breaks is told of, and keeps no other from its turn.
  await db`
    insert into recommendation_step (recommendation_id, step_key, place, team, step, state, due_at)
    values (${id}, 'broken', 9, 'marketing', '{"kind": "ad_pause", "campaignId": "none"}', 'scheduled', '2020-01-01')`;
  await expect(startDueSteps(db)).rejects.toThrow();
  await db`delete from recommendation_step where step_key = 'broken'`;
  expect((await stepsNow(id)).at(-1)).toMatchObject({ key: "ad_budget:restore", state: "started" });
  const [restore] = await db`
    select payload ->> 'budgetPerDay' as budget, approved_by as by, recommendation_id as of from action
    where kind = 'ad_budget' and state = 'queued'`;
  expect(restore).toEqual({ budget: "80.00", by: "Ana", of: id });
  // Shared out without a rest.
  const [sum] = await db`
    select sum(expected_minor)::int as minor from recommendation_step where recommendation_id = ${id}`;
  expect(sum?.minor).toBe(play.valueMinor);
  await db`update transfer_order set state = 'cancelled'`;
  await db`update campaign set budget_minor_per_day = 8000`;
  await db`update action set created_at = now() - interval '2 days', state = 'undone' where kind = 'ad_budget'`;
  await db`update transfer_line set reserving = false`;
  await db`update action set state = 'cancelled' where kind = 'transfer'`;
});

test("what was throttled comes back although the raise that was to follow never began, and what waits above a limit is listed", async () => {
  const { db } = database;
  const { id, version, play } = await fresh();
  const first = await approveRecommendation(db, mei, { id, version, optionKey: play.key });
  const throttled = play.steps.find((step) => step.kind === "ad_budget" && step.purpose === "throttle");
  if (throttled?.kind !== "ad_budget") throw new Error("no throttle");
  const cut = 8000 - throttled.budgetMinorPerDay;
  const limit = { who: "marketing", kind: "ad_budget", scope: {}, mostMinor: cut - 1 };
  const limits = (rows: unknown[]) =>
    db`update policy set rules = jsonb_set(rules, '{authority,limits}', ${db.json(rows as never)})`;
  await limits([limit]);
  for (const name of ["Ana", "Ben"])
    await db`insert into app_user (id, name, email, role) values (${`u-${name}`}, ${name}, ${`${name}@example.test`.toLowerCase()}, 'marketing')`;
  // The card says it before anybody presses, and to the other team as well.
  const foreseen = async (who: Actor) => (await foreseeSteps(db, who, id, await getPolicy(db)))[0];
  const exceeded = [{ limit: "value", most: cut - 1, found: cut }];
  expect(await foreseen(ana)).toMatchObject({
    team: "marketing",
    mine: true,
    exceeded,
    asked: null,
    people: ["Ben"],
  });
  expect(await foreseen(mei)).toMatchObject({
    team: "marketing",
    mine: false,
    exceeded,
    people: ["Ana", "Ben"],
  });
  const asked = await approveRecommendation(db, ana, { id, version: first.version, optionKey: play.key });
  expect(asked.waiting?.exceeded).toEqual([{ limit: "value", most: cut - 1, found: cut }]);
  expect(await listWaiting(db, person("marketing", "Ben"))).toMatchObject([
    { recommendationId: id, mayApprove: true },
  ]);
  expect(await foreseen(ana)).toMatchObject({
    exceeded,
    asked: { askedBy: "Ana", mayTakeBack: true },
    people: ["Ben"],
  });
  await limits([]);
  const approved = await approveWaiting(db, person("marketing", "Ben"), {
    requestId: asked.waiting?.id ?? 0,
  });
  expect(await listWaiting(db, ana)).toEqual([]);
  // Its platform showed nothing of it; sent again in its place, it is the same step.
  await db`update action set state = 'unconfirmed' where id = any(${approved.actions}::uuid[])`;
  const again = await retryAction(db, ana, { actionId: approved.actions[0] });
  await db`update campaign set budget_minor_per_day = ${throttled.budgetMinorPerDay}`;
  await db`update action set state = 'verified', verified_at = now() where id = ${again.actionId}`;
  // Between the two a raise was to come whose day is over: the restore was worked out from what it would have left.
  await db`update recommendation_step set place = place + 1 where recommendation_id = ${id} and place > 2`;
  await db`
    insert into recommendation_step (recommendation_id, step_key, place, team, step, state, due_at, approved_by)
    select recommendation_id, replace(step_key, 'throttle', 'raise'), 3, team,
      step || ${db.json({ purpose: "raise", fromMinorPerDay: throttled.budgetMinorPerDay, budgetMinorPerDay: 9600, until: new Date(0).toISOString() })},
      'scheduled', now() - interval '1 minute', approved_by
    from recommendation_step where recommendation_id = ${id} and place = 2`;
  await db`
    update recommendation_step set step = step || '{"fromMinorPerDay": 9600}', after_step = null, due_at = now() - interval '1 second'
    where recommendation_id = ${id} and place = 4`;
  expect(await startDueSteps(db)).toBe(1);
  expect((await stepsNow(id)).slice(2)).toEqual([
    { key: "ad_budget:raise", state: "lapsed", reason: "too_late" },
    { key: "ad_budget:restore", state: "started", reason: null },
  ]);
  const [restore] = await db`
    select payload ->> 'budgetPerDay' as budget, payload ->> 'expectedBudgetPerDay' as was from action
    where kind = 'ad_budget' and state = 'queued'`;
  expect(restore).toEqual({ budget: "80.00", was: minorToDecimal(throttled.budgetMinorPerDay, "USD") });
  await db`update campaign set budget_minor_per_day = 8000`;
  await db`update action set created_at = now() - interval '2 days', state = 'undone' where kind = 'ad_budget'`;
  await db`update transfer_order set state = 'cancelled'`;
  await db`update transfer_line set reserving = false`;
  await db`update action set state = 'cancelled' where kind = 'transfer'`;
});

test("a step that no longer fits is not begun: declined by its team, or the budget changed by another hand", async () => {
  const { db } = database;
  const { id, version, play } = await fresh();
  const first = await approveRecommendation(db, mei, { id, version, optionKey: play.key });
  await db`update campaign set budget_minor_per_day = 9000`;
  const moved = await approveRecommendation(db, ana, {
    id,
    version: first.version,
    optionKey: play.key,
  }).catch((error) => error);
  expect(moved).toBeInstanceOf(Conflict);
  expect(moved.details).toEqual({ kind: "step", reason: "budget_changed" });
  // A pause that was to hold until goods come, approved when they are long there.
  const pause = {
    kind: "ad_pause",
    campaignId: company.campaignId,
    productAdId: company.productAdId,
    claimDays: 3,
  };
  const kept = await db`
    update recommendation_step s set step = ${db.json(pause)} from recommendation_step was
    where s.recommendation_id = ${id} and s.place = 2 and (was.recommendation_id, was.place) = (s.recommendation_id, s.place) returning was.step`;
  await db`update recommendation set decided_at = now() - interval '3 days 1 hour' where id = ${id}`;
  const late = await approveRecommendation(db, ana, {
    id,
    version: first.version,
    optionKey: play.key,
  }).catch((error) => error);
  expect(late.details).toEqual({ kind: "step", reason: "too_late" });
  await db`update recommendation_step set step = ${db.json(kept[0]?.step)} where recommendation_id = ${id} and place = 2`;
  const declined = await rejectRecommendation(db, ana, { id, version: first.version, reason: "bad_timing" });
  expect(declined.state).toBe("approved");
  expect((await stepsNow(id)).slice(1)).toEqual([
    { key: "ad_budget:throttle", state: "declined", reason: "bad_timing" },
    { key: "ad_budget:restore", state: "declined", reason: "bad_timing" },
  ]);
  const budgets = await db`select 1 from action where recommendation_id = ${id} and kind = 'ad_budget'`;
  expect(budgets).toHaveLength(0);
});

test("an ad that would sell out too early can be throttled from its own card, where pausing it wholly earns less", async () => {
  const { db } = database;
  const { skuId, destinationId, productAdId } = company;
  await db`update product_ad set toggled_at = null`;
  await db`update transfer_order set state = 'cancelled'`;
  await db`update campaign set budget_minor_per_day = 1000`;
  await db`update ad_spend set spend_minor = 1000, spend_base_minor = 1000, attributed_units = 3`;
  // 70 lie there for 14 days: 70 come anyway, 42 by the ad, each for $ 3.33 where a unit earns $ 15.
  const moved = { occurredAt: new Date(), skuId, quantity: 70, reason: "count" as const };
  await postMoves(db, [{ ...moved, fromPlaceId: OUTSIDE_PLACE.count, toPlaceId: stockPlace(destinationId) }]);
  await db`
    insert into inbound_line (document, sku_id, location_id, quantity, expected_at)
    values ('PO-1', ${skuId}, ${destinationId}, 500, now() + interval '14 days')`;
  await freshen(db);
  const card = await candidateOf(db, skuId, `ad:${productAdId}`);
  expect(card.options.map(({ kind }) => kind)).toEqual(["ad_throttle", "ad_pause", "do_nothing"]);
  const [throttle, pause] = card.options;
  expect(throttle?.steps.map((step) => (step.kind === "ad_budget" ? step.purpose : step.kind))).toEqual([
    "throttle",
    "restore",
  ]);
  expect(throttle?.valueMinor ?? 0).toBeGreaterThan(pause?.valueMinor ?? 0);
  expect(throttle?.valueLowMinor ?? 0).toBeLessThan(throttle?.valueHighMinor ?? 0);
  const { id, version } = await storeCandidate(db, card);
  const approved = await approveRecommendation(db, ana, { id, version, optionKey: "ad_throttle" });
  expect(approved).toMatchObject({ waitingFor: [], actions: [{ kind: "ad_budget" }] });
});
