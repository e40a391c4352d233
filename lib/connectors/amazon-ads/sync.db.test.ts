import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import type { LiveAccount } from "@/lib/ingest/sync/account";
import { runStream } from "@/lib/ingest/sync/run-pass";
import {
  addConnection,
  makeCompany,
  silent,
  syncAll,
  syncStream,
  testSealingSecret,
} from "@/lib/ingest/sync/testing/live-company";
import { type SimulatedAmazonAds, startAmazonAds } from "@/sandbox/live/amazon-ads/server";
import { amazonAdsConnector } from "./provider";

process.env.PLIMSOLL_SECRET = testSealingSecret;
const credentials = { clientId: "amzn1.client", clientSecret: "s3cret", refreshToken: "Atzr|grant" };
/** Beyond 2^53: as numbers, these two would be the same. */
const big = "90071992547409931";
const bigger = "90071992547409932";

let database: TestDatabase;
let vendor: SimulatedAmazonAds;
let account: LiveAccount;

beforeAll(async () => {
  database = await createTestDatabase();
  await makeCompany(database.db);
  await database.db`insert into sku (code, title, currency) values ('LAMP-1', 'Lamp', 'USD'), ('LAMP-2', 'Lamp', 'USD')`;
});
afterAll(() => database.drop());

beforeEach(async () => {
  vendor = await startAmazonAds({
    credentials,
    profile: {
      profileId: "35070451234567891",
      name: "Plimsoll US",
      countryCode: "US",
      currencyCode: "USD",
      timeZone: "America/Los_Angeles",
    },
    reportSeconds: 86_400,
    campaigns: [
      { campaignId: big, name: "Lamps", budgetPerDay: 50.25 },
      { campaignId: bigger, name: "More lamps", budgetPerDay: 20 },
    ],
    productAds: [
      { adId: `${big}1`, adGroupId: "77", campaignId: big, sku: "LAMP-1" },
      { adId: `${bigger}1`, adGroupId: "88", campaignId: bigger, sku: "LAMP-2" },
    ],
    quotas: {},
  });
  account = await addConnection(database.db, amazonAdsConnector, {
    key: `ads-${vendor.origin.split(":").pop()}`,
    baseUrl: vendor.origin,
    settings: { region: "na", profileId: "35070451234567891", clientId: credentials.clientId },
    secrets: { clientSecret: credentials.clientSecret, refreshToken: credentials.refreshToken },
  });
});
afterEach(() => vendor.stop());

const at = new Date(Date.now() - 60_000);
const spent = (minor: number) => ({
  at,
  spendMinor: minor,
  impressions: 100,
  clicks: 4,
  units: 1,
  salesMinor: 4_990,
});
const spendOf = async (adId: string) => {
  const rows = await database.db`
    select s.spend_minor::int as spend, s.attributed_sales_minor::int as sales, s.currency
    from ad_spend s join product_ad a on a.id = s.product_ad_id join campaign c on c.id = a.campaign_id
    where a.external_id = ${adId} and c.connection_id = ${account.connectionId}`;
  return rows;
};
/** As the worker does it: asks, comes back when told, until the pass is over. */
async function readSpend(): Promise<void> {
  const options = { log: silent, signal: new AbortController().signal };
  await database.db`update sync_stream set next_due_at = now() where connection_id = ${account.connectionId} and stream = 'ad_spend'`;
  const first = await runStream(database.db, account, "ad_spend", "live", options);
  expect(first.result).not.toBe("done");
  vendor.finishReports();
  await syncStream(database.db, account, "ad_spend");
}

test("campaigns, ads and spend arrive with the ids that Amazon gave, and a later reading of a day replaces it", async () => {
  await syncAll(database.db, account, ["campaigns", "product_ads"]);
  const campaigns = await database.db`
    select external_id as id, state, budget_minor_per_day::int as budget, currency from campaign
    where connection_id = ${account.connectionId} order by 1`;
  expect(campaigns).toEqual([
    { id: big, state: "enabled", budget: 5_025, currency: "USD" },
    { id: bigger, state: "enabled", budget: 2_000, currency: "USD" },
  ]);
  vendor.accrue(`${big}1`, spent(333));
  vendor.accrue(`${bigger}1`, spent(10));
  await readSpend();
  expect(await spendOf(`${big}1`)).toEqual([{ spend: 333, sales: 4_990, currency: "USD" }]);
  expect(await spendOf(`${bigger}1`)).toEqual([{ spend: 10, sales: 4_990, currency: "USD" }]);
  vendor.accrue(`${big}1`, spent(100));
  await readSpend();
  expect(await spendOf(`${big}1`)).toEqual([{ spend: 433, sales: 9_980, currency: "USD" }]);
});

test("an ad paused at Amazon is paused here after the next reading, and its spend stands still", async () => {
  await syncAll(database.db, account, ["campaigns", "product_ads"]);
  vendor.setState("product_ad", `${big}1`, "PAUSED");
  expect(vendor.accrue(`${big}1`, spent(50))).toBe(false);
  await syncStream(database.db, account, "product_ads");
  const [ad] = await database.db`
    select a.state from product_ad a join campaign c on c.id = a.campaign_id
    where a.external_id = ${`${big}1`} and c.connection_id = ${account.connectionId}`;
  expect(ad).toEqual({ state: "paused" });
});
