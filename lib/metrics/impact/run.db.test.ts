import { afterAll, beforeAll, expect, test } from "vitest";
import {
  adviceFollowed,
  notFollowed,
  valueOfKinds,
  valueOfPolicies,
  valueOfWeeks,
} from "@/db/queries/decision-value";
import { OUTSIDE_PLACE, postMoves, stockPlace } from "@/db/queries/ledger";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { addDays } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import { refreshClaimFactors } from "@/lib/metrics/claim-factor/run";
import { insertAdSwitch } from "@/lib/services/action/insert-ad-switch";
import { insertTransfer } from "@/lib/services/action/insert-transfer";
import {
  makeSmallCompany,
  person,
  type SmallCompany,
  testSecret,
} from "@/lib/services/action/testing/small-company";
import { storeRecommendation } from "@/lib/services/action/testing/stored-recommendation";
import { rejectRecommendation } from "@/lib/services/recommendation/reject";
import { recordTransferEvent } from "@/lib/services/transfer/record-event";
import { measureImpact } from "./run";

process.env.PLIMSOLL_SECRET = testSecret;
let database: TestDatabase;
let company: SmallCompany;
const rules = {
  horizonDays: 28,
  holdingRatePerYear: 0.2,
  substitutionShare: 0.3,
  errorMinorPerOrder: { low: 500, mid: 1_000, high: 2_000 },
};

beforeAll(async () => {
  database = await createTestDatabase();
  company = await makeSmallCompany(database.db, {
    warehouseUrl: "http://127.0.0.1:1",
    adsUrl: "http://127.0.0.1:1",
    secret: "whsec_AAAA",
  });
  await database.owner`
    insert into stock_status (sku_id, location_id, state, margin_base_minor, unit_cost_base_minor)
    select ${company.skuId}, unnest(${[company.originId, company.destinationId]}::int[]), 'healthy', 1000, 3650`;
});
afterAll(() => database.drop());

const claimed = async (id: string) => {
  const [row] = await database.db`
    select claimed_low_minor as low, claimed_minor as mid, claimed_high_minor as high from action where id = ${id}`;
  return row;
};

const realised = async (id: string) => {
  const [row] = await database.db`
    select realised_low_minor as low, realised_minor as mid, realised_high_minor as high, realised_at is not null as final from action where id = ${id}`;
  return row;
};

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
/** A moment between another and the end of its day, UTC. */
const laterThatDay = (at: Date) =>
  new Date((at.getTime() + (Math.floor(at.getTime() / 86_400_000) + 1) * 86_400_000) / 2);

test("a transfer is worth what only its units could sell, less its freight; the figure stays once the horizon has passed", async () => {
  const { db } = database;
  const { actionId, transferId } = await db.begin((tx) =>
    insertTransfer(tx, person("supply"), {
      recommendationId: null,
      laneId: company.laneId,
      lines: [{ skuId: company.skuId, quantity: 30 }],
      freightMinor: 1_500,
      expected: { lowMinor: 4_500, midMinor: 10_500, highMinor: 18_500 },
    }),
  );
  const arrival = daysAgo(10);
  await db`update transfer_order set planned_at = ${daysAgo(12)} where id = ${transferId}`;
  await db`update action set expected_days = 20 where id = ${actionId}`;
  for (const [kind, occurredAt] of [
    ["shipped", daysAgo(11)],
    ["received", arrival],
  ] as const)
    await db.begin((tx) =>
      recordTransferEvent(tx, person("supply"), {
        transferId,
        eventId: kind,
        kind,
        source: "hand",
        final: true,
        lines: [{ lineNo: 1, quantity: 30 }],
        occurredAt,
      }),
    );
  // Its own stock would have served the first 5 of the sales, 3 of it from a receipt of the same day; 4 a day were sold on five days.
  const toShelf = { skuId: company.skuId, toPlaceId: stockPlace(company.destinationId) };
  const { count, supplier } = OUTSIDE_PLACE;
  await postMoves(db, [
    { ...toShelf, occurredAt: daysAgo(10.5), fromPlaceId: count, quantity: 2, reason: "count" },
    { ...toShelf, occurredAt: laterThatDay(arrival), fromPlaceId: supplier, quantity: 3, reason: "receipt" },
  ]);
  await database.owner`
    insert into demand_daily (sku_id, location_id, channel_id, day, units, revenue_base_minor, cost_base_minor, lines)
    select ${company.skuId}, ${company.destinationId}, ${company.channelId}, (now() at time zone 'UTC')::date - g, 4, 0, 0, 1
    from generate_series(3, 7) g`;
  expect(await measureImpact(db, rules)).toBe(1);
  // A unit of 36.50 costs 0.02 a day at 20 % a year: 30 for a day on the way, the 15 unsold for 10 days there.
  const cost = 1_500 + 60;
  const held = 300;
  expect(await realised(actionId)).toEqual({
    low: 15 * 700 - cost - held,
    mid: 15_000 - cost - held,
    high: 15_000 - cost - held,
    final: false,
  });
  const [{ facts } = { facts: null }] =
    await db`select realised_facts as facts from action where id = ${actionId}`;
  expect(facts).toMatchObject({ claimedUnits: 15, donorLostUnits: 0 });
  expect(Math.round(facts?.costMinor)).toBe(cost);
  // 10 of the 20 days have passed: half of 60.60, 120.60 and 200.60, less 15.60 of freight and holding on the way.
  expect(await claimed(actionId)).toEqual({ low: 1_470, mid: 4_470, high: 8_470 });
  await db`update action set expected_days = 9 where id = ${actionId}`;
  expect(await measureImpact(db, rules)).toBe(1);
  expect(await realised(actionId)).toMatchObject({ final: true });
  expect(await claimed(actionId)).toEqual({ low: 4_500, mid: 10_500, high: 18_500 });
  expect(await measureImpact(db, rules)).toBe(0);
});

test("a pause is worth the spend that did not happen; an ad that cannot be bought misses nothing", async () => {
  const { db } = database;
  const id = await db.begin((tx) =>
    insertAdSwitch(tx, person("marketing"), {
      recommendationId: null,
      kind: "ad_pause",
      campaignId: company.campaignId,
      productAdId: company.productAdId,
      expected: { lowMinor: 7_000, midMinor: 14_000, highMinor: 21_000 },
    }),
  );
  await db`
    insert into ad_spend (product_ad_id, starts_at, grain, currency, spend_minor, spend_base_minor, attributed_units)
    select ${company.productAdId}, date_trunc('day', now() - make_interval(days => g)), 'day', 'USD', 2000, 2000, 1 from generate_series(3, 12) g`;
  await db`
    update action set state = 'verified', verified_at = date_trunc('day', now()) - interval '2 days', expected_days = 7 where id = ${id}`;
  await db`update product_ad set state = 'paused', paused_by_action_id = ${id}`;
  await database.owner`delete from stock_out_span`;
  await database.owner`
    insert into stock_out_span (sku_id, location_id, started_at) values (${company.skuId}, ${company.destinationId}, now() - interval '20 days')`;
  await measureImpact(db, rules);
  const running = await realised(id);
  expect(running).toMatchObject({ final: false });
  expect(running?.mid).toBeGreaterThanOrEqual(4_000);

  await db`update product_ad set state = 'enabled', paused_by_action_id = null`;
  await db`
    insert into action (id, kind, executor, payload, state, verified_at, approved_by)
    values (gen_random_uuid(), 'ad_resume', 'webhook', ${db.json({ campaignId: company.campaignId, productAdId: company.productAdId })}, 'verified', date_trunc('day', now()) - interval '1 day', 'system')`;
  await measureImpact(db, rules);
  expect(await realised(id)).toEqual({ low: 2_000, mid: 2_000, high: 2_000, final: true });
  // It lasted one of the 7 days that it was expected to.
  expect(await claimed(id)).toEqual({ low: 1_000, mid: 2_000, high: 3_000 });
});

test("a corrected quantity is worth the orders that need not be cancelled; one that was never read cannot be measured", async () => {
  const { db } = database;
  await db`
    insert into channel_location (channel_id, location_id) values (${company.channelId}, ${company.destinationId}) on conflict do nothing`;
  const set = async (expectedUnits: number | null, hoursAgo: number) => {
    const id = newId();
    const { channelId, skuId } = company;
    const payload = { listingId: 1, channelId, skuId, units: 0, expectedUnits };
    await db`
      insert into action (id, kind, executor, payload, state, verified_at, approved_by)
      values (${id}, 'publish_quantity', 'manual', ${db.json(payload)}, 'verified', now() - make_interval(hours => ${hoursAgo}), 'system')`;
    return id;
  };
  // Sold out for the last 4 days; 2 a day before that. A day and a half passed until the next quantity was set.
  await database.owner`delete from stock_out_span`;
  await database.owner`
    insert into stock_out_span (sku_id, location_id, started_at) values (${company.skuId}, ${company.destinationId}, now() - interval '4 days')`;
  await database.owner`delete from demand_daily where location_id = ${company.destinationId}`;
  await database.owner`
    insert into demand_daily (sku_id, location_id, channel_id, day, units, revenue_base_minor, cost_base_minor, lines)
    select ${company.skuId}, ${company.destinationId}, ${company.channelId}, (now() at time zone 'UTC')::date - g, 2, 0, 0, 1
    from generate_series(5, 28) g`;
  const first = await set(50, 84);
  const second = await set(null, 48);
  await measureImpact(db, rules);
  const figure = await realised(first);
  expect(figure).toMatchObject({ final: true });
  // About 2 a day for a day and a half, at 10.00 an order.
  expect(figure?.mid).toBeGreaterThan(2_000);
  expect(figure?.mid).toBeLessThan(4_000);
  expect(await realised(second)).toEqual({ low: null, mid: null, high: null, final: false });
  const [{ why } = { why: null }] = await db`select unmeasurable as why from action where id = ${second}`;
  expect(why).toBe("shown_unknown");
});

test("what came of the claims makes a version of the factors, and the same again makes none", async () => {
  const { db } = database;
  expect(await refreshClaimFactors(db, new Date())).toBe(1);
  expect(await refreshClaimFactors(db, new Date())).toBe(1);
  const factors = await db`
    select kind, cases, claimed_minor as claimed, realised_minor as realised, factor::float8 as factor from claim_factor order by kind`;
  // A claim of 105.00 that brought 131.70: good luck raises nothing. A pause's one day is held against one day's claim.
  expect(factors).toEqual([
    { kind: "ad_pause", cases: 1, claimed: 2_000, realised: 2_000, factor: 1 },
    { kind: "transfer", cases: 1, claimed: 10_500, realised: 13_170, factor: 1 },
  ]);
});

test("the report sums what is measured, by kind and week, and a filter holds", async () => {
  const { db } = database;
  const all = { team: null, kind: null, days: 91, week: null };
  const kinds = await valueOfKinds(db, all);
  // What was set by hand, with nothing expected of it, is not in it.
  expect(kinds).toMatchObject([
    {
      kind: "transfer",
      team: "supply",
      actions: 1,
      measured: 1,
      running: 0,
      expected: 10_500,
      realised: 13_170,
    },
    {
      kind: "ad_pause",
      team: "marketing",
      actions: 1,
      measured: 1,
      running: 0,
      expected: 2_000,
      realised: 2_000,
    },
  ]);
  expect(await valueOfKinds(db, { ...all, team: "operator" })).toEqual([]);
  const weeks = await valueOfWeeks(db, { ...all, kind: "transfer" });
  expect(weeks.map(({ realised }) => realised)).toEqual([13_170]);
  const price = { key: "price", kind: "price", valueMinor: 4_200, steps: [], executable: false };
  const advised = await storeRecommendation(db, { skuId: company.skuId, options: [price] });
  const noted = { ...advised, reason: "other_plan", note: "Raise the price", followed: "price" };
  await rejectRecommendation(db, person("supply"), noted);
  expect(await adviceFollowed(db, all)).toEqual([
    { team: "supply", kind: "price", count: 1, expected: 4_200 },
  ]);
  expect(await notFollowed(db, all), "what is done elsewhere was not turned down").toEqual([]);
  const [{ from: week } = { from: "" }] = weeks;
  expect(await valueOfKinds(db, { ...all, week })).toEqual(kinds);
  expect(await valueOfKinds(db, { ...all, week: addDays(week, -7) })).toEqual([]);
  expect(await valueOfPolicies(db, all)).toEqual([]);
  expect(await notFollowed(db, all)).toEqual([]);
});

test("an ad is taken to sell as it did on its days with stock: 4 a day on five of ten, so 8 missed in two days of a pause", async () => {
  const { db, owner } = database;
  const [ad] = await db<{ id: number }[]>`
    insert into product_ad (campaign_id, sku_id, external_id, state) values (${company.campaignId}, ${company.skuId}, 'other', 'paused')
    returning id`;
  const productAdId = ad?.id ?? 0;
  await db`
    insert into ad_spend (product_ad_id, starts_at, grain, currency, spend_minor, spend_base_minor, attributed_units)
    select ${productAdId}, date_trunc('day', now() - make_interval(days => g)), 'day', 'USD', 2000, 2000, case when g <= 7 then 4 else 0 end
    from generate_series(3, 12) g`;
  await owner`delete from stock_out_span`;
  await owner`
    insert into stock_out_span (sku_id, location_id, started_at, ended_at)
    select ${company.skuId}, ${company.destinationId}, date_trunc('day', now()) - interval '12 days', date_trunc('day', now()) - interval '7 days'`;
  const id = newId();
  await db`
    insert into action (id, kind, executor, payload, state, verified_at, expected_days, approved_by)
    values (${id}, 'ad_pause', 'webhook', ${db.json({ campaignId: company.campaignId, productAdId })}, 'verified',
      date_trunc('day', now()) - interval '2 days', 2, 'system')`;
  await db`update product_ad set paused_by_action_id = ${id} where id = ${productAdId}`;
  await measureImpact(db, rules);
  const [row] =
    await db`select (realised_facts ->> 'missedUnits')::float8 as missed from action where id = ${id}`;
  expect(row?.missed).toBeCloseTo(8, 6);
});
