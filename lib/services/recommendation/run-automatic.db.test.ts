import { afterAll, beforeAll, expect, test } from "vitest";
import { OUTSIDE_PLACE, postMoves, stockPlace } from "@/db/queries/ledger";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { insertAdSwitch } from "../action/insert-ad-switch";
import { freshen, makeShortage } from "../action/testing/shortage";
import { makeSmallCompany, person, type SmallCompany, testSecret } from "../action/testing/small-company";
import { bulkApprove } from "./bulk-approve";
import { loadCampaigns } from "./load-ads";
import { propose } from "./propose";
import { runAutomatic } from "./run-automatic";

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
  await database.db`
    insert into ad_spend (product_ad_id, starts_at, grain, currency, spend_minor, spend_base_minor, attributed_units, attributed_sales_base_minor)
    select ${company.productAdId}, date_trunc('day', now() - make_interval(days => g)), 'day', 'USD', 2000, 2000, 4, 8000
    from generate_series(3, 20) g`;
});
afterAll(() => database.drop());

/** The ad stands paused since two days, by an action of ours or by somebody at the platform. */
async function pausedBy(who: "plimsoll" | "person"): Promise<string> {
  const { db } = database;
  await db`update product_ad set state = 'enabled', paused_by_action_id = null, toggled_at = null`;
  const id = await db.begin((tx) =>
    insertAdSwitch(tx, person("marketing"), {
      recommendationId: null,
      kind: "ad_pause",
      campaignId: company.campaignId,
      productAdId: company.productAdId,
      expected: null,
    }),
  );
  await db`update action set state = 'verified', verified_at = now() - interval '2 days' where id = ${id}`;
  await db`
    update product_ad set state = 'paused', paused_by_action_id = ${who === "plimsoll" ? id : null}, toggled_at = now() - interval '2 days'`;
  return id;
}

const resumes = () =>
  database.db`select state, approved_by as by, payload ->> 'leftBy' as "leftBy" from action where kind = 'ad_resume'`;
const work = async () => {
  await freshen(database.db);
  await database.db.begin((tx) => propose(tx, "all"));
  return runAutomatic(database.db);
};

test("while there is no stock nothing resumes", async () => {
  await pausedBy("plimsoll");
  expect(await work()).toBe(0);
});

test("what somebody paused at the platform stays paused", async () => {
  await postMoves(database.db, [
    {
      occurredAt: new Date(),
      skuId: company.skuId,
      fromPlaceId: OUTSIDE_PLACE.supplier,
      toPlaceId: stockPlace(company.destinationId),
      quantity: 2_000,
      reason: "receipt",
    },
  ]);
  await pausedBy("person");
  expect(await work()).toBe(0);
  expect(await resumes()).toEqual([]);
});

test("what would run at a loss is left to a person, with what it is expected to lose", async () => {
  await pausedBy("plimsoll");
  await freshen(database.db);
  await database.db.begin((tx) => propose(tx, "all"));
  await database.db`update ad_spend set spend_minor = 200000, spend_base_minor = 200000`;
  expect(await runAutomatic(database.db), "what was a gain when it was proposed is looked at again").toBe(0);
  expect(await work()).toBe(0);
  expect(await resumes()).toEqual([]);
  const [card] = await database.db`
    select id, version, problem ->> 'key' as key, (problem -> 'params' ->> 'costMinorPerDay')::int > 0 as "costs",
      options -> 0 ->> 'key' as best, options -> 1 ->> 'key' as other, (options -> 1 ->> 'valueMinor')::bigint < 0 as "loses"
    from recommendation where kind = 'ad_resume' and state = 'open'`;
  expect(card).toMatchObject({
    key: "ad_resume.loses",
    costs: true,
    best: "do_nothing",
    other: "ad_resume",
    loses: true,
  });
  // Many at once leave it out as well: a loss is approved by itself.
  const many = await bulkApprove(database.db, person("marketing"), {
    items: [{ id: card?.id, version: card?.version }],
    reviewed: true,
  });
  expect(many).toMatchObject({ done: [], leftOut: [{ why: "no_option" }] });
  await database.db`update ad_spend set spend_minor = 2000, spend_base_minor = 2000`;
});

test("what Plimsoll paused resumes by itself once stock is back, with the policy as the approver, once", async () => {
  const id = await pausedBy("plimsoll");
  // However much stands before it that is a person's to decide, or was refused to the policy already.
  await database.db`
    insert into recommendation (subject_key, kind, team, problem, options, evidence, value_low_minor, value_minor, value_high_minor,
      loss_minor_per_day, material_hash, state, policy_version)
    select 'ad:other-' || g, 'ad_resume', 'marketing', '{"key": "ad_resume.back", "params": {}, "locationIds": []}'::jsonb,
      jsonb_build_array(jsonb_build_object('key', 'play', 'executable', true, 'valueMinor', 1, 'steps',
        '[{"kind": "ad_resume"}, {"kind": "transfer"}]'::jsonb)), '[]'::jsonb, 1, 1, 1, 1000000000, '', 'open', max(p.version)
    from generate_series(1, 200) g, policy p group by g
    union all
    select 'shift:none:none', 'ad_resume', 'marketing', '{"key": "ad_resume.back", "params": {}, "locationIds": []}'::jsonb,
      '[{"key": "breaks", "executable": true, "valueMinor": 1, "steps": [{"kind": "ad_resume"}]}]'::jsonb, '[]'::jsonb, 1, 1, 1, 2000000000, '', 'open',
      max(version) from policy`;
  await expect(work(), "one that breaks is told of").rejects.toThrow();
  expect(await work()).toBe(0);
  expect(await resumes()).toEqual([{ state: "queued", by: expect.stringContaining("Policy"), leftBy: id }]);
  const [audit] = await database.db`
    select actor_kind as kind from audit_event where verb = 'recommendation.approve' order by id desc limit 1`;
  expect(audit).toEqual({ kind: "policy" });
  await database.db`update recommendation set state = 'expired' where sku_id is null`;
});

test("what sold nothing because nothing was there says nothing of the ad: it resumes", async () => {
  const { db, owner } = database;
  await db`update action set state = 'verified' where kind = 'ad_resume'`;
  await pausedBy("plimsoll");
  await db`update ad_spend set attributed_units = 0`;
  await freshen(db);
  await db.begin((tx) => propose(tx, "all"));
  const keyNow = async () => {
    const [row] = await db<{ key: string }[]>`
      select problem ->> 'key' as key from recommendation where kind = 'ad_resume' and state = 'open'`;
    return row?.key;
  };
  expect(await keyNow(), "with stock all the time it brought nothing").toBe("ad_resume.loses");
  await owner`
    insert into stock_out_span (sku_id, location_id, started_at, ended_at)
    select sku_id, location_id, now() - interval '60 days', now() - interval '1 day' from stock_level where sku_id = ${company.skuId}`;
  await db.begin((tx) => propose(tx, "all"));
  expect(await keyNow()).toBe("ad_resume.back");
  expect(await runAutomatic(db)).toBe(1);
  // Of one that runs on beside an empty shelf too, days with stock tell what it brings: four a day until twelve days ago.
  await db`update product_ad set state = 'enabled', paused_by_action_id = null, toggled_at = null`;
  await db`update ad_spend set attributed_units = case when starts_at < now() - interval '12 days' then 4 else 0 end`;
  await owner`delete from stock_out_span`;
  await owner`
    insert into stock_out_span (sku_id, location_id, started_at)
    select sku_id, location_id, date_trunc('day', now() - interval '11 days') from stock_level where sku_id = ${company.skuId}`;
  const [campaign] = await loadCampaigns(db, [company.skuId], 7, new Date());
  expect(campaign?.ads[0]?.unitsPerDay).toBeCloseTo(4, 6);
});
