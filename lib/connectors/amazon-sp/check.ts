import { type CheckResult, refusedCheck, type Session, VendorError } from "../live-contract";
import { type Account, accountOf } from "./account";
import { callApi } from "./client";
import { REGIONS, type Region } from "./marketplaces";
import { participations } from "./wire-types/notifications";
import { anything } from "./wire-types/shared";

/** An order that nobody has: what is granted answers that it is not there, what is not granted is denied. */
const NO_ORDER = "000-0000000-0000000";

/**
 * What has to be granted, and the cheapest question that shows it. `evenRefused`: any answer but a denial shows it, so
 * that a search, of which few are granted, need not be spent.
 */
const scopesOf = (account: Account, now: Date) => {
  const { id } = account.marketplace;
  const since = new Date(now.getTime() - 600_000).toISOString();
  const seller = encodeURIComponent(account.sellerId ?? "");
  const older = account.ordersVersion === "v0";
  return [
    {
      scope: "orders",
      operation: older ? "getOrderV0" : "getOrder",
      path: `/orders/${account.ordersVersion}/orders/${NO_ORDER}`,
      query: {},
      evenRefused: true,
    },
    {
      scope: "inventory",
      operation: "getInventorySummaries",
      path: "/fba/inventory/v1/summaries",
      query: {
        granularityType: "Marketplace",
        granularityId: id,
        marketplaceIds: [id],
        startDateTime: since,
      },
      evenRefused: false,
    },
    {
      scope: "listings",
      operation: "searchListingsItems",
      path: `/listings/2021-08-01/items/${seller}`,
      query: { marketplaceIds: [id], pageSize: 1 },
      evenRefused: false,
    },
    {
      scope: "reports",
      operation: "getReports",
      path: "/reports/2021-06-30/reports",
      query: { reportTypes: ["GET_MERCHANT_LISTINGS_ALL_DATA"], pageSize: 1 },
      evenRefused: false,
    },
  ] as const;
};

/**
 * Tries the credentials: a token, the region, the marketplace, then what is granted. Throws VendorError for an answer
 * that is none, such as a network failure.
 */
export async function checkAccount(session: Session): Promise<CheckResult> {
  try {
    const account = accountOf(session.settings);
    const told = await sellsIn(session, account.region);
    if (told === null) return await wrongRegion(session, account);
    const own = told.find(({ marketplace }) => marketplace.id === account.marketplace.id);
    if (!own || own.participation?.isParticipating === false) return wrongMarketplace(account, told);
    return await grants(session, account, own.storeName ?? own.marketplace.name ?? null);
  } catch (error) {
    return named(error);
  }
}

type Told = NonNullable<Awaited<ReturnType<typeof sellsIn>>>;

/** Where the account sells in a region; null when the region does not know it. */
async function sellsIn(session: Session, region: Region) {
  try {
    const call = { method: "GET", path: "/sellers/v1/marketplaceParticipations", region } as const;
    const { value } = await callApi(session, "getMarketplaceParticipations", call, participations);
    return value.payload;
  } catch (error) {
    if (error instanceof VendorError && error.failure === "forbidden") return null;
    throw error;
  }
}

async function wrongRegion(session: Session, account: Account): Promise<CheckResult> {
  for (const region of REGIONS.filter((one) => one !== account.region)) {
    if ((await sellsIn(session, region)) === null) continue;
    const detail = `This account belongs to the region ${region}, not ${account.region}.`;
    return { ...refusedCheck, problem: "wrong_region", detail };
  }
  const detail = "Amazon denies this application the account's own data in every region.";
  return { ...refusedCheck, problem: "missing_scopes", missingScopes: ["sellers"], detail };
}

function wrongMarketplace(account: Account, told: Told): CheckResult {
  const places = told.map(({ marketplace }) => marketplace.countryCode ?? marketplace.id).join(", ");
  const detail = `This account does not sell in ${account.marketplace.country}. It sells in: ${places}`.slice(
    0,
    300,
  );
  return { ...refusedCheck, problem: "wrong_marketplace", detail };
}

async function grants(session: Session, account: Account, name: string | null): Promise<CheckResult> {
  const scopes: string[] = [];
  const missingScopes: string[] = [];
  let detail: string | null = null;
  for (const { scope, operation, path, query, evenRefused } of scopesOf(account, session.now())) {
    if (scope === "listings" && account.sellerId === null) {
      missingScopes.push(scope);
      detail = "Listings are read by the seller's id, which is not entered.";
      continue;
    }
    try {
      await callApi(session, operation, { method: "GET", path, query }, anything);
      scopes.push(scope);
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      const refused = error.failure === "refused";
      if (!refused && error.failure !== "forbidden") throw error;
      if (refused && evenRefused) scopes.push(scope);
      else if (refused && scope === "listings")
        return {
          ...refusedCheck,
          account: name,
          problem: "wrong_account",
          detail: error.message.slice(0, 300),
        };
      else {
        missingScopes.push(scope);
        detail = error.message.slice(0, 300);
      }
    }
  }
  const ok = missingScopes.length === 0;
  return { ok, account: name, scopes, missingScopes, problem: ok ? null : "missing_scopes", detail };
}

/** A failure that says what is wrong with the credentials; every other goes on. */
function named(error: unknown): CheckResult {
  if (!(error instanceof VendorError)) throw error;
  const detail = error.message.slice(0, 300);
  if (error.code === "wrong_region" || error.code === "wrong_marketplace")
    return { ...refusedCheck, problem: error.code, detail };
  if (error.failure === "unauthorised")
    return {
      ...refusedCheck,
      problem: error.code === "invalid_grant" ? "expired" : "wrong_credentials",
      detail,
    };
  throw error;
}
