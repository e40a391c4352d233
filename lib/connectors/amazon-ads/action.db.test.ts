import pino from "pino";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict, Forbidden } from "@/lib/core/errors";
import type { LiveAccount } from "@/lib/ingest/sync/account";
import {
  addConnection,
  makeCompany,
  syncAll,
  testSealingSecret,
} from "@/lib/ingest/sync/testing/live-company";
import { loadHandler } from "@/lib/jobs/registry";
import { insertAdSwitch } from "@/lib/services/action/insert-ad-switch";
import { setAdBudget } from "@/lib/services/action/set-ad-budget";
import { person } from "@/lib/services/action/testing/small-company";
import { undoAction } from "@/lib/services/action/undo";
import { ensurePolicy } from "@/lib/services/policy/ensure";
import { type SimulatedAmazonAds, startAmazonAds } from "@/sandbox/live/amazon-ads/server";
import { noLiveFaults } from "@/sandbox/live/contract";
import { amazonAdsConnector } from "./provider";
import { testSession } from "./testing/session";

process.env.PLIMSOLL_SECRET = testSealingSecret;
const credentials = { clientId: "amzn1.client", clientSecret: "s3cret", refreshToken: "Atzr|grant" };
const campaignId = "90071992547409931";
const adId = "90071992547409932";

let database: TestDatabase;
let vendor: SimulatedAmazonAds;
let account: LiveAccount;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  await makeCompany(db);
  await db`insert into sku (code, title, currency) values ('LAMP-1', 'Lamp', 'USD'), ('LAMP-2', 'Lamp', 'USD')`;
  vendor = await startAmazonAds({
    credentials,
    profile: {
      profileId: "4001",
      name: "Plimsoll US",
      countryCode: "US",
      currencyCode: "USD",
      timeZone: "America/Los_Angeles",
    },
    campaigns: [{ campaignId, name: "Lamps", budgetPerDay: 50 }],
    productAds: [
      { adId, adGroupId: "77", campaignId, sku: "LAMP-1" },
      { adId: `${adId}9`, adGroupId: "77", campaignId, sku: "LAMP-2" },
    ],
    quotas: {},
  });
  account = await addConnection(db, amazonAdsConnector, {
    key: "ads",
    baseUrl: vendor.origin,
    settings: { region: "na", profileId: "4001", clientId: credentials.clientId },
    secrets: { clientSecret: credentials.clientSecret, refreshToken: credentials.refreshToken },
  });
  await syncAll(db, account, ["campaigns", "product_ads"]);
});
afterAll(async () => {
  await vendor.stop();
  await database.drop();
});
beforeEach(() => void Object.assign(vendor.faults, noLiveFaults));

async function ordered(externalId: string, kind: "ad_pause" | "ad_resume" = "ad_pause"): Promise<string> {
  const [ad] = await database.db<{ id: number; campaign: number }[]>`
    select id, campaign_id as campaign from product_ad where external_id = ${externalId}`;
  return database.db.begin((tx) =>
    insertAdSwitch(tx, person("marketing"), {
      recommendationId: null,
      kind,
      campaignId: ad?.campaign ?? 0,
      productAdId: ad?.id ?? 0,
      expected: null,
    }),
  );
}

const context = () => ({
  db: database.db,
  log: pino({ level: "silent" }),
  signal: new AbortController().signal,
});
const send = async (actionId: string) => (await loadHandler("actions.send"))({ actionId }, context());
const confirm = async () => (await loadHandler("actions.confirm"))({}, context());
const stateOf = async (id: string) => {
  const [row] = await database.db<{ state: string; reason: string | null }[]>`
    select state, state_reason as reason from action where id = ${id}`;
  return row;
};
const due = (id: string, acceptedAgo = "0 seconds") => database.db`
  update action set next_attempt_at = now(), accepted_at = now() - ${acceptedAgo}::interval where id = ${id}`;

test("a pause is accepted at Amazon's word and verified by the reading, at the one ad and no other", async () => {
  const id = await ordered(adId);
  await send(id);
  expect(await stateOf(id)).toMatchObject({ state: "accepted" });
  await due(id);
  await confirm();
  expect(await stateOf(id)).toMatchObject({ state: "verified" });
  expect(vendor.stateOf("product_ad", adId)).toBe("PAUSED");
  expect(vendor.stateOf("product_ad", `${adId}9`)).toBe("ENABLED");
  expect(vendor.stateOf("campaign", campaignId)).toBe("ENABLED");
  const [ad] =
    await database.db`select state, paused_by_action_id as by from product_ad where external_id = ${adId}`;
  expect(ad).toEqual({ state: "paused", by: id });

  const back = await ordered(adId, "ad_resume");
  await send(back);
  await due(back);
  await confirm();
  expect(await stateOf(back)).toMatchObject({ state: "verified" });
  expect(vendor.stateOf("product_ad", adId)).toBe("ENABLED");
});

test("a 207 that changed nothing is unconfirmed, and verified when a later reading shows it after all", async () => {
  vendor.faults.lie = true;
  const id = await ordered(`${adId}9`);
  await send(id);
  expect(await stateOf(id)).toMatchObject({ state: "accepted" });
  await due(id, "1 day");
  await confirm();
  expect(await stateOf(id)).toMatchObject({ state: "unconfirmed", reason: "not_shown" });
  expect(vendor.stateOf("product_ad", `${adId}9`)).toBe("ENABLED");
  vendor.setState("product_ad", `${adId}9`, "PAUSED");
  await due(id, "1 day");
  await confirm();
  expect(await stateOf(id)).toMatchObject({ state: "verified" });
});

const marketing = person("marketing");
const budget = async () => {
  const [row] = await database.db<{ id: number; minor: number | null }[]>`
    select id, budget_minor_per_day as minor from campaign where external_id = ${campaignId}`;
  return { id: row?.id ?? 0, minor: row?.minor ?? null };
};
const setBudget = async (units: number, shownMinorPerDay: number | null) =>
  setAdBudget(database.db, marketing, {
    campaignId: (await budget()).id,
    budgetMinorPerDay: units * 100,
    shownMinorPerDay,
  });
/** Somebody else changes it at Amazon. */
const changedThere = (units: string) => {
  const message = { actionId: "elsewhere", campaignExternalId: campaignId, budgetPerDay: units };
  const session = testSession({
    settings: { ...account.settings },
    secrets: { ...account.secrets },
  });
  return amazonAdsConnector.send?.(session, { id: "elsewhere", type: "ad.budget", data: message });
};

test("a budget is set once, proved by reading it back, audited, and taken back", async () => {
  await ensurePolicy(database.db);
  expect(await budget()).toMatchObject({ minor: 5_000 });
  await expect(
    setAdBudget(database.db, person("operator"), {
      ...{ campaignId: 1, budgetMinorPerDay: 100, shownMinorPerDay: null },
    }),
  ).rejects.toThrow(Forbidden);
  const { actionId } = await setBudget(80, 5_000);
  expect(await setBudget(80, 5_000)).toEqual({ actionId });
  await expect(setBudget(70, 5_000)).rejects.toThrow("already on its way");
  await send(actionId);
  expect(await stateOf(actionId)).toMatchObject({ state: "accepted" });
  await due(actionId);
  await confirm();
  expect(await stateOf(actionId)).toMatchObject({ state: "verified" });
  expect(await budget()).toMatchObject({ minor: 8_000 });
  const audited = await database.db`select before, after from audit_event where verb = 'ad.set_budget'`;
  expect(audited).toMatchObject([
    { before: { budgetMinorPerDay: 5_000 }, after: { budgetMinorPerDay: 8_000, actionId } },
  ]);

  const { inverseId } = await undoAction(database.db, marketing, { actionId });
  await send(inverseId ?? "");
  await due(inverseId ?? "");
  await confirm();
  expect(await stateOf(actionId)).toMatchObject({ state: "undone" });
  expect(await budget()).toMatchObject({ minor: 5_000 });
});

test("a budget beyond the policy, below the least, or decided on an old figure is refused", async () => {
  await expect(setBudget(101, 5_000)).rejects.toThrow("at most 100.00 USD");
  await expect(setBudget(0, 5_000)).rejects.toThrow("at least 1 USD");
  await expect(setBudget(50, 5_000)).rejects.toThrow("is that already");
  await expect(setBudget(60, 4_000)).rejects.toThrow(Conflict);
});

test("a budget that somebody changed at Amazon is not overwritten, neither by a change nor by its undo", async () => {
  const { actionId } = await setBudget(60, 5_000);
  await changedThere("55");
  await send(actionId);
  expect(await stateOf(actionId)).toMatchObject({ state: "refused", reason: "state_changed" });
  await syncAll(database.db, account, ["campaigns"]);
  expect(await budget()).toMatchObject({ minor: 5_500 });

  const second = (await setBudget(70, 5_500)).actionId;
  await send(second);
  await due(second);
  await confirm();
  await changedThere("71");
  await syncAll(database.db, account, ["campaigns"]);
  await expect(undoAction(database.db, marketing, { actionId: second })).rejects.toThrow("was changed since");
});

test("a budget that Amazon took on and did not set is unconfirmed", async () => {
  vendor.faults.lie = true;
  const { actionId } = await setBudget(90, 7_100);
  await send(actionId);
  await due(actionId, "1 day");
  await confirm();
  expect(await stateOf(actionId)).toMatchObject({ state: "unconfirmed", reason: "not_shown" });
});
