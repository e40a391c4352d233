import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict, Forbidden } from "@/lib/core/errors";
import type { Actor } from "../_shared/actor";
import { claimAction } from "../action/claim";
import { retryAction } from "../action/retry";
import { setAdBudget } from "../action/set-ad-budget";
import { candidateOf, freshen, makeShortage, storeCandidate } from "../action/testing/shortage";
import { makeSmallCompany, person, type SmallCompany, testSecret } from "../action/testing/small-company";
import { undoAction } from "../action/undo";
import { approveRecommendation } from "../recommendation/approve";
import { bulkApprove } from "../recommendation/bulk-approve";
import { runAutomatic } from "../recommendation/run-automatic";
import type { Candidate } from "../recommendation/types";
import { approveWaiting } from "./approve-waiting";
import type { Authority, LimitRow } from "./authority";
import { cooledAt } from "./cooldown";
import { factsOfSteps } from "./facts";
import { foresee } from "./foresee";
import { getPolicy } from "./get";
import { goOn } from "./go-on";
import { guard } from "./guard";
import { stopEverything } from "./stop-everything";
import { takeBackRequest } from "./take-back";
import { listWaiting } from "./waiting";

process.env.PLIMSOLL_SECRET = testSecret;
let database: TestDatabase;
let company: SmallCompany;
let candidate: Candidate;
const mei = person("supply", "Mei");
const ines = person("supply", "Ines");
const admin = person("admin", "Wei");

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
  for (const { id } of await db<
    { id: string }[]
  >`select id from action where state = 'queued' and undo_of is null`)
    await undoAction(db, admin, { actionId: id });
  await db`update action set state = 'cancelled' where state = 'queued'`;
  await db`update approval_request set state = 'lapsed' where state = 'waiting'`;
  await db`delete from policy_use`;
  await freshen(db);
  candidate = await candidateOf(db, company.skuId, `shortage:${company.skuId}:${company.destinationId}`);
});

async function govern(limits: Partial<LimitRow>[], more: Partial<Authority> = {}) {
  const rows = limits.map((row) => ({ kind: "any", scope: {}, ...row }));
  const authority = { modes: [], blackouts: [], ...more, limits: rows };
  await database.db`
    update policy set rules = jsonb_set(rules, '{authority}', ${database.db.json(authority as never)}) where active`;
}

const best = () => candidate.options[0]?.key ?? "";
const approve = (actor: Actor, seen: { id: number; version: number }) =>
  approveRecommendation(database.db, actor, { ...seen, optionKey: best() });
const steps = () => candidate.options[0]?.steps ?? [];
const queued = async () => (await database.db`select from action where state = 'queued'`).length;
test("within the limit one person is enough; above it the second one carries out what the first one asked for", async () => {
  const { db } = database;
  await govern([{ who: "supply", mostUnits: candidate.options[0]?.quantityUnits ?? 0 }]);
  const within = await approve(mei, await storeCandidate(db, candidate));
  expect(within.waiting).toBeUndefined();
  for (const { id } of within.actions) await undoAction(db, mei, { actionId: id });
  await freshen(db);
  candidate = await candidateOf(db, company.skuId, candidate.subjectKey);

  await govern([{ who: "supply", mostUnits: 1 }]);
  const stored = await storeCandidate(db, candidate);
  const first = await approve(mei, stored);
  expect(first).toMatchObject({
    actions: [],
    waiting: { askedBy: "Mei", exceeded: [{ limit: "units", most: 1 }] },
  });
  expect(await queued()).toBe(0);
  const [row] = await db`select state, version from recommendation where id = ${stored.id}`;
  expect(row).toEqual({ state: "open", version: stored.version });

  await expect(approve(mei, stored)).rejects.toMatchObject({ details: { kind: "waits" } });
  await expect(approve(person("marketing", "Jonas"), stored)).rejects.toBeInstanceOf(Forbidden);
  const token: Actor = { kind: "token", id: "token:1", name: "warehouse", role: "supply" };
  await expect(approve(token, stored)).rejects.toMatchObject({ details: { kind: "waits" } });
  expect((await listWaiting(db, ines))[0]).toMatchObject({
    askedBy: "Mei",
    mayApprove: true,
    mayTakeBack: false,
  });
  expect((await listWaiting(db, mei))[0]).toMatchObject({ mayApprove: false, mayTakeBack: true });

  const requestId = first.waiting?.id ?? 0;
  const both = await Promise.allSettled([
    approveWaiting(db, ines, { requestId }),
    approveWaiting(db, person("supply", "Otto"), { requestId }),
  ]);
  expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await queued()).toBe(steps().length);
  const [audit] = await db`
    select a.actor_name as second, a.before ->> 'askedBy' as first from audit_event a where verb = 'approval.second'`;
  expect(audit).toEqual({ first: "Mei", second: expect.stringMatching(/Ines|Otto/) });
  await expect(approveWaiting(db, ines, { requestId })).rejects.toBeInstanceOf(Conflict);
});

test("a request is taken back by whoever asked, and waits no longer once the figures changed", async () => {
  const { db } = database;
  await govern([{ who: "supply", mostUnits: 1 }]);
  const stored = await storeCandidate(db, candidate);
  const { waiting } = await approve(mei, stored);
  const requestId = waiting?.id ?? 0;
  await expect(takeBackRequest(db, ines, { requestId })).rejects.toBeInstanceOf(Conflict);
  await takeBackRequest(db, mei, { requestId });
  expect(await listWaiting(db, ines)).toEqual([]);
  expect((await approve(ines, stored)).waiting).toMatchObject({ askedBy: "Ines" });
  await db`update recommendation set version = version + 1 where id = ${stored.id}`;
  expect(await listWaiting(db, mei)).toEqual([]);
  expect(await queued()).toBe(0);
});

test("a daily cap lets no more through than it says, however many press at once", async () => {
  const { db } = database;
  await govern([{ who: "supply", dailyCount: 1 }]);
  const policy = await getPolicy(db);
  // Each in a transaction of its own, all at once; the guard alone, so that no other row stands in their way.
  const answers = await Promise.all(
    ["one", "two", "three", "four"].map((subject) =>
      db.begin((tx) =>
        guard(tx, mei, policy, {
          subject,
          kind: "recommendation",
          recommendationId: null,
          team: "supply",
          request: {},
          fingerprint: subject,
          steps: steps(),
        }),
      ),
    ),
  );
  expect(answers.map((answer) => answer.kind).sort()).toEqual(["go", "waiting", "waiting", "waiting"]);
  const [used] = await db`select decisions from policy_use`;
  expect(used).toEqual({ decisions: 1 });
});

test("what a card foresees is what the guard says, and foreseeing counts nothing", async () => {
  const { db } = database;
  await govern([{ who: "supply", dailyCount: 1 }]);
  const policy = await getPolicy(db);
  const look = () => foresee(db, policy.rules.authority, "supply", { team: "supply", steps: steps() });
  expect(await look()).toMatchObject({ refusal: null, exceeded: [], limit: { used: { decisions: 0 } } });
  expect(await look()).toMatchObject({ exceeded: [] });
  const wanted = { recommendationId: null, team: "supply" as const, request: {}, steps: steps() };
  const decide = (subject: string) =>
    db.begin((tx) =>
      guard(tx, mei, policy, { ...wanted, subject, fingerprint: subject, kind: "recommendation" }),
    );
  expect((await decide("first")).kind).toBe("go");
  const foreseen = await look();
  expect(foreseen).toMatchObject({
    exceeded: [{ limit: "daily_count", most: 1, found: 2 }],
    limit: { used: { decisions: 1 } },
  });
  const second = await decide("second");
  expect(second.kind === "waiting" && second.request.exceeded).toEqual(foreseen.exceeded);
});

test("what a mightier person lets through waits no longer, so that nobody can carry it out once more", async () => {
  const { db } = database;
  const ana = person("marketing", "Ana");
  await db`update campaign set budget_minor_per_day = 8000`;
  await govern([{ who: "marketing", mostMinor: 999 }]);
  const wanted = { campaignId: company.campaignId, budgetMinorPerDay: 9000, shownMinorPerDay: 8000 };
  await expect(setAdBudget(db, ana, wanted)).rejects.toMatchObject({ details: { kind: "waiting" } });
  const [asked] = await listWaiting(db, admin);
  await approveWaiting(db, admin, { requestId: asked?.id ?? 0 });
  expect(await listWaiting(db, admin)).toEqual([]);
  await expect(approveWaiting(db, admin, { requestId: asked?.id ?? 0 })).rejects.toBeInstanceOf(Conflict);
  const ended = await db`select state, ended_by as by from approval_request where id = ${asked?.id ?? 0}`;
  expect(ended).toEqual([{ state: "approved", by: "Wei" }]);
  for (const { id } of await db<
    { id: string }[]
  >`select id from action where kind = 'ad_budget' and state = 'queued'`)
    await undoAction(db, admin, { actionId: id });
  // Something else, decided within one's own limit, makes what waited make way.
  await expect(setAdBudget(db, ana, wanted)).rejects.toMatchObject({ details: { kind: "waiting" } });
  const less = { ...wanted, budgetMinorPerDay: 8500 };
  const { actionId } = await setAdBudget(db, ana, less);
  expect(await listWaiting(db, admin)).toEqual([]);
  // Pressed again while it is on its way, it is no further decision, even beyond what may be decided by then.
  await govern([{ who: "marketing", mostMinor: 0 }]);
  expect(await setAdBudget(db, ana, less)).toEqual({ actionId });
  expect(await listWaiting(db, admin)).toEqual([]);
});

test("money is the company's, of yen too; what is not known passes no daily cap, and a budget that goes back is no further change", async () => {
  const { db } = database;
  await db`insert into fx_rate (currency, day, to_base, source) values ('JPY', '2020-01-01', 0.0067, 'test')`;
  await db`update campaign set currency = 'JPY'`;
  const budget = (purpose: string, fromMinorPerDay: number, budgetMinorPerDay: number) => ({
    ...{ kind: "ad_budget", purpose, campaignId: company.campaignId, fromMinorPerDay, budgetMinorPerDay },
  });
  const there = budget("throttle", 1_000_000, 400_000);
  const facts = await factsOfSteps(db, "marketing", [there, budget("restore", 400_000, 1_000_000)]);
  expect(facts.valueMinor).toBe(402_000);
  await db`update campaign set currency = 'USD'`;
  await govern([{ who: "supply", dailyMinor: 1_000_000 }]);
  const policy = await getPolicy(db);
  const guarded = (subject: string) =>
    db.begin((tx) =>
      guard(tx, mei, policy, {
        ...{ subject, kind: "recommendation", recommendationId: null, team: "supply", request: {} },
        ...{ fingerprint: subject, steps: steps() },
      }),
    );
  expect((await guarded("known")).kind).toBe("go");
  await db`update sku set unit_cost = null`;
  const unknown = await guarded("unknown");
  await db`update sku set unit_cost = 5`;
  expect(unknown).toMatchObject({
    kind: "waiting",
    request: { exceeded: [{ limit: "daily_value", most: 1_000_000, found: null }] },
  });
});

test("a cooldown counts from the last action on the same lane and SKU, and not from one that was taken back", async () => {
  const { db } = database;
  await govern([]);
  expect(await cooledAt(db, steps(), 24)).toBeNull();
  const { actions } = await approve(mei, await storeCandidate(db, candidate));
  const hours = ((await cooledAt(db, steps(), 24))?.getTime() ?? 0) - Date.now();
  expect(Math.round(hours / 3_600_000)).toBe(24);
  expect(await cooledAt(db, [{ kind: "transfer", laneId: company.laneId, skuId: 999 }], 24)).toBeNull();
  for (const { id } of actions) await undoAction(db, mei, { actionId: id });
  expect(await cooledAt(db, steps(), 24)).toBeNull();
});

test("one switch stops everything: nothing is approved or sent until it is let go, and then what waited is", async () => {
  const { db } = database;
  await govern([]);
  const { actions } = await approve(mei, await storeCandidate(db, candidate));
  const [action] = actions;
  await expect(goOn(db, admin)).rejects.toBeInstanceOf(Conflict);
  expect(await stopEverything(db, mei, { reason: "wrong feed" })).toMatchObject({ waiting: actions.length });
  await expect(stopEverything(db, ines, { reason: "again" })).rejects.toBeInstanceOf(Conflict);
  expect(await claimAction(db, action?.id ?? "")).toBeNull();
  const other = await storeCandidate(db, { ...candidate, subjectKey: "shortage:other" });
  await expect(approve(ines, other)).rejects.toBeInstanceOf(Conflict);
  expect(await runAutomatic(db)).toBe(0);
  // What failed is not sent again either, and whoever tries is told who stopped it and why.
  await db`update action set state = 'failed', state_reason = 'refused' where id = ${action?.id ?? ""}`;
  await expect(retryAction(db, ines, { actionId: action?.id })).rejects.toMatchObject({
    details: { kind: "stopped", by: "Mei", reason: "wrong feed" },
  });
  await db`update action set state = 'queued', state_reason = null where id = ${action?.id ?? ""}`;
  await expect(goOn(db, mei)).rejects.toBeInstanceOf(Forbidden);
  expect(await goOn(db, admin)).toEqual({ sent: actions.length });
  expect(await claimAction(db, action?.id ?? "")).not.toBeNull();
  await db`update action set state = 'queued', sending_since = null where id = ${action?.id ?? ""}`;
  const [audit] = await db`select verb, reason from audit_event where verb = 'everything.stop'`;
  expect(audit).toEqual({ verb: "everything.stop", reason: "wrong feed" });
});

test("what waits while everything stands still can be taken back", async () => {
  const { db } = database;
  await govern([]);
  const { actions } = await approve(mei, await storeCandidate(db, candidate));
  await stopEverything(db, mei, { reason: "again" });
  for (const { id } of actions)
    expect(await undoAction(db, ines, { actionId: id })).toMatchObject({ state: "cancelled" });
  await goOn(db, admin);
});

test("watched nobody approves; acting, the policy approves by itself within its cap, under its own name", async () => {
  const { db } = database;
  await govern([], { modes: [{ kind: "transfer", scope: {}, mode: "watch", cooldownHours: 0 }] });
  const stored = await storeCandidate(db, candidate);
  await expect(approve(mei, stored)).rejects.toMatchObject({ details: { refusal: { why: "watch" } } });
  const leftOut = async () => {
    const items = [{ id: stored.id, version: stored.version, optionKey: best() }];
    return (await bulkApprove(db, mei, { items, reviewed: true })).leftOut.map(({ why }) => why);
  };
  expect(await leftOut()).toEqual(["watched"]);
  const when = { type: "once" as const, from: "2026-01-01T00:00:00Z", until: "2999-01-01T00:00:00Z" };
  await govern([], { blackouts: [{ name: "Sale", kinds: [], scope: {}, when }] });
  expect(await leftOut()).toEqual(["blackout"]);
  const act: Authority["modes"] = [{ kind: "transfer", scope: {}, mode: "act", cooldownHours: 0 }];
  await govern([{ who: "supply" }], { modes: act });
  expect(await runAutomatic(db)).toBe(0);
  await govern([{ who: "autopilot", mostUnits: 1 }], { modes: act });
  expect(await runAutomatic(db)).toBe(0);
  expect(await listWaiting(db, ines)).toEqual([]);
  await db`update policy set active = false where active`;
  await db`
    insert into policy (rules, active, created_by)
    select jsonb_set(rules, '{authority,limits}', '[{"who": "autopilot", "scope": {"location": "BBB"}, "dailyCount": 1}]'), true, 'test'
    from policy order by version desc limit 1`;
  // What somebody asked of an older version keeps nobody from this one.
  await db`
    insert into approval_request (subject, kind, recommendation_id, team, request, fingerprint, facts, exceeded, policy_version, asked_by, asked_by_id)
    select 'recommendation:' || ${stored.id}, 'recommendation', ${stored.id}, 'supply', ${db.json({ version: stored.version - 1 })}, '', '{}', '[]',
      max(version), 'Mei', 'u-Mei' from policy`;
  expect(await runAutomatic(db)).toBe(1);
  const [action] = await db`select approved_by as by from action order by created_at desc limit 1`;
  expect(action?.by).toMatch(/^Policy \d+$/);
});
