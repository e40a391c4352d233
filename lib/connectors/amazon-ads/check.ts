import { type CheckResult, refusedCheck, type Session, VendorError } from "../live-contract";
import { campaigns } from "./entities";
import { listPage } from "./list";
import { listProfiles } from "./profile";
import { accessToken } from "./token";

/** What the authorisation must hold for everything that Plimsoll does at Amazon Ads. */
const scope = "advertising::campaign_management";

/** Tries login, region, profile and one read, in this order, so that the first thing that is wrong is the one named. */
export async function check(session: Session): Promise<CheckResult> {
  let step: "login" | "profiles" | "read" = "login";
  try {
    await accessToken(session);
    step = "profiles";
    const all = await listProfiles(session);
    const { profileId } = session.settings;
    const own = all.find((one) => one.profileId === profileId);
    if (!own)
      return {
        ...refusedCheck,
        problem: all.length === 0 ? "wrong_region" : "wrong_account",
        detail: `${session.settings.region}: ${all
          .map(
            (one) =>
              `${one.profileId} (${one.countryCode}${one.accountInfo?.name ? `, ${one.accountInfo.name}` : ""})`,
          )
          .join("; ")}`.slice(0, 300),
        scopes: [scope],
      };
    step = "read";
    await listPage(session, campaigns, {});
    return {
      ok: true,
      account: `${own.accountInfo?.name ?? own.profileId} (${own.countryCode})`,
      scopes: [scope],
      missingScopes: [],
      problem: null,
      detail: null,
    };
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    const problem = problemOf(error, step);
    return {
      ...refusedCheck,
      missingScopes: problem === "missing_scopes" ? [scope] : [],
      problem,
      detail: error.message.slice(0, 300),
    };
  }
}

function problemOf(error: VendorError, step: "login" | "profiles" | "read"): string {
  if (error.code === "wrong_region") return "wrong_region";
  if (error.code === "invalid_grant") return "expired";
  if (error.failure === "unauthorised" || error.failure === "forbidden")
    return step === "login" ? "wrong_credentials" : "missing_scopes";
  return error.failure === "refused" ? "refused" : "unreachable";
}
