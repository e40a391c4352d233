import { afterAll, beforeAll, expect, test } from "vitest";
import { OUTSIDE_PLACE, postMoves, stockPlace } from "@/db/queries/ledger";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict } from "@/lib/core/errors";
import { candidateOf, freshen, makeShortage, storeCandidate } from "../action/testing/shortage";
import { makeSmallCompany, person, type SmallCompany, testSecret } from "../action/testing/small-company";
import { approveRecommendation } from "./approve";
import type { Candidate } from "./types";

process.env.PLIMSOLL_SECRET = testSecret;
let database: TestDatabase;
let company: SmallCompany;
let otherId: number;
let runs = 0;

/** A second place that sells as much and has as little; then both want nearly all that the one donor has. */
async function makeSecondPlace(): Promise<void> {
  const { db, owner } = database;
  const [other] = await db<{ id: number }[]>`
    insert into location (code, name, kind, country, region, time_zone) values ('DDD', 'Delta', 'warehouse', 'US', 'NA', 'UTC') returning id`;
  otherId = other?.id ?? 0;
  await db`
    insert into lane (origin_id, destination_id, lead_time_days, currency, freight_minor_per_unit)
    values (${company.originId}, ${otherId}, 3, 'USD', 50)`;
  await db`update lane set active = false where id = ${company.handLaneId}`;
  const count = (fromPlaceId: number, toPlaceId: number, minutesAgo: number) => ({
    occurredAt: new Date(Date.now() - minutesAgo * 60_000),
    skuId: company.skuId,
    fromPlaceId,
    toPlaceId,
    quantity: 10,
    reason: "count" as const,
  });
  await postMoves(db, [
    count(OUTSIDE_PLACE.count, stockPlace(otherId), 60 * 24 * 61),
    count(stockPlace(otherId), OUTSIDE_PLACE.count, 30),
  ]);
  for (const locationId of [company.destinationId, otherId])
    await owner`
      insert into demand_daily (sku_id, location_id, channel_id, day, units, revenue_base_minor, cost_base_minor, lines)
      select ${company.skuId}, ${locationId}, ${company.channelId}, (now() at time zone 'UTC')::date - g, 20, 40000, 10000, 20
      from generate_series(1, 60) g
      on conflict (sku_id, location_id, channel_id, day) do update set units = excluded.units`;
}

/** What would be proposed for one place if the other were not served. */
async function aloneFor(locationId: number) {
  const { db } = database;
  await db`update lane set active = destination_id = ${locationId} where origin_id = ${company.originId}`;
  const candidate = await candidateOf(db, company.skuId, `shortage:${company.skuId}:${locationId}`);
  await db`update lane set active = true where origin_id = ${company.originId}`;
  return candidate;
}

beforeAll(async () => {
  database = await createTestDatabase();
  company = await makeSmallCompany(database.db, {
    warehouseUrl: "http://127.0.0.1:1",
    adsUrl: "http://127.0.0.1:1",
    secret: "whsec_AAAA",
  });
  await makeShortage(database, company);
  await makeSecondPlace();
  await freshen(database.db);
});
afterAll(() => database.drop());

test("two approvals at once never take more from one donor than it has", async () => {
  const { db } = database;
  const [one, two] = [await aloneFor(company.destinationId), await aloneFor(otherId)];
  const wanted = [one, two].map((candidate) => candidate.options[0]?.quantityUnits ?? 0);
  expect(wanted[0] ?? 0).toBeGreaterThan(250);
  expect(wanted[1] ?? 0).toBeGreaterThan(250);
  const stored = [await storeCandidate(db, one), await storeCandidate(db, two)];
  const results = await Promise.allSettled(
    [one, two].map((candidate, index) =>
      approveRecommendation(db, person("supply", index === 0 ? "Mei" : "Ines"), {
        ...stored[index],
        optionKey: candidate.options[0]?.key,
      }),
    ),
  );
  // The joint plan shares the donor out, so at most one of the two, each wanting all, can still stand.
  expect(results.filter((result) => result.status === "fulfilled").length).toBeLessThanOrEqual(1);
  for (const result of results)
    if (result.status === "rejected") expect(result.reason).toBeInstanceOf(Conflict);
  const [donor] = await db<{ available: number }[]>`
    select available from stock_level where sku_id = ${company.skuId} and location_id = ${company.originId}`;
  expect(donor?.available).toBeGreaterThanOrEqual(0);
});

test("two approvals at once never fill a lane beyond its room", async () => {
  const { candidates, stored } = await makeTwoForOneLane();
  await expectOneToFit(await approveBoth(candidates, stored));
});

test("nor do two steps at once that waited for their team", async () => {
  const { db } = database;
  const { candidates, stored } = await makeTwoForOneLane();
  for (const [index, { options }] of candidates.entries()) {
    const { id } = stored[index] ?? { id: 0 };
    const step = options[0]?.steps.find(({ kind }) => kind === "transfer");
    await db`
      update recommendation set state = 'approved', chosen_option = ${options[0]?.key ?? ""}, decided_by = 'Ana', decided_at = now()
      where id = ${id}`;
    await db`
      insert into recommendation_step (recommendation_id, step_key, place, team, step, state)
      values (${id}, ${`transfer:${company.laneId}`}, 1, 'supply', ${db.json(step as never)}, 'waiting')`;
  }
  await expectOneToFit(await approveBoth(candidates, stored));
});

const approveBoth = (candidates: readonly Candidate[], stored: readonly { id: number; version: number }[]) =>
  Promise.allSettled(
    candidates.map(({ options }, index) =>
      approveRecommendation(database.db, person("supply", index === 0 ? "Mei" : "Ines"), {
        ...stored[index],
        optionKey: options[0]?.key,
      }),
    ),
  );

/** Two SKUs that each want more than half of the one lane's room, as stored recommendations; nothing leaves on it yet. */
async function makeTwoForOneLane() {
  const { db, owner } = database;
  await db`update transfer_order set state = 'cancelled' where state = 'planned'`;
  await db`update lane set active = id = ${company.laneId}, capacity_units = 300`;
  const candidates = [];
  runs += 1;
  for (const code of [`LANE-${runs}-1`, `LANE-${runs}-2`]) {
    const [sku] = await db<{ id: number }[]>`
      insert into sku (code, title, currency, unit_cost, price) values (${code}, ${code}, 'USD', 5, 20) returning id`;
    const skuId = sku?.id ?? 0;
    const occurredAt = new Date(Date.now() - 60 * 86_400_000);
    await postMoves(db, [
      {
        ...{ occurredAt, skuId, quantity: 500, reason: "receipt" },
        ...{ fromPlaceId: OUTSIDE_PLACE.supplier, toPlaceId: stockPlace(company.originId) },
      },
    ]);
    await makeShortage(database, { ...company, skuId });
    await owner`update demand_daily set units = 20 where sku_id = ${skuId} and location_id = ${company.destinationId}`;
    await freshen(db);
    candidates.push(await candidateOf(db, skuId, `shortage:${skuId}:${company.destinationId}`));
  }
  const units = candidates.map(({ options }) => options[0]?.quantityUnits ?? 0);
  expect(Math.min(...units)).toBeGreaterThan(200);
  const stored: { id: number; version: number }[] = [];
  for (const candidate of candidates) stored.push(await storeCandidate(db, candidate));
  return { candidates, stored };
}

/** One of two went, the other was refused, and no more leaves than the lane takes. */
async function expectOneToFit(results: readonly PromiseSettledResult<unknown>[]): Promise<void> {
  const { db } = database;
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  for (const result of results)
    if (result.status === "rejected") expect(result.reason).toBeInstanceOf(Conflict);
  const [leaving] = await db<{ units: number }[]>`
    select sum(t.quantity)::int as units from transfer_order o join transfer_line t on t.transfer_id = o.id where o.lane_id = ${company.laneId}
      and o.state = 'planned'`;
  expect(leaving?.units).toBeLessThanOrEqual(300);
}
