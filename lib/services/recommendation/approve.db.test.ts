import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { OUTSIDE_PLACE, postMoves, stockPlace } from "@/db/queries/ledger";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict, Invalid, StaleData } from "@/lib/core/errors";
import { candidateOf, freshen, makeShortage, storeCandidate } from "../action/testing/shortage";
import { makeSmallCompany, person, type SmallCompany, testSecret } from "../action/testing/small-company";
import { undoAction } from "../action/undo";
import { approveRecommendation } from "./approve";
import { bulkApprove } from "./bulk-approve";
import { changeQuantity } from "./change-quantity";
import { surveyDecisions } from "./match-decisions";
import type { Candidate } from "./types";

process.env.PLIMSOLL_SECRET = testSecret;
let database: TestDatabase;
let company: SmallCompany;
let candidate: Candidate;
const mei = person("supply", "Mei");
const ines = person("supply", "Ines");
const subject = () => `shortage:${company.skuId}:${company.destinationId}`;

beforeAll(async () => {
  database = await createTestDatabase();
  company = await makeSmallCompany(database.db, {
    warehouseUrl: "http://127.0.0.1:1",
    adsUrl: "http://127.0.0.1:1",
    secret: "whsec_AAAA",
  });
  await makeShortage(database, company);
});
afterAll(() => database.drop());

beforeEach(async () => {
  const { db } = database;
  for (const { id } of await db<{ id: string }[]>`select id from action where state = 'queued'`)
    await undoAction(db, mei, { actionId: id });
  await freshen(db);
  candidate = await candidateOf(db, company.skuId, subject());
});

const best = () => candidate.options[0]?.key ?? "";
const reserved = async () => {
  const [row] = await database.db<
    { units: number }[]
  >`select coalesce(sum(committed), 0)::int as units from stock_level`;
  return row?.units;
};

test("an approval writes state, reservation, action, job and audit together", async () => {
  const { db, owner } = database;
  const { id, version } = await storeCandidate(db, candidate);
  const approved = await approveRecommendation(db, mei, { id, version, optionKey: best() });
  expect(approved.actions.length).toBeGreaterThan(0);
  const units = candidate.options[0]?.quantityUnits;
  expect(await reserved()).toBe(units);
  const [row] =
    await db`select state, chosen_option as option, decided_by as by from recommendation where id = ${id}`;
  expect(row).toEqual({ state: "approved", option: best(), by: "Mei" });
  const [action] =
    await db`select state, executor, expected_minor as expected from action where recommendation_id = ${id}`;
  expect(action).toMatchObject({ state: "queued", executor: approved.actions[0] ? expect.any(String) : "" });
  const [job] =
    await owner`select count(*)::int as n from graphile_worker.jobs where key like 'actions.send:%' and key like ${`%${approved.actions[0]?.id}`}`;
  expect(job).toEqual({ n: 1 });
  const [audit] =
    await db`select actor_name as who, before, after from audit_event where verb = 'recommendation.approve' order by id desc limit 1`;
  expect(audit).toMatchObject({
    who: "Mei",
    before: { state: "open" },
    after: { state: "approved", option: best() },
  });
});

test("two people on one recommendation: one wins, the other is told who and when", async () => {
  const { db } = database;
  const { id, version } = await storeCandidate(db, candidate);
  const both = await Promise.allSettled([
    approveRecommendation(db, mei, { id, version, optionKey: best() }),
    approveRecommendation(db, ines, { id, version, optionKey: best() }),
  ]);
  expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  const lost = both.find((one) => one.status === "rejected");
  expect(lost?.reason).toBeInstanceOf(Conflict);
  expect(lost?.reason.details.standing).toMatchObject({
    state: "approved",
    decidedBy: expect.stringMatching(/Mei|Ines/),
    decidedAt: expect.any(String),
  });
  expect(await reserved()).toBe(candidate.options[0]?.quantityUnits);
});

test("figures that changed stop the approval, show old → new, and become the stored ones", async () => {
  const { db } = database;
  const { id, version } = await storeCandidate(db, candidate);
  await postMoves(db, [
    {
      occurredAt: new Date(),
      skuId: company.skuId,
      fromPlaceId: OUTSIDE_PLACE.count,
      toPlaceId: stockPlace(company.destinationId),
      quantity: 12,
      reason: "count",
    },
  ]);
  const failure = await approveRecommendation(db, mei, { id, version, optionKey: best() }).catch(
    (error) => error,
  );
  expect(failure).toBeInstanceOf(Conflict);
  expect(failure.details).toMatchObject({ kind: "changed", fresh: { subjectKey: subject() } });
  expect(failure.details.changes.length).toBeGreaterThan(0);
  const [row] = await db`select version, state, options from recommendation where id = ${id}`;
  expect(row).toMatchObject({ version: failure.details.version, state: "open" });
  expect(row?.options[0]?.quantityUnits).toBe(failure.details.fresh.options[0]?.quantityUnits);
  expect(await reserved()).toBe(0);
  await expect(approveRecommendation(db, mei, { id, version, optionKey: best() })).rejects.toBeInstanceOf(
    Conflict,
  );
  const again = await approveRecommendation(db, mei, {
    id,
    version: row?.version,
    optionKey: row?.options[0]?.key,
  });
  expect(again.actions.length).toBeGreaterThan(0);
  await postMoves(db, [
    {
      occurredAt: new Date(),
      skuId: company.skuId,
      fromPlaceId: stockPlace(company.destinationId),
      toPlaceId: OUTSIDE_PLACE.count,
      quantity: 12,
      reason: "count",
    },
  ]);
});

test("nothing is approved on readings older than their limit", async () => {
  const { db } = database;
  const { id, version } = await storeCandidate(db, candidate);
  await db`update stock_level set data_as_of = now() - interval '7 hours'`;
  await db`insert into sku_to_refresh (sku_id) values (${company.skuId}) on conflict (sku_id) do update set marked_at = now()`;
  const failure = await approveRecommendation(db, mei, { id, version, optionKey: best() }).catch(
    (error) => error,
  );
  expect(failure).toBeInstanceOf(StaleData);
  expect(failure.details.reasons[0]).toMatchObject({ key: "stale_input" });
  const [row] = await db`select state, blocked_reasons as reasons from recommendation where id = ${id}`;
  expect(row).toMatchObject({ state: "blocked", reasons: failure.details.reasons });
  expect(await reserved()).toBe(0);
});

test("a changed quantity is priced at once, approved as chosen, and refused beyond what the donor can spare", async () => {
  const { db } = database;
  const { id, version } = await storeCandidate(db, candidate);
  const step = candidate.options[0]?.steps.find((one) => one.kind === "transfer");
  const laneId = step?.kind === "transfer" ? step.laneId : 0;
  const planned = step?.kind === "transfer" ? step.quantityUnits : 0;
  const fewer = Math.floor(planned / 2);
  const changed = await changeQuantity(db, mei, {
    id,
    version,
    optionKey: best(),
    quantities: [{ laneId, quantityUnits: fewer }],
  });
  expect(changed.option.valueMinor).toBeLessThan(candidate.valueMinor);
  expect(changed.donors[0]?.availableAfterUnits).toBe((changed.donors[0]?.availableUnits ?? 0) - fewer);
  expect(changed.limits[0]).toMatchObject({ laneId, stepUnits: 1 });
  const failure = await changeQuantity(db, mei, {
    id,
    version,
    optionKey: best(),
    quantities: [{ laneId, quantityUnits: 9_999_999 }],
  }).catch((error) => error);
  expect(failure).toBeInstanceOf(Invalid);
  const approved = await approveRecommendation(db, mei, {
    id,
    version,
    optionKey: best(),
    quantities: [{ laneId, quantityUnits: fewer }],
  });
  const [line] = await db`
    select l.quantity, a.expected_minor as expected from transfer_line l join transfer_order o on o.id = l.transfer_id
    join action a on a.id = o.action_id where o.lane_id = ${laneId} and a.recommendation_id = ${approved.id}`;
  expect(line?.quantity).toBe(fewer);
});

test("choosing to do nothing is kept as a rejection", async () => {
  const { db } = database;
  const { id, version } = await storeCandidate(db, candidate);
  expect(await approveRecommendation(db, mei, { id, version, optionKey: "do_nothing" })).toMatchObject({
    actions: [],
  });
  const [row] = await db`select state, reason from recommendation where id = ${id}`;
  expect(row).toEqual({ state: "rejected", reason: "do_nothing" });
});

test("a note that the database could not keep as it is, is kept without the sign", async () => {
  const { db } = database;
  const { id, version } = await storeCandidate(db, candidate);
  await approveRecommendation(db, mei, {
    id,
    version,
    optionKey: "do_nothing",
    note: "half \ud83d, nul \u0000.",
  });
  expect(await db`select note from recommendation where id = ${id}`).toEqual([
    { note: "half \ufffd, nul ." },
  ]);
});

test("many at once: what no longer holds is left out and said, the rest is done", async () => {
  const { db } = database;
  const good = await storeCandidate(db, candidate);
  const result = await bulkApprove(db, mei, {
    items: [good, { id: 999_999, version: 1 }, { ...good, version: 99 }],
  });
  expect(result.done.map((one) => one.id)).toEqual([good.id]);
  expect(result.leftOut.map((one) => one.why)).toEqual(["no_option", "conflict"]);
  expect(result.units).toBe(candidate.options[0]?.quantityUnits);
});

test("above the policy's limit a review comes first; all that match means those of the moment of the list", async () => {
  const { db } = database;
  const { id } = await storeCandidate(db, candidate);
  const [policy] = await db`select rules from policy where active`;
  await db`update policy set rules = jsonb_set(rules, '{review,items}', '1') where active`;
  const twin = await storeCandidate(db, { ...candidate, subjectKey: "shortage:twin" });
  const failure = await bulkApprove(db, mei, { filter: { kind: ["shortage"] } }).catch((error) => error);
  expect(failure).toBeInstanceOf(Conflict);
  expect(failure.details).toMatchObject({ kind: "review", items: 2 });
  await db`update recommendation set updated_at = now() + interval '1 hour' where id = ${twin.id}`;
  const result = await bulkApprove(db, mei, { filter: { kind: ["shortage"], q: "sku-1" }, reviewed: true });
  expect(result.done.map((one) => one.id)).toEqual([id]);
  expect(result.leftOut).toEqual([{ id: twin.id, why: "newer", message: "" }]);
  await db`update policy set rules = ${db.json(policy?.rules)} where active`;
});

test("all that match are taken in portions, each row by its own state and the person's role", async () => {
  const { db } = database;
  const stored = [];
  for (const name of ["one", "two", "three"])
    stored.push(await storeCandidate(db, { ...candidate, subjectKey: `shortage:${name}` }));
  const [first, second, third] = stored.map(({ id }) => id);
  await db`update recommendation set state = 'blocked' where id = ${second ?? 0}`;
  const asOf = new Date(Date.now() + 60_000).toISOString();
  const filter = { kind: ["shortage" as const] };
  const survey = await surveyDecisions(db, mei, { filter, asOf });
  expect(survey).toMatchObject({ matching: 3, able: 2, leftOut: [{ why: "blocked", count: 1 }] });
  expect(survey.units).toBe(2 * (candidate.options[0]?.quantityUnits ?? 0));
  const other = await surveyDecisions(db, person("marketing", "Jonas"), { filter, asOf });
  expect(other).toMatchObject({
    able: 0,
    leftOut: [
      { why: "forbidden", count: 2 },
      { why: "blocked", count: 1 },
    ],
  });
  const seen: number[] = [];
  let next: number | null = 0;
  while (next !== null) {
    const portion = await bulkApprove(db, mei, { filter, asOf, reviewed: true, afterId: next, atMost: 1 });
    seen.push(...portion.done.map((one) => one.id), ...portion.leftOut.map((one) => one.id));
    next = portion.next;
  }
  expect(seen).toEqual([first, second, third]);
});
