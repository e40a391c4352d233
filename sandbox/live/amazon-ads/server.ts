import { type LiveFaults, noLiveFaults, type SimulatedVendor } from "../contract";
import { type LiveAnswer, type LiveRequest, serve } from "../serving/serve";
import type { Quota } from "../serving/throttle";
import { kinds, list, update } from "./entities";
import { type Credentials, login } from "./login";
import { reports } from "./reports";
import {
  type EntityState,
  know,
  newState,
  type SimulatedCampaign,
  type SimulatedProductAd,
  type SpentDay,
  spend,
} from "./state";

export interface AmazonAdsOptions {
  port?: number;
  credentials: Credentials;
  profile: {
    profileId: string;
    name: string;
    countryCode: string;
    currencyCode: string;
    timeZone: string;
    type?: "seller" | "vendor";
  };
  campaigns: readonly (SimulatedCampaign & { state?: EntityState })[];
  productAds: readonly (SimulatedProductAd & { state?: EntityState })[];
  /** What was spent before. */
  spent?: readonly SpentDay[];
  /** When what there is was last changed; at the start when left out. */
  changedAt?: Date;
  /** How long a report is in the making; 2 when left out. */
  reportSeconds?: number;
  /** By operation: login, profiles, campaigns, ad_groups, product_ads, reports. */
  quotas?: Readonly<Record<string, Quota>>;
  /** Whether the authorisation holds advertising::campaign_management; it does when left out. */
  granted?: boolean;
}

export interface SimulatedAmazonAds extends SimulatedVendor {
  /** An ad earned its keep, or tried to: false where it, its group or its campaign is not enabled or the day's budget is spent. */
  accrue: (
    productAdId: string,
    what: {
      at: Date;
      spendMinor: number;
      impressions: number;
      clicks: number;
      units: number;
      salesMinor: number;
    },
  ) => boolean;
  /** Somebody at Amazon switches an ad, a group or a campaign. Throws RangeError for one that is not there. */
  setState: (level: "product_ad" | "ad_group" | "campaign", id: string, state: EntityState) => void;
  stateOf: (level: "product_ad" | "ad_group" | "campaign", id: string) => EntityState | null;
  budgetOf: (campaignId: string) => number | null;
  /** Reports that are in the making are ready now. */
  finishReports: () => void;
}

const usualQuotas: Readonly<Record<string, Quota>> = {
  login: { perSecond: 5, burst: 20 },
  profiles: { perSecond: 2, burst: 10 },
  campaigns: { perSecond: 5, burst: 20 },
  ad_groups: { perSecond: 5, burst: 20 },
  product_ads: { perSecond: 5, burst: 20 },
  reports: { perSecond: 1, burst: 10 },
};

const bucketOf: Readonly<Record<string, string>> = {
  "/sp/campaigns": "campaigns",
  "/sp/adGroups": "ad_groups",
  "/sp/productAds": "product_ads",
};

/** Starts a server that answers as Amazon Ads does: login, profiles, Sponsored Products v3 and reporting v3. */
export async function startAmazonAds(options: AmazonAdsOptions): Promise<SimulatedAmazonAds> {
  const faults: LiveFaults = { ...noLiveFaults };
  const now = () => new Date(Date.now() + faults.clockSkewSeconds * 1000);
  const state = newState(options.campaigns, options.productAds, options.changedAt ?? now());
  for (const day of options.spent ?? []) know(state, day);
  const signIn = login(options.credentials, faults);
  const { profile } = options;
  const minorDigits =
    new Intl.NumberFormat("en", { style: "currency", currency: profile.currencyCode }).resolvedOptions()
      .maximumFractionDigits ?? 2;
  const reporting = reports(state, {
    seconds: options.reportSeconds ?? 2,
    currency: profile.currencyCode,
    minorDigits,
    now,
  });
  let origin = "";
  const handle = (request: LiveRequest): LiveAnswer => {
    const { method, path, headers } = request;
    if (path === "/auth/o2/token" && method === "POST") return signIn.make(request);
    const file = /^\/offline-reports\/([^/]+)\//.exec(path)?.[1];
    if (file && method === "GET") return reporting.download(request, file);
    if (headers["amazon-advertising-api-clientid"] !== options.credentials.clientId || !signIn.holds(request))
      return {
        status: 401,
        body: { code: "UNAUTHORIZED", message: "Not authorized: the token is not valid" },
      };
    if (options.granted === false)
      return {
        status: 403,
        body: { code: "ACCESS_DENIED", message: "The token lacks advertising::campaign_management" },
      };
    if (path === "/v2/profiles" && method === "GET") return { status: 200, body: profileList(profile) };
    if (headers["amazon-advertising-api-scope"] !== profile.profileId)
      return { status: 401, body: { code: "UNAUTHORIZED", message: "Not authorized to access scope" } };
    if (path === "/reporting/reports" && method === "POST") return reporting.create(request);
    const reportId = /^\/reporting\/reports\/([^/]+)$/.exec(path)?.[1];
    if (reportId && method === "GET") return reporting.status(reportId, origin);
    return entityAnswer(request);
  };
  const entityAnswer = ({ method, path, headers, body }: LiveRequest): LiveAnswer => {
    const kind = kinds[path.replace(/\/list$/, "")];
    const listing = path.endsWith("/list");
    if (!kind || method !== (listing ? "POST" : "PUT"))
      return { status: 404, body: { code: "NOT_FOUND", message: `No such operation: ${method} ${path}` } };
    if (headers["content-type"] !== kind.mediaType || headers.accept !== kind.mediaType)
      return { status: 415, body: { code: "UNSUPPORTED_MEDIA_TYPE", message: `Use ${kind.mediaType}` } };
    const content = readObject(body);
    if (!content)
      return { status: 400, body: { code: "INVALID_ARGUMENT", message: "The body is no JSON object" } };
    return listing ? list(kind, state, content, faults) : update(kind, state, content, faults, now());
  };
  const serving = await serve({
    port: options.port ?? 0,
    faults,
    operationOf: ({ path }) => {
      if (path === "/auth/o2/token") return "login";
      if (path.startsWith("/offline-reports/")) return "download";
      if (path.startsWith("/reporting/")) return "reports";
      if (path === "/v2/profiles") return "profiles";
      return bucketOf[path.replace(/\/list$/, "")] ?? "unknown";
    },
    quotas: options.quotas ?? usualQuotas,
    throttled: (waitSeconds) => ({
      status: 429,
      headers: { "retry-after": String(Math.ceil(waitSeconds)) },
      body: { code: "THROTTLED", message: "Too many requests" },
    }),
    down: { status: 503, body: { code: "SERVICE_UNAVAILABLE", message: "Service unavailable" } },
    handle,
  });
  origin = serving.origin;
  const heldAt = { product_ad: state.productAds, ad_group: state.adGroups, campaign: state.campaigns };
  const dayOf = new Intl.DateTimeFormat("en-CA", { timeZone: profile.timeZone });
  return {
    ...serving,
    faults,
    accrue: (adId, what) => {
      const ad = state.productAds.get(adId);
      if (!ad) return false;
      const { at, ...sums } = what;
      const budgetMinor = (state.campaigns.get(ad.campaignId)?.budgetPerDay ?? 0) * 10 ** minorDigits;
      const day = { ...sums, adId, campaignId: ad.campaignId, date: dayOf.format(at) };
      return spend(state, day, budgetMinor);
    },
    setState: (level, id, wanted) => {
      const one = heldAt[level].get(id);
      if (!one) throw new RangeError(`There is no ${level} ${id}.`);
      Object.assign(one, { state: wanted, updatedAt: now() });
    },
    stateOf: (level, id) => heldAt[level].get(id)?.state ?? null,
    finishReports: reporting.finish,
    budgetOf: (campaignId) => state.campaigns.get(campaignId)?.budgetPerDay ?? null,
  };
}

/** The profile's id is a number here, written by hand because it may be longer than a number can hold. */
const profileList = ({
  profileId,
  name,
  countryCode,
  currencyCode,
  timeZone,
  type,
}: AmazonAdsOptions["profile"]) =>
  `[{"profileId":${profileId},"countryCode":"${countryCode}","currencyCode":"${currencyCode}","timezone":"${timeZone}","accountInfo":${JSON.stringify({ name, type: type ?? "seller", validPaymentMethod: true })}}]`;

function readObject(body: string): Record<string, unknown> | null {
  try {
    const content: unknown = JSON.parse(body === "" ? "{}" : body);
    return typeof content === "object" && content !== null && !Array.isArray(content)
      ? (content as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
