import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { insertTransfer } from "@/lib/services/action/insert-transfer";
import {
  makeSmallCompany,
  person,
  type SmallCompany,
  testSecret,
} from "@/lib/services/action/testing/small-company";
import { storeRecommendation } from "@/lib/services/action/testing/stored-recommendation";
import { planByLane } from "./plan-by-lane";
import { findRecommendation, recommendationActivity } from "./recommendation-detail";
import type { QueueFilter, Team } from "./recommendation-rows";
import {
  countRecommendations,
  exportRecommendations,
  groupRecommendations,
  lastDecidedAt,
  listFirstOfKinds,
  listRecommendations,
  queueSorts,
  queueTabs,
} from "./recommendations";
import { readShell } from "./shell";
import {
  countTransfers,
  findTransfer,
  findTransferEnds,
  listTransfers,
  transferSorts,
  transferTabs,
} from "./transfers";

process.env.PLIMSOLL_SECRET = testSecret;
let database: TestDatabase;
let company: SmallCompany;
const ids: Record<string, number> = {};

/** An approved recommendation whose one action is in a state. */
async function approvedWith(state: string): Promise<number> {
  const { id } = await storeRecommendation(database.db, { skuId: company.skuId, state: "approved" });
  await database.db.begin(async (tx) => {
    const { actionId } = await insertTransfer(tx, person("supply"), {
      recommendationId: id,
      laneId: company.laneId,
      lines: [{ skuId: company.skuId, quantity: 5 }],
      freightMinor: 250,
      expected: { lowMinor: 1, midMinor: 2, highMinor: 3 },
    });
    await tx`update action set state = ${state} where id = ${actionId}`;
    await tx`update recommendation set decided_at = now(), decided_by = 'Mei', decided_by_id = 'u-mei' where id = ${id}`;
  });
  return id;
}

beforeAll(async () => {
  database = await createTestDatabase();
  company = await makeSmallCompany(database.db, {
    warehouseUrl: "http://127.0.0.1:1",
    adsUrl: "http://127.0.0.1:1",
    secret: "whsec_AAAA",
  });
  for (const state of ["failed", "unconfirmed", "accepted", "verified"])
    ids[state] = await approvedWith(state);
  for (const [index, state] of ["open", "blocked", "snoozed", "rejected", "open", "open"].entries()) {
    const { id } = await storeRecommendation(database.db, {
      skuId: company.skuId,
      locationId: company.destinationId,
      locationIds: [company.destinationId, company.originId],
      state,
      lossMinorPerDay: index === 5 ? 9_000 : 500,
      options: [
        {
          key: "transfer:plan",
          kind: "transfer",
          quantityUnits: 30,
          valueLowMinor: 100,
          valueMinor: 300,
          valueHighMinor: 600,
          steps: [
            {
              kind: "transfer",
              laneId: company.laneId,
              originId: company.originId,
              quantityUnits: 20,
              packSizeUnits: 1,
              freightMinor: 1_000,
            },
            {
              kind: "transfer",
              laneId: company.handLaneId,
              originId: company.handOriginId,
              quantityUnits: 10,
              packSizeUnits: 1,
              freightMinor: 400,
            },
          ],
        },
      ],
    });
    ids[`${state}${index}`] = id;
  }
});
afterAll(() => database.drop());

const all = async (tab: (typeof queueTabs)[number]) =>
  (await listRecommendations(database.db, { tab, filter: {}, cursor: null, pageSize: 100 })).rows.map(
    (row) => row.id,
  );

test("what failed or stays unconfirmed is back among what is to be decided", async () => {
  expect(await all("to_decide")).toEqual(
    expect.arrayContaining([ids.open0, ids.blocked1, ids.open4, ids.open5, ids.failed, ids.unconfirmed]),
  );
  expect(await all("on_the_way")).toEqual([ids.accepted]);
  expect(await all("done")).toEqual([ids.verified]);
  expect(await all("snoozed")).toEqual([ids.snoozed2]);
  expect(await all("closed")).toEqual([ids.rejected3]);
  const counts = await countRecommendations(database.db, {});
  expect(queueTabs.map((tab) => counts[tab].count)).toEqual([6, 1, 1, 1, 1]);
});

test("the first of several kinds at once are those of each kind by itself", async () => {
  const kinds = ["shortage", "excess", "ad_pause"] as const;
  for (const pageSize of [1, 50]) {
    const asked = { tab: "to_decide", filter: {}, pageSize } as const;
    const together = await listFirstOfKinds(database.db, { ...asked, kinds });
    for (const kind of kinds)
      expect(together.get(kind)).toEqual(
        await listRecommendations(database.db, { ...asked, filter: { kind: [kind] }, cursor: null }),
      );
  }
});

test("the queue starts with what loses most a day, and pages join without gap or repeat under every sort", async () => {
  const first = await listRecommendations(database.db, {
    tab: "to_decide",
    filter: {},
    cursor: null,
    pageSize: 2,
  });
  expect(first.rows[0]?.id).toBe(ids.open5);
  for (const key of queueSorts)
    for (const direction of ["asc", "desc"] as const) {
      const seen: number[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof listRecommendations>> = await listRecommendations(database.db, {
          tab: "to_decide",
          filter: {},
          sort: { key, direction },
          cursor,
          pageSize: 2,
        });
        seen.push(...page.rows.map((row) => row.id));
        cursor = page.nextCursor;
      } while (cursor);
      expect(new Set(seen).size).toBe(6);
      expect(seen).toHaveLength(6);
    }
});

test("filters, groups, detail, activity and export agree with the list", async () => {
  const filter: QueueFilter = {
    team: ["supply"],
    kind: ["shortage"],
    urgency: ["normal"],
    location: ["BBB"],
    skuId: company.skuId,
    q: "sku-1",
  };
  const { rows } = await listRecommendations(database.db, {
    tab: "to_decide",
    filter,
    cursor: null,
    pageSize: 10,
  });
  expect(rows).toHaveLength(4);
  expect(rows[0]).toMatchObject({
    locationCode: "BBB",
    skuCode: "SKU-1",
    attention: null,
    option: { key: "transfer:plan" },
  });
  expect((await countRecommendations(database.db, filter)).to_decide.count).toBe(4);
  expect(await groupRecommendations(database.db, filter)).toMatchObject([{ count: 4 }]);
  expect(await groupRecommendations(database.db, {})).toMatchObject([
    { problemKey: "shortage.out", count: 6 },
  ]);
  const detail = await findRecommendation(database.db, ids.open0 ?? 0);
  expect(detail?.gauges.map((gauge) => gauge.locationCode)).toEqual(["BBB", "AAA"]);
  expect(await findRecommendation(database.db, 0)).toBeNull();
  expect(await recommendationActivity(database.db, ids.open0 ?? 0)).toEqual([]);
  expect(await lastDecidedAt(database.db)).toBeInstanceOf(Date);
  const mine = await listRecommendations(database.db, {
    tab: "done",
    filter: { mineOf: "u-mei" },
    cursor: null,
    pageSize: 10,
  });
  expect(mine.rows).toHaveLength(1);
  const exported: number[] = [];
  for await (const row of exportRecommendations(database.db, "to_decide", {})) exported.push(row.id);
  expect(exported).toHaveLength(6);
});

test("the badge counts what waits for this person: pressing ones, steps of their team, another's request", async () => {
  const { db } = database;
  const badge = async (id: string, teams: Team[]) =>
    (await readShell(db, { id, role: "supply", teams })).waitingDecisions;
  expect(await badge("u-mei", ["supply"])).toBe(0);
  await db`update recommendation set urgency = 'high' where id in (${ids.open0 ?? 0}, ${ids.open4 ?? 0})`;
  await db`
    insert into recommendation_step (recommendation_id, step_key, place, team, step, state)
    values (${ids.accepted ?? 0}, 'ad_budget:1:throttle', 2, 'marketing', '{"kind": "ad_budget"}', 'waiting')`;
  expect([await badge("u-mei", ["supply"]), await badge("u-ana", ["marketing"])]).toEqual([2, 1]);
  expect([await badge("u-admin", ["supply", "marketing", "operator"]), await badge("u-boss", [])]).toEqual([
    3, 0,
  ]);
  await db`
    insert into approval_request (subject, kind, recommendation_id, team, request, fingerprint, facts, exceeded, policy_version,
      asked_by, asked_by_id)
    select 'recommendation:' || id, 'recommendation', id, 'supply', json_build_object('version', version), 'f', '{}', '[]', policy_version, 'Mei', 'u-mei'
    from recommendation where id in (${ids.open0 ?? 0}, ${ids.open5 ?? 0})`;
  // Mei has done her part of one; Wei sees that one once, and the quiet one that Mei asks about.
  expect([await badge("u-mei", ["supply"]), await badge("u-wei", ["supply"])]).toEqual([1, 3]);
  await db`delete from approval_request`;
  await db`delete from recommendation_step`;
});

test("transfers are listed, counted and found", async () => {
  for (const tab of transferTabs)
    for (const key of transferSorts)
      await listTransfers(database.db, {
        tab,
        filter: {},
        sort: { key, direction: "asc" },
        cursor: null,
        pageSize: 2,
      });
  const counts = await countTransfers(database.db, {
    q: "sku-1",
    skuId: company.skuId,
    origin: ["AAA"],
    destination: ["BBB"],
  });
  expect(counts).toMatchObject({
    on_the_way: { count: 3, units: 15 },
    arrived: { count: 0 },
    refused: { count: 1 },
  });
  const page = await listTransfers(database.db, { tab: "on_the_way", filter: {}, cursor: null, pageSize: 2 });
  const transfer = await findTransfer(database.db, page.rows[0]?.id ?? 0);
  expect(transfer).toMatchObject({
    lineCount: 1,
    lines: [{ quantity: 5, reserving: true }],
    events: [],
    executor: "webhook",
  });
  expect(await findTransferEnds(database.db, transfer?.id ?? 0)).toMatchObject({
    companyName: "Test",
    origin: { code: "AAA" },
  });
  // As an address may be written by hand.
  expect(await findRecommendation(database.db, Number.NaN)).toBeNull();
});

test("the plan gathers the best transfers by lane and shares their value by units", async () => {
  const lanes = await planByLane(database.db);
  expect(lanes.map((lane) => [lane.originCode, lane.units, lane.valueMinor, lane.lines.length])).toEqual([
    ["AAA", 80, 800, 4],
    ["CCC", 40, 400, 4],
  ]);
  expect(lanes[0]?.lines[0]).toMatchObject({
    optionKey: "transfer:plan",
    quantityUnits: 20,
    donorUnitsAfter: 460,
  });
  expect(lanes.map((lane) => [lane.lineCount, lane.openCount, lane.openUnits])).toEqual([
    [4, 3, 60],
    [4, 3, 30],
  ]);
  const short = await planByLane(database.db, { linesMost: 1 });
  expect(short).toEqual(lanes.map((lane) => ({ ...lane, lines: lane.lines.slice(0, 1) })));
  expect(await planByLane(database.db, { laneId: lanes[1]?.laneId ?? 0 })).toEqual([lanes[1]]);
});

test("an option that goes over hundreds of lanes is stored, and its lines are in the plan of each", async () => {
  const { db, owner } = database;
  const [{ laneId } = { laneId: 0 }] = await planByLane(db);
  const moves = 300;
  const steps = Array.from({ length: moves }, (_, i) => ({
    ...{ kind: "transfer", laneId: i === 0 ? laneId : 30_000 + i, originId: 1 + (i % 90), destinationId: 2 },
    ...{ quantityUnits: 1, packSizeUnits: 1, freightMinor: 1_000 + i * 917, fixedMinor: i * 31 },
  }));
  const option = { key: "transfer:plan", quantityUnits: moves, valueLowMinor: 0, valueMinor: 900, steps };
  const [made] = await owner<{ id: number }[]>`
    insert into recommendation (kind, team, subject_key, sku_id, problem, options, evidence, policy_version, value_low_minor, value_minor,
      value_high_minor, material_hash)
    select 'excess', 'supply', 'excess:many', sku_id, problem, ${owner.json([{ ...option, valueHighMinor: 1_800 }] as never)}, '[]', policy_version,
      0, 900, 1800, 'many' from recommendation where sku_id is not null limit 1 returning id`;
  const [lane] = await planByLane(db, { laneId });
  expect(lane?.lines.find(({ recommendationId }) => recommendationId === made?.id)).toMatchObject({
    quantityUnits: 1,
    valueMinor: 3,
  });
  await owner`delete from recommendation where id = ${made?.id ?? 0}`;
});

test("the money of what is to decide is that of all of it, however much there is", async () => {
  const { db, owner } = database;
  const { to_decide: before } = await countRecommendations(db, {});
  const more = 10_050;
  await owner`
    insert into recommendation (kind, team, subject_key, sku_id, problem, options, evidence, policy_version, value_low_minor, value_minor,
      value_high_minor, loss_minor_per_day, material_hash)
    select 'shortage', 'supply', 'much:' || n, sku_id, problem, '[]', '[]', policy_version, 1, 2, 3, 5, 'much'
    from (select * from recommendation where sku_id is not null limit 1) one, generate_series(1, ${more}) n`;
  const { to_decide: after } = await countRecommendations(db, {});
  expect(after.count).toBe((before.count ?? 0) + more);
  expect([after.valueMinor - before.valueMinor, after.lossMinorPerDay - before.lossMinorPerDay]).toEqual([
    2 * more,
    5 * more,
  ]);
  await owner`delete from recommendation where material_hash = 'much'`;
});
