import { afterAll, beforeAll, expect, test } from "vitest";
import { OUTSIDE_PLACE, postMoves, stockPlace } from "@/db/queries/ledger";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { freshen, makeShortage } from "../action/testing/shortage";
import { makeSmallCompany, person, type SmallCompany, testSecret } from "../action/testing/small-company";
import { undoAction } from "../action/undo";
import { approveRecommendation } from "./approve";
import { proposeShifts } from "./propose";

process.env.PLIMSOLL_SECRET = testSecret;
let database: TestDatabase;
let company: SmallCompany;

beforeAll(async () => {
  database = await createTestDatabase();
  company = await makeSmallCompany(database.db, {
    warehouseUrl: "http://127.0.0.1:1",
    adsUrl: "http://127.0.0.1:1",
    secret: "whsec_AAAA",
  });
  await makeShortage(database, company);
  const { db, owner } = database;
  // The donor's ad leads to what is out; the other to 400 units of a SKU that sells one a day.
  await db`update campaign set budget_minor_per_day = 10000`;
  const [sku] = await db<{ id: number }[]>`
    insert into sku (code, title, currency, unit_cost, price) values ('SKU-2', 'Two', 'USD', 5, 45) returning id`;
  const skuId = sku?.id ?? 0;
  const [campaign] = await db<{ id: number }[]>`
    insert into campaign (connection_id, external_id, channel_id, kind, name, currency, state_as_of, budget_minor_per_day)
    values (${company.adsId}, 'CMP-2', ${company.channelId}, 'google_shopping', 'Lamps', 'USD', now(), 10000) returning id`;
  const [ad] = await db<{ id: number }[]>`
    insert into product_ad (campaign_id, sku_id, external_id, state_as_of) values (${campaign?.id ?? 0}, ${skuId}, 'AD-2', now()) returning id`;
  const spend = (adId: number, units: number) => db`
    insert into ad_spend (product_ad_id, starts_at, grain, currency, spend_minor, spend_base_minor, attributed_units)
    select ${adId}, (now() at time zone 'UTC')::date - g, 'day', 'USD', 10000, 10000, ${units} from generate_series(1, 20) g`;
  await spend(company.productAdId, 1);
  await spend(ad?.id ?? 0, 10);
  await owner`
    insert into demand_daily (sku_id, location_id, channel_id, day, units, revenue_base_minor, cost_base_minor, lines)
    select ${skuId}, ${company.destinationId}, ${company.channelId}, (now() at time zone 'UTC')::date - g, 1, 4500, 500, 1
    from generate_series(1, 60) g on conflict do nothing`;
  await postMoves(db, [
    {
      occurredAt: new Date(Date.now() - 86_400_000),
      skuId,
      fromPlaceId: OUTSIDE_PLACE.count,
      toPlaceId: stockPlace(company.destinationId),
      quantity: 400,
      reason: "opening",
    },
  ]);
  await freshen(db);
});
afterAll(() => database.drop());

test("a budget moves to what lies too long, within the policy's share, and a second look leaves it", async () => {
  const { db } = database;
  await db.begin((tx) => proposeShifts(tx));
  const [row] = await db`
    select id, version, options from recommendation where kind = 'ad_budget' and state = 'open'`;
  const option = row?.options[0];
  // SKU-1 is out, so that the donor's last coin earns nothing: the whole 20 % of 10,000 moves.
  expect(option?.params).toMatchObject({ fromName: "Bottles", toName: "Lamps", minorPerDay: 2_000 });
  expect(
    option?.steps.map(({ purpose, campaignName, fromMinorPerDay, budgetMinorPerDay }: never) => [
      ...[purpose, campaignName, fromMinorPerDay, budgetMinorPerDay],
    ]),
  ).toEqual([
    ["raise", "Lamps", 10_000, 12_000],
    ["lower", "Bottles", 10_000, 8_000],
    ["restore", "Lamps", 12_000, 10_000],
    ["restore", "Bottles", 8_000, 10_000],
  ]);
  // 10 units × 40 × (1.2^0.7 − 1) = 54.46 a day, for 14 days.
  expect(option?.valueMinor).toBeCloseTo(14 * 5_446, -2);

  const approved = await approveRecommendation(db, person("marketing"), {
    id: row?.id,
    version: row?.version,
    optionKey: option?.key,
  });
  expect(approved.actions.map(({ kind }) => kind)).toEqual(["ad_budget", "ad_budget"]);
  const [lowered] = await db<{ id: string }[]>`
    select id from action where payload ->> 'campaignId' = ${String(option?.steps[1]?.campaignId)}`;
  await undoAction(db, person("marketing"), { actionId: lowered?.id });
  const later =
    await db`select step_key as key, state, reason from recommendation_step where action_id is null order by place`;
  expect(later, "what was taken back needs nobody to bring it back").toMatchObject([
    { state: "scheduled", reason: null },
    { state: "lapsed", reason: "taken_back" },
  ]);
  await db`update action set created_at = now() - interval '2 days'`;
  expect(await db.begin((tx) => proposeShifts(tx))).toEqual({ created: 0, changed: 0, expired: 0 });
});
