import { Invalid } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { type Say, say } from "@/lib/core/say";
import {
  type CheckResult,
  type LiveConnector,
  liveConnectorFor,
  tryAccount,
} from "@/lib/ingest/sync/connect";

/** What was entered, told apart by whether it may be shown again. */
export interface Entered {
  settings: Record<string, string>;
  secrets: Record<string, string>;
}

/** The connector of a vendor. Throws Invalid when nothing speaks to it live. */
export function connectorOf(vendor: string): LiveConnector {
  const connector = liveConnectorFor(vendor);
  if (connector) return connector;
  throw new Invalid("This vendor cannot be connected live. Choose one of the list; nothing was changed.", {
    say: say("live.errors.noVendor"),
    fieldErrors: { vendor: "cannot be connected live" },
  });
}

/**
 * Sorts what was entered by the connector's own list of settings; what it does not know is left out. Throws Invalid that
 * names each field that is needed and empty, or is none of its choices.
 */
export function sortEntered(connector: LiveConnector, given: Record<string, string>): Entered {
  const entered: Entered = { settings: {}, secrets: {} };
  const fieldErrors: Record<string, string> = {};
  const fieldSays: Record<string, Say> = {};
  for (const { key, kind, required, choices } of connector.settings) {
    const value = given[key]?.trim() ?? "";
    if (value === "" && required) {
      fieldErrors[key] = "is empty; it is needed";
      fieldSays[key] = say("live.errors.fieldEmpty");
    } else if (value !== "" && choices && !choices.includes(value)) {
      fieldErrors[key] = `must be one of ${choices.join(", ")}`;
      fieldSays[key] = say("live.errors.fieldChoice");
    } else if (value !== "") entered[kind === "secret" ? "secrets" : "settings"][key] = value;
  }
  if (Object.keys(fieldErrors).length > 0)
    throw new Invalid(
      `Nothing was changed. Correct ${Object.entries(fieldErrors)
        .map(([field, text]) => `${field}: ${text}`)
        .join("; ")}.`,
      { say: say("api.errors.form"), fieldErrors, fieldSays },
    );
  return entered;
}

/** Tries what was entered at the vendor. Throws Invalid with a sentence that names what is wrong with it. */
export async function checkEntered(
  connector: LiveConnector,
  entered: Entered,
  given: { key: string; allowPrivateNetwork: boolean; connectionId?: number; simulated?: boolean },
): Promise<CheckResult> {
  const result = await tryAccount(
    {
      connectionId: given.connectionId ?? 0,
      key: given.key,
      name: given.key,
      simulated: given.simulated ?? false,
      allowPrivateNetwork: given.allowPrivateNetwork,
      ...entered,
      connector,
    },
    log,
  );
  if (result.ok) return result;
  throw refusal(connector, result);
}

const english: Record<string, (name: string) => string> = {
  wrong_credentials: (name) =>
    `${name} does not accept these credentials. Check them at ${name} and enter them again.`,
  missing_scopes: (name) =>
    `${name} accepts the credentials but lacks permissions. Grant them at ${name}, then try again.`,
  wrong_account: (name) => `The credentials belong to another account at ${name}. Enter those of this one.`,
  wrong_region: (name) => `The account is not in this region of ${name}. Choose its own region.`,
  wrong_marketplace: (name) =>
    `The account does not sell on this marketplace of ${name}. Choose one that it does.`,
  expired: (name) => `The grant at ${name} has expired. Authorise Plimsoll there again.`,
  unreachable: (name) => `${name} could not be reached. Check the address, and try again in a minute.`,
};

function refusal(connector: LiveConnector, { problem, missingScopes, detail }: CheckResult): Invalid {
  const known = problem !== null && problem in english ? problem : "unreachable";
  const sentence = (english[known] ?? (() => ""))(connector.name);
  const scopes = missingScopes.length > 0 ? ` Missing: ${missingScopes.join(", ")}.` : "";
  return new Invalid(`${sentence}${scopes} Nothing was changed.`, {
    say: problemSay(known, connector.name, missingScopes),
    details: { problem: known, missingScopes, detail },
  });
}

function problemSay(problem: string, name: string, missing: readonly string[]): Say {
  switch (problem) {
    case "wrong_credentials":
      return say("live.problems.wrong_credentials", { name });
    case "missing_scopes":
      return say("live.problems.missing_scopes", { name, scopes: { all: missing } });
    case "wrong_account":
      return say("live.problems.wrong_account", { name });
    case "wrong_region":
      return say("live.problems.wrong_region", { name });
    case "wrong_marketplace":
      return say("live.problems.wrong_marketplace", { name });
    case "expired":
      return say("live.problems.expired", { name });
    default:
      return say("live.problems.unreachable", { name });
  }
}
