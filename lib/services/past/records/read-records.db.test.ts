import { afterAll, beforeAll, expect, test } from "vitest";
import { adTotals, countAdLists, hourlySpend, listAds } from "@/db/queries/ads";
import { claimFactorsInForce } from "@/db/queries/decision-value";
import { newestHoldout } from "@/db/queries/holdout";
import { countOrderFlags } from "@/db/queries/order-flags";
import { listOrders } from "@/db/queries/orders";
import { planByLane } from "@/db/queries/plan-by-lane";
import { countRecommendations, listRecommendations } from "@/db/queries/recommendations";
import { reportSeries } from "@/db/queries/reports";
import { countExceptions, listRuns } from "@/db/queries/sync";
import { alertsThen, sourcesThen } from "@/db/queries/sync-then";
import { countTransfers, listTransfers } from "@/db/queries/transfers";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { makeSmallWorld, move, type SmallWorld } from "@/lib/metrics/testing/small-world";
import { writeAudit } from "@/lib/services/_shared/audit";
import { storeRecommendation } from "@/lib/services/action/testing/stored-recommendation";
import { getRecommendationThen } from "@/lib/services/recommendation/get-then";
import { getTransferThen } from "@/lib/services/transfer/get-then";
import { prunePast } from "../prune";
import { readReach, readRecords } from "./read-records";

let database: TestDatabase;
let world: SmallWorld;
const then = new Date("2026-06-10T09:30:00Z");
const before = new Date("2026-06-09T12:00:00Z");
const after = new Date("2026-06-11T12:00:00Z");

beforeAll(async () => {
  database = await createTestDatabase();
  world = await makeSmallWorld(database.db);
});
afterAll(() => database.drop());

const read = <T>(ask: Parameters<typeof readRecords<T>>[2]) => readRecords(database.db, then, ask);
let orderIds = 1;
const wei = { kind: "user" as const, id: "u", name: "Wei", role: "supply" as const };
const everything = { filter: {}, cursor: null, pageSize: 10 } as const;

test("the queue is that of the moment: what has changed since says what it said, what came later is not there", async () => {
  const { db, owner } = database;
  const [lane] = await db<{ id: number }[]>`select id from lane where origin_id = ${world.b}`;
  const step = { kind: "transfer", laneId: lane?.id, originId: world.b, quantityUnits: 5, packSizeUnits: 1 };
  const options = [
    { key: "transfer", quantityUnits: 5, valueMinor: 200, steps: [{ ...step, freightMinor: 9 }] },
  ];
  const changed = await storeRecommendation(db, { skuId: world.skuId, lossMinorPerDay: 700, options });
  const untold = await storeRecommendation(db, { skuId: world.skuId, lossMinorPerDay: 500 });
  const later = await storeRecommendation(db, { skuId: world.skuId });
  const approved = await storeRecommendation(db, { skuId: world.skuId });
  const snoozed = await storeRecommendation(db, { skuId: world.skuId, lossMinorPerDay: 300 });
  const ids = [changed.id, untold.id, approved.id, snoozed.id];
  await db`update recommendation set created_at = ${before}, updated_at = ${before} where id = any(${ids})`;
  await db`update recommendation set created_at = ${after}, updated_at = ${after} where id = ${later.id}`;
  await db`update recommendation set state = 'snoozed', updated_at = ${before} where id = ${snoozed.id}`;
  // Afterwards: three of them change, one of these before changes were kept.
  await db`update recommendation set loss_minor_per_day = 9000, options = '[]', version = version + 1, updated_at = ${after} where id = ${changed.id}`;
  await db`update recommendation set state = 'rejected', version = version + 1, decided_at = ${after}, updated_at = ${after}
    where id = any(${[changed.id, untold.id]})`;
  await owner`delete from recommendation_past where recommendation_id = ${untold.id}`;
  await db`update recommendation set state = 'open', version = version + 1, updated_at = ${after} where id = ${snoozed.id}`;
  await db`update recommendation set state = 'approved', decided_at = ${before}, decided_by = 'Wei' where id = ${approved.id}`;
  await db`
    insert into action (id, recommendation_id, kind, executor, payload, state, created_at, updated_at, accepted_at, verified_at, approved_by)
    values ('018f0000-0000-7000-8000-000000000001', ${approved.id}, 'ad_pause', 'webhook', '{}', 'verified', ${before}, ${after}, ${before}, ${after}, 'Wei')`;

  const [open, way, counts, plan] = await read((past) =>
    Promise.all([
      listRecommendations(past, { tab: "to_decide", ...everything }),
      listRecommendations(past, { tab: "on_the_way", ...everything }),
      countRecommendations(past, {}),
      planByLane(past),
    ]),
  );
  expect(open.rows.map(({ id, state, lossMinorPerDay }) => [id, state, lossMinorPerDay])).toEqual([
    [changed.id, "open", 700],
    [untold.id, "open", 500],
  ]);
  // What is not known to be of the moment says of when it is.
  expect(open.rows.map(({ updatedAt }) => updatedAt > then)).toEqual([false, true]);
  expect(way.rows.map(({ id, actions }) => [id, actions[0]?.state])).toEqual([[approved.id, "accepted"]]);
  expect([counts.snoozed.count, counts.closed.count, counts.done.count]).toEqual([1, 0, 0]);
  expect(plan).toMatchObject([{ units: 5, lines: [{ recommendationId: changed.id, valueMinor: 200 }] }]);
  const now = await countRecommendations(db, {});
  expect([now.to_decide.count, now.closed.count]).toEqual([2, 2]);
});

test("a card shows the options and evidence of then, else says what it lacks; nothing that was done or moved later", async () => {
  const { db, owner } = database;
  const option = (key: string) => ({ key, kind: "do_nothing", steps: [] });
  const { id } = await storeRecommendation(db, {
    skuId: world.skuId,
    locationIds: [world.a],
    options: [option("best"), option("other")],
  });
  await db`
    update recommendation set created_at = ${before}, updated_at = ${before}, evidence = ${db.json([{ key: "stock" }])} where id = ${id}`;
  await move(db, world.skuId, world.a, 30, before);
  await db`
    update recommendation set options = ${db.json([option("later")])}, evidence = ${db.json([{ key: "lane" }])}, version = version + 1,
      problem = problem - 'locationIds', updated_at = ${after} where id = ${id}`;
  await move(db, world.skuId, world.a, -20, after);
  await db.begin((tx) =>
    writeAudit(tx, wei, { verb: "recommendation.assign", entity: "recommendation", entityId: id }),
  );
  const shown = (found: Awaited<ReturnType<typeof getRecommendationThen>>) =>
    found && [found.kept, found.options.map(({ key }) => key), found.evidence.map(({ key }) => key)];
  const card = async (at = then) => shown(await getRecommendationThen(db, wei, id, at));
  const whole = await getRecommendationThen(db, wei, id, then);
  expect([whole?.gauges.map(({ available }) => available), whole?.activity]).toEqual([[30], []]);
  expect(shown(whole)).toEqual(["all", ["best", "other"], ["stock"]]);
  await owner`update recommendation_past set option = options -> 0, options = null, evidence = null, problem = problem - 'locationIds' where recommendation_id = ${id}`;
  expect(await card()).toEqual(["best", ["best"], []]);
  await owner`delete from recommendation_past where recommendation_id = ${id}`;
  expect(await card()).toEqual(["later", ["later"], ["lane"]]);
  expect(await card(new Date("2026-06-01T00:00:00Z"))).toBeNull();
  await db`update recommendation set state = 'superseded' where id = ${id}`;
});

test("transfers stand where both ends had said they stood", async () => {
  const { db, owner } = database;
  const [lane] = await db<{ id: number }[]>`select id from lane where origin_id = ${world.b}`;
  const made = await db<{ id: number }[]>`
    insert into transfer_order (number, lane_id, origin_id, destination_id, state, currency, planned_at, shipped_at, expected_at, received_at, created_by)
    select n, ${lane?.id ?? 0}, ${world.b}, ${world.a}, s, 'USD', p, ${before}, '2026-06-10', r, 'Wei'
    from (values ('TO-1', 'received', ${before}::timestamptz, ${after}::timestamptz), ('TO-2', 'shipped', ${after}, null)) v (n, s, p, r)
    returning id`;
  for (const { id } of made)
    await db`insert into transfer_line (transfer_id, line_no, sku_id, origin_id, destination_id, quantity, shipped_quantity, received_quantity, reserving)
      values (${id}, 1, ${world.skuId}, ${world.b}, ${world.a}, 40, 40, 38, false)`;
  await owner`update lane set lead_time_days = 9`;
  const [way, counts, [laneThen]] = await read((past) =>
    Promise.all([
      listTransfers(past, { tab: "on_the_way", ...everything, now: then }),
      countTransfers(past, {}, then),
      past`select lead_time_days::float8 as days from lane where id = ${lane?.id ?? 0}`,
    ]),
  );
  expect(laneThen).toEqual({ days: 2 });
  expect(way.rows).toMatchObject([
    { number: "TO-1", state: "shipped", overdue: true, shippedUnits: 40, receivedUnits: null },
  ]);
  expect(counts).toMatchObject({ on_the_way: { count: 1 }, arrived: { count: 0 }, refused: { count: 0 } });
});

test("orders are those known by then, in a state that is known to be of then", async () => {
  const { db } = database;
  for (const [name, placed, seen, changed, state] of [
    ["heard-later", before, after, before, "open"],
    ["shipped-since", before, before, after, "shipped"],
    ["shipped", before, before, before, "shipped"],
    ["placed-later", after, after, after, "open"],
  ] as const)
    await db`
      insert into sales_order (placed_at, connection_id, channel_id, external_id, currency, first_visible_at, source_event_at, state)
      values (${placed}, ${world.connectionId}, ${world.channelId}, ${name}, 'USD', ${seen}, ${changed}, ${state})`;
  const { rows } = await read((past) =>
    listOrders(past, { list: "all", filter: {}, direction: "desc", cursor: null, pageSize: 10, now: then }),
  );
  expect(rows.map(({ externalId, state }) => [externalId, state]).sort()).toEqual([
    ["shipped", "shipped"],
    ["shipped-since", "unknown"],
  ]);
});

test("ads are switched as they were, and have spent what they had spent by the hour", async () => {
  const { db, owner } = database;
  const [campaign] = await db<{ id: number }[]>`
    insert into campaign (connection_id, external_id, kind, name, currency) values (${world.connectionId}, 'c', 'other', 'C', 'USD') returning id`;
  const [ad] = await db<{ id: number }[]>`
    insert into product_ad (campaign_id, sku_id, external_id) values (${campaign?.id ?? 0}, ${world.skuId}, 'a') returning id`;
  for (const [at, minor] of [
    ["2026-06-09T10:00:00Z", 100],
    ["2026-06-10T08:00:00Z", 20],
    ["2026-06-10T11:00:00Z", 3],
  ] as const)
    await db`insert into ad_spend (product_ad_id, starts_at, grain, currency, spend_minor, spend_base_minor)
      values (${ad?.id ?? 0}, ${at}, 'hour', 'USD', ${minor}, ${minor})`;
  await db`update product_ad set state = 'paused', toggled_at = ${after}`;
  const ask = () =>
    read((past) =>
      Promise.all([
        listAds(past, { list: "all", ...everything, sort: { key: "spend", direction: "desc" }, now: then }),
        countAdLists(past, then),
        adTotals(past, then),
        hourlySpend(past, 2, then),
      ]),
    );
  const [kept, lists, totals, hours] = await ask();
  expect(kept.rows).toMatchObject([{ adState: "enabled", spendMinor: 120, available: null }]);
  expect(lists).toEqual({ all: 1, wasting: 0, paused_by_us: 0, running: 1, paused: 0 });
  expect([totals?.spendMinor, hours.map(({ spendMinor }) => spendMinor)]).toEqual([120, [0, 20, 0]]);
  await owner`delete from ad_past`;
  const [unkept] = await ask();
  expect(unkept.rows[0]?.adState).toBe("unknown");
});

test("one transfer stands as both ends had said by then, line by line; before it was planned there is none", async () => {
  const { db } = database;
  const [order] = await db<{ id: number }[]>`
    insert into transfer_order (number, lane_id, origin_id, destination_id, state, currency, planned_at, shipped_at, expected_at, received_at, created_by)
    select 'TO-9', id, origin_id, destination_id, 'received', 'USD', ${before}, ${before}, '2026-06-10', ${after}, 'Wei' from lane where origin_id = ${world.b}
    returning id`;
  const id = order?.id ?? 0;
  await db`insert into transfer_line (transfer_id, line_no, sku_id, origin_id, destination_id, quantity, shipped_quantity, received_quantity, reserving)
    values (${id}, 1, ${world.skuId}, ${world.b}, ${world.a}, 40, 40, 38, false)`;
  for (const [event, kind, source, final, units, at] of [
    ["left", "shipped", "vendor", true, 40, before],
    ["some", "received", "hand", false, 10, before],
    ["rest", "received", "hand", true, 28, after],
  ] as const)
    await db`
      insert into transfer_event (transfer_id, event_id, kind, source, final, lines, occurred_at, recorded_at, recorded_by)
      values (${id}, ${event}, ${kind}, ${source}, ${final}, ${db.json([{ lineNo: 1, quantity: units }])}, ${before}, ${at}, 'Wei')`;
  for (const [lineNo, units, at] of [
    [2, 6, after],
    [3, 7, before],
  ] as const)
    await db`insert into transfer_line_out (transfer_id, line_no, sku_id, quantity, reason, taken_out_at, taken_out_by)
      values (${id}, ${lineNo}, ${world.skuId}, ${units}, 'too many', ${at}, 'Wei')`;
  const found = await getTransferThen(db, wei, id, then);
  expect(found).toMatchObject({ state: "shipped", receivedAt: null, overdue: true });
  expect(found?.lines).toMatchObject([{ shippedQuantity: 40, receivedQuantity: 10 }, { quantity: 6 }]);
  expect(found?.linesOut.map(({ quantity }) => quantity)).toEqual([7]);
  expect(found?.events.map(({ eventId }) => eventId)).toEqual(["left", "some"]);
  expect(await getTransferThen(db, wei, id, new Date("2026-06-01T00:00:00Z"))).toBeNull();
});

test("figures are of whole days, as they had been worked out by then; what is not kept says of when it is", async () => {
  const { db } = database;
  const store = (day: string, value: number, at: Date) => db`
    insert into kpi_daily (metric, scope, day, value, computed_at) values ('revenue_minor', 'all', ${day}, ${value}, ${at})
    on conflict (metric, scope, day) do update set value = excluded.value, computed_at = excluded.computed_at`;
  await store("2026-06-07", 50, before);
  await store("2026-06-08", 100, before);
  // A day that still ran, and then was over.
  await store("2026-06-09", 20, before);
  await store("2026-06-09", 70, new Date("2026-06-10T00:05:00Z"));
  await store("2026-06-10", 5, then);
  await store("2026-06-07", 50, after);
  await store("2026-06-08", 900, after);
  await db`insert into claim_factor (version, kind, factor, cases, claimed_minor, realised_minor, share, computed_at)
    values (1, 'transfer', 0.9, 5, 10, 9, 0.9, ${before}), (2, 'transfer', 0.5, 9, 10, 5, 0.5, ${after})`;
  await db`insert into holdout (share, period_days, seed, started_at, ended_at, created_by) values (0.1, 7, 's', ${before}, ${after}, 'Wei')`;
  const [series, factors, holdout] = await read((past) =>
    Promise.all([
      reportSeries(past, "revenue_minor", "all", { days: 7, lastDay: "2026-06-10" }),
      claimFactorsInForce(past),
      newestHoldout(past, then),
    ]),
  );
  expect(holdout).toMatchObject({ endedAt: null, periodEndsAt: new Date("2026-06-16T12:00:00Z") });
  expect(series.map(({ day, value }) => [day, value])).toEqual([
    ["2026-06-07", 50],
    ["2026-06-08", 100],
    ["2026-06-09", 70],
  ]);
  expect(series.map(({ computedAt }) => computedAt > then)).toEqual([true, false, false]);
  expect(factors.map(({ version }) => version)).toEqual([1]);
});

test("sync is told by what has times: readings that had ended, lags of hours that were over, what was held and alerts that lasted", async () => {
  const { db } = database;
  for (const [began, ended, state, errors] of [
    [before, before, "done", 0],
    [before, after, "failed", 0],
    [new Date("2026-06-10T08:00:00Z"), new Date("2026-06-10T08:01:00Z"), "done", 2],
    [after, after, "done", 1],
  ] as const) {
    const [run] = await db<{ id: number }[]>`
      insert into sync_run (connection_id, kind, trigger, state, actor, queued_at, started_at, finished_at, error)
      values (${world.connectionId}, 'orders', 'poll', ${state}, 'system', ${began}, ${began}, ${ended}, ${state === "failed" ? "later" : null})
      returning id`;
    await db`insert into reject (run_id, line_no, code, reason, raw) select ${run?.id ?? 0}, n, 'c', 'r', '' from generate_series(1, ${errors}::int) n`;
  }
  for (const [hour, bucket] of [
    ["2026-06-10T08:00:00Z", 10],
    ["2026-06-10T09:00:00Z", 90],
  ] as const)
    await db`insert into sync_lag (connection_id, stream, hour, bucket, count) values (${world.connectionId}, 'orders', ${hour}, ${bucket}, 5)`;
  for (const [at, decided] of [
    [before, after],
    [before, before],
    [after, null],
  ] as const) {
    await db`
      insert into order_flag (connection_id, order_id, placed_at, external_id, channel_id, kind, detail, state, raised_at, decided_at)
      values (${world.connectionId}, ${orderIds++}, ${before}, 'x', ${world.channelId}, 'sums_differ', '{}', ${decided ? "released" : "open"}, ${at}, ${decided})`;
    await db`
      insert into alert (cause_key, kind, href, roles, state, began_at, ended_at)
      values ('a', 'source_late', '/', '{admin}', ${decided ? "ended" : "open"}, ${at}, ${decided})`;
  }
  const [sources, runs, held, rejected, alerts] = await read((past) =>
    Promise.all([
      sourcesThen(past, then),
      listRuns(past, { filter: {}, cursor: null, pageSize: 10 }),
      countOrderFlags(past, {}),
      countExceptions(past, "rejected", {}, then),
      alertsThen(past, 10),
    ]),
  );
  const shop = sources.find(({ key }) => key === "shop");
  expect(shop).toMatchObject({ lastReadAt: new Date("2026-06-10T08:01:00Z"), done: 2, failed: 0 });
  expect(shop?.p99Seconds).toBeCloseTo(1.1 ** 10.5);
  expect(runs.rows.map(({ state, error }) => [state, error])).toEqual([
    ["done", null],
    ["running", null],
    ["done", null],
  ]);
  expect([held, rejected, alerts.length]).toEqual([1, 2, 1]);
});

test("what was kept goes by age, but not what an open claim or a back-test under way looks back to; pages know since when", async () => {
  const { db, owner } = database;
  const since = new Date("2026-01-01T00:00:00Z");
  await owner`update past_kept set since = ${since}, kpis_since = ${since}`;
  const [plain, claimed] = [
    await storeRecommendation(db, { skuId: world.skuId }),
    await storeRecommendation(db, { skuId: world.skuId }),
  ];
  await db`
    insert into action (id, recommendation_id, kind, executor, payload, state, approved_by)
    values ('018f0000-0000-7000-8000-000000000002', ${claimed.id}, 'ad_pause', 'webhook', '{}', 'verified', 'Wei')`;
  const ids = [plain.id, claimed.id];
  const kept = () =>
    db`select recommendation_id as id from recommendation_past where recommendation_id = any(${ids}) order by 1`;
  await db`update recommendation set version = version + 1, updated_at = ${before} where id = any(${ids})`;
  await db`
    insert into backtest (rules, rules_hash, days, from_day, until_at, created_by) values ('{}', 'x', 7, '2025-12-01', '2026-07-01', 'Wei')`;
  const now = new Date("2026-07-20T00:00:00Z");
  expect([await prunePast(db, 30, now), (await kept()).length]).toEqual([0, 2]);
  await db`update backtest set state = 'stopped'`;
  expect(await prunePast(db, 30, now)).toBeGreaterThan(0);
  expect(await kept()).toEqual([{ id: claimed.id }]);
  const reach = await readReach(db);
  expect([reach.pruned, reach.keptSince, reach.kpisKeptSince]).toEqual([
    true,
    new Date("2026-06-20T00:00:00Z"),
    new Date("2026-06-20T00:00:00Z"),
  ]);
  expect(await prunePast(db, 30, now)).toBe(0);
});
