import type { Logger } from "pino";
import { type CheckResult, type Session, VendorError } from "@/lib/connectors/live-contract";
import type { LiveAccount } from "./account";
import { sendRequest } from "./http";

const trialSeconds = 20;

/** An account as somebody enters it, before anything is known of how it does. */
type TrialAccount = Omit<LiveAccount, "clockAheadSeconds" | "formerSecrets" | "paused">;

/** A session for an account that is not stored: it waits for no quota and keeps its tokens to itself. */
export function trialSession(account: TrialAccount, signal: AbortSignal): Session {
  const tokens = new Map<string, string>();
  return {
    connection: { id: account.connectionId, key: account.key, simulated: account.simulated },
    settings: account.settings,
    secrets: account.secrets,
    fetch: (request) => sendRequest(request, { allowPrivateNetwork: account.allowPrivateNetwork, signal }),
    token: async (name, make) => {
      const known = tokens.get(name);
      if (known !== undefined) return known;
      const { value } = await make();
      tokens.set(name, value);
      return value;
    },
    dropToken: async (name) => {
      tokens.delete(name);
    },
    learn: async () => {},
    now: () => new Date(),
    signal,
  };
}

/** Tries credentials before they are kept. Never throws: what could not be found out is a problem too. */
export async function tryAccount(account: TrialAccount, log: Logger): Promise<CheckResult> {
  const nothing = { ok: false, account: null, scopes: [], missingScopes: [] };
  try {
    return await account.connector.check(trialSession(account, AbortSignal.timeout(trialSeconds * 1000)));
  } catch (error) {
    if (!(error instanceof VendorError)) {
      log.warn(
        { connection: account.key, name: error instanceof Error ? error.name : "" },
        "a check broke off",
      );
      return { ...nothing, problem: "unreachable", detail: null };
    }
    const wrong = error.failure === "unauthorised" || error.failure === "forbidden";
    return {
      ...nothing,
      problem: wrong ? "wrong_credentials" : "unreachable",
      detail: error.message.slice(0, 300),
    };
  }
}
