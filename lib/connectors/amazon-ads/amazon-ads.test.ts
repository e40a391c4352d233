import { afterEach, beforeEach, expect, test } from "vitest";
import type { OutboundMessage } from "@/lib/core/outbound";
import {
  type AmazonAdsOptions,
  type SimulatedAmazonAds,
  startAmazonAds,
} from "@/sandbox/live/amazon-ads/server";
import { noLiveFaults } from "@/sandbox/live/contract";
import type { Page, Position, ReadRequest, SourceRecord, Stream } from "../live-contract";
import { productAds } from "./entities";
import { amazonAdsConnector as connector } from "./provider";
import { type TestSession, testSession } from "./testing/session";
import { updateEntities } from "./update";

/** Beyond 2^53: as numbers, these two would be the same. */
const big = "90071992547409931";
const bigger = "90071992547409932";
const credentials = { clientId: "amzn1.client", clientSecret: "s3cret", refreshToken: "Atzr|grant" };
const profile = {
  profileId: "35070451234567891",
  name: "Plimsoll US",
  countryCode: "US",
  currencyCode: "USD",
  timeZone: "America/Los_Angeles",
};
const usual: AmazonAdsOptions = {
  credentials,
  profile,
  reportSeconds: 0,
  campaigns: [
    { campaignId: big, name: "Lamps", budgetPerDay: 50.25 },
    { campaignId: bigger, name: "Chairs", budgetPerDay: 20 },
  ],
  productAds: [
    { adId: `${big}1`, adGroupId: "77", campaignId: big, sku: "LAMP-1" },
    { adId: `${big}2`, adGroupId: "77", campaignId: big, sku: "LAMP-2" },
    { adId: `${bigger}1`, adGroupId: "88", campaignId: bigger, sku: "CHAIR-1" },
  ],
};

let vendor: SimulatedAmazonAds;
let session: TestSession;

const connect = (more: Record<string, string> = {}, secrets: Record<string, string> = {}) =>
  testSession({
    settings: {
      baseUrl: vendor.origin,
      region: "na",
      profileId: profile.profileId,
      clientId: credentials.clientId,
      ...more,
    },
    secrets: { clientSecret: credentials.clientSecret, refreshToken: credentials.refreshToken, ...secrets },
  });

beforeEach(async () => {
  vendor = await startAmazonAds(usual);
  session = connect();
});
afterEach(() => vendor.stop());

const now = () => new Date().toISOString();

/** Reads a stream to its end, as the engine does. */
async function readAll(
  stream: Stream,
  scope: ReadRequest["scope"] = { kind: "incremental", since: null, until: now() },
): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  let position: Position | null = null;
  do {
    const page: Page = await connector.read(session, { stream, position, scope });
    records.push(...page.records);
    position = page.next;
  } while (position !== null);
  return records;
}

const adSwitch = (type: "ad.pause" | "ad.resume", externalId: string, more = {}): OutboundMessage => ({
  id: "a-1",
  type,
  data: {
    actionId: "a-1",
    level: "product_ad",
    externalId,
    campaignExternalId: big,
    expectedState: type === "ad.pause" ? "enabled" : "paused",
    ...more,
  },
});
const sent = async (message: OutboundMessage) => {
  const result = await connector.send?.(session, message);
  if (!result) throw new Error("the connector sends nothing");
  return result;
};
const readBack = async (externalId: string, level: "product_ad" | "campaign" = "product_ad") =>
  connector.readBack?.(session, { subject: "ad", level, externalId });

test("reads campaigns and ads with exact ids, also when every page comes twice", async () => {
  vendor.faults.repeatPages = true;
  const campaigns = await readAll("campaigns");
  expect(new Set(campaigns.map(({ id }) => id))).toEqual(new Set([big, bigger]));
  expect(campaigns.find(({ id }) => id === big)?.fields).toMatchObject({
    campaignId: big,
    kind: "sponsored_products",
    name: "Lamps",
    state: "enabled",
    currency: "USD",
    budgetPerDay: "50.25",
  });
  const ads = await readAll("product_ads");
  expect(ads).toHaveLength(6);
  expect(ads.find(({ id }) => id === `${big}2`)?.fields).toMatchObject({
    campaign: big,
    adId: `${big}2`,
    sku: "LAMP-2",
    state: "enabled",
  });
});

test("pages through more ads than fit one answer", async () => {
  await vendor.stop();
  const many = Array.from({ length: 1_203 }, (_, at) => ({
    adId: `${big}${at}`,
    adGroupId: String(at % 7),
    campaignId: big,
    sku: `SKU-${at}`,
  }));
  vendor = await startAmazonAds({ ...usual, productAds: many });
  session = connect();
  const ads = await readAll("product_ads");
  expect(new Set(ads.map(({ id }) => id)).size).toBe(1_203);
  const asked = many.slice(0, 1_150).map(({ adId }) => adId);
  expect(await readAll("product_ads", { kind: "ids", ids: asked })).toHaveLength(1_150);
});

test("an ad in a paused group does not run", async () => {
  vendor.setState("ad_group", "77", "PAUSED");
  const ads = await readAll("product_ads", { kind: "ids", ids: [`${big}1`, `${bigger}1`] });
  expect(ads.map(({ fields }) => fields.state)).toEqual(["paused", "enabled"]);
});

test("pauses one ad and no other, and the reading proves it", async () => {
  const result = await sent(adSwitch("ad.pause", `${big}1`));
  expect(result).toMatchObject({ outcome: "accepted", httpStatus: 207 });
  expect(vendor.stateOf("product_ad", `${big}1`)).toBe("PAUSED");
  expect(vendor.stateOf("product_ad", `${big}2`)).toBe("ENABLED");
  expect(vendor.stateOf("campaign", big)).toBe("ENABLED");
  expect(await readBack(`${big}1`)).toMatchObject({
    outcome: "seen",
    reading: { subject: "ad", externalId: `${big}1`, campaignExternalId: big, state: "paused" },
  });
  expect(await sent(adSwitch("ad.resume", `${big}1`))).toMatchObject({ outcome: "accepted" });
  expect(vendor.stateOf("product_ad", `${big}1`)).toBe("ENABLED");
});

test("a 207 that changed nothing is Amazon's word only: the reading shows the ad still enabled", async () => {
  vendor.faults.lie = true;
  expect(await sent(adSwitch("ad.pause", `${big}1`))).toMatchObject({
    outcome: "accepted",
    current: { state: "enabled" },
  });
  expect(await readBack(`${big}1`)).toMatchObject({ outcome: "seen", reading: { state: "enabled" } });
});

test("a repeat finds it done; an archived, an unknown and a changed ad are refused with the reason", async () => {
  await sent(adSwitch("ad.pause", `${big}1`));
  expect(await sent(adSwitch("ad.pause", `${big}1`))).toMatchObject({
    outcome: "accepted",
    receipt: { alreadySo: true },
  });
  vendor.setState("product_ad", `${big}1`, "ARCHIVED");
  expect(await sent(adSwitch("ad.resume", `${big}1`))).toMatchObject({
    outcome: "refused",
    reason: "state_changed",
    current: { state: "ended" },
  });
  expect(await sent(adSwitch("ad.pause", "404"))).toMatchObject({ outcome: "failed", reason: "unknown_ad" });
  expect(await readBack("404")).toEqual({ outcome: "absent" });
});

test("sets a campaign's budget exactly, unless somebody else set it meanwhile", async () => {
  const budget = (budgetPerDay: string, expectedBudgetPerDay: string): OutboundMessage => ({
    id: "a-2",
    type: "ad.budget",
    data: { actionId: "a-2", campaignExternalId: big, budgetPerDay, expectedBudgetPerDay },
  });
  expect(await sent(budget("12.34", "50.25"))).toMatchObject({ outcome: "accepted" });
  expect(vendor.budgetOf(big)).toBe(12.34);
  expect(await readBack(big, "campaign")).toMatchObject({ reading: { budgetPerDay: "12.34" } });
  expect(await sent(budget("99", "50.25"))).toMatchObject({ outcome: "refused", reason: "state_changed" });
  expect(vendor.budgetOf(big)).toBe(12.34);
});

test("2,100 changes go in three calls and each entry's fate is its own", async () => {
  await vendor.stop();
  const ads = Array.from({ length: 2_100 }, (_, at) => ({
    adId: `${big}${at}`,
    adGroupId: "1",
    campaignId: big,
    sku: `SKU-${at}`,
  }));
  vendor = await startAmazonAds({ ...usual, productAds: ads });
  session = connect();
  vendor.setState("product_ad", `${big}1001`, "ARCHIVED");
  const ids = ads.map(({ adId }) => adId);
  ids[7] = "404";
  const told = await updateEntities(
    session,
    productAds,
    ids.map((adId) => ({ adId, state: "PAUSED" })),
  );
  expect(vendor.counts().product_ads?.requests).toBe(3);
  expect(told).toHaveLength(2_100);
  expect(told[7]).toEqual({ outcome: "error", code: "entityNotFoundError" });
  expect(told[1001]).toEqual({ outcome: "error", code: "entityStateError" });
  expect(told[2_099]).toMatchObject({ outcome: "success", shown: { adId: ids[2_099], state: "PAUSED" } });
  expect(told.filter(({ outcome }) => outcome === "success")).toHaveLength(2_098);
});

const spend = { spendMinor: 333, impressions: 100, clicks: 4, units: 1, salesMinor: 2_999 };

test("spend comes through a report with ids that no number could hold, by the account's own day", async () => {
  const at = new Date(Date.now() - 86_400_000);
  expect(vendor.accrue(`${big}1`, { at, ...spend })).toBe(true);
  expect(vendor.accrue(`${big}2`, { at, ...spend, spendMinor: 10 })).toBe(true);
  await sent(adSwitch("ad.pause", `${big}1`));
  expect(vendor.accrue(`${big}1`, { at, ...spend })).toBe(false);
  const records = await readAll("ad_spend");
  expect(records).toHaveLength(2);
  const one = records.find(({ fields }) => fields.adId === `${big}1`);
  expect(one?.fields).toMatchObject({
    campaign: big,
    grain: "day",
    currency: "USD",
    spend: "3.33",
    impressions: "100",
    clicks: "4",
    attributedUnits: "1",
    attributedSales: "29.99",
  });
  expect(one?.raw).toMatchObject({ adId: `${big}1`, campaignId: big });
  const local = new Intl.DateTimeFormat("en-GB", { timeZone: profile.timeZone, timeStyle: "medium" });
  expect(local.format(new Date(String(one?.fields.startsAt)))).toBe("00:00:00");
});

test("a period longer than a report is read in several", async () => {
  const from = new Date(Date.now() - 80 * 86_400_000).toISOString();
  for (const days of [79, 40, 2])
    vendor.accrue(`${big}1`, { at: new Date(Date.now() - days * 86_400_000), ...spend });
  const records = await readAll("ad_spend", { kind: "backfill", from, until: now() });
  expect(new Set(records.map(({ id }) => id)).size).toBe(3);
});

test("a report in the making is waited for, and adopted by whoever asks for the same", async () => {
  await vendor.stop();
  vendor = await startAmazonAds({ ...usual, reportSeconds: 86_400 });
  session = connect();
  vendor.accrue(`${big}1`, { at: new Date(), ...spend });
  const request = { stream: "ad_spend", scope: { kind: "incremental", since: null, until: now() } } as const;
  const first = await connector.read(session, { ...request, position: null });
  const second = await connector.read(session, { ...request, position: null });
  expect(first).toMatchObject({ records: [], waitSeconds: 2 });
  expect(second.next?.reportId).toBe(first.next?.reportId);
  const waiting = await connector.read(session, { ...request, position: first.next });
  expect(waiting).toMatchObject({ records: [], waitSeconds: 4 });
  expect(waiting.next?.reportId).toBe(first.next?.reportId);
  vendor.finishReports();
  const last = await connector.read(session, { ...request, position: waiting.next });
  expect(last).toMatchObject({ next: null, progress: 1 });
  expect(last.records).toHaveLength(1);
});

test("a 429 says how long to wait, and the session learns it", async () => {
  await readAll("campaigns");
  vendor.faults.throttleNext = 1;
  const position = { currency: "USD" };
  const scope = { kind: "incremental", since: null, until: now() } as const;
  await expect(connector.read(session, { stream: "campaigns", position, scope })).rejects.toMatchObject({
    failure: "throttled",
    code: "http_429",
    retryAfterSeconds: 1,
  });
  expect(session.learned).toEqual([{ bucket: "campaigns", waitSeconds: 1 }]);
  vendor.faults.throttleNext = 1;
  expect(await sent(adSwitch("ad.pause", `${big}1`))).toMatchObject({
    outcome: "retry",
    httpStatus: 429,
    retryAfterSeconds: 1,
  });
});

test("a server that really throttles is felt", async () => {
  await vendor.stop();
  vendor = await startAmazonAds({ ...usual, quotas: { campaigns: { perSecond: 0.01, burst: 2 } } });
  session = connect();
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => readAll("campaigns")));
  expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(1);
  expect(vendor.counts().campaigns).toEqual({ requests: 3, throttled: 1 });
});

test("an expired token is replaced once, a revoked grant asks to connect again", async () => {
  await readAll("campaigns");
  vendor.faults.expireTokens = true;
  expect(await readAll("campaigns")).toHaveLength(2);
  Object.assign(vendor.faults, noLiveFaults, { revoked: true });
  await expect(readAll("campaigns")).rejects.toMatchObject({
    failure: "unauthorised",
    code: "invalid_grant",
  });
});

test("an answer cut in the middle and a vendor that is down are tried again, never believed", async () => {
  await readAll("campaigns");
  vendor.faults.cutNext = 1;
  await expect(readAll("campaigns")).rejects.toMatchObject({ failure: "transient" });
  vendor.faults.down = true;
  expect(await sent(adSwitch("ad.pause", `${big}1`))).toMatchObject({ outcome: "retry", httpStatus: 503 });
  expect(await readBack(`${big}1`)).toMatchObject({ outcome: "unreadable" });
});

test("a pause whose answer breaks off is tried again and finds it done", async () => {
  const inner = session.fetch;
  session.fetch = (request) => {
    if (request.method === "PUT") vendor.faults.cutNext = 1;
    return inner(request);
  };
  expect(await sent(adSwitch("ad.pause", `${big}1`))).toMatchObject({ outcome: "retry" });
  expect(vendor.stateOf("product_ad", `${big}1`)).toBe("PAUSED");
  session.fetch = inner;
  expect(await sent(adSwitch("ad.pause", `${big}1`))).toMatchObject({
    outcome: "accepted",
    receipt: { alreadySo: true },
  });
});

test("an action waits for a new grant instead of failing", async () => {
  await readAll("campaigns");
  vendor.faults.revoked = true;
  await expect(sent(adSwitch("ad.pause", `${big}1`))).rejects.toMatchObject({ failure: "unauthorised" });
  expect(vendor.stateOf("product_ad", `${big}1`)).toBe("ENABLED");
});

test("the check names what is wrong", async () => {
  expect(await connector.check(session)).toMatchObject({
    ok: true,
    account: "Plimsoll US (US)",
    scopes: ["advertising::campaign_management"],
    missingScopes: [],
  });
  expect(await connector.check(connect({ profileId: "1" }))).toMatchObject({
    ok: false,
    problem: "wrong_account",
    detail: expect.stringContaining(profile.profileId),
  });
  expect(await connector.check(connect({ clientId: "other" }))).toMatchObject({
    problem: "wrong_credentials",
  });
  expect(await connector.check(connect({}, { refreshToken: "old" }))).toMatchObject({ problem: "expired" });
  expect(await connector.check(connect({ baseUrl: "", region: "xx" }))).toMatchObject({
    problem: "wrong_region",
  });
  expect(await connector.check(connect({ baseUrl: "http://127.0.0.1:1" }))).toMatchObject({
    problem: "unreachable",
  });
  const limited = await startAmazonAds({ ...usual, granted: false });
  expect(await connector.check(connect({ baseUrl: limited.origin }))).toMatchObject({
    problem: "missing_scopes",
    missingScopes: ["advertising::campaign_management"],
  });
  await limited.stop();
});
