import type { Queryable } from "@/db/client";
import type { LiveConnector } from "@/lib/connectors/live-contract";
import { liveConnectorFor } from "@/lib/connectors/live-registry";
import { unsealSecret } from "@/lib/core/seal";

/** A live connection with its secrets opened, for as long as one piece of work lasts. */
export interface LiveAccount {
  connectionId: number;
  key: string;
  name: string;
  simulated: boolean;
  allowPrivateNetwork: boolean;
  settings: Readonly<Record<string, string>>;
  secrets: Readonly<Record<string, string>>;
  /** Those that were replaced a little while ago and may still sign, the latest first. */
  formerSecrets: readonly Readonly<Record<string, string>>[];
  paused: boolean;
  /** The vendor's clock minus ours. */
  clockAheadSeconds: number;
  connector: LiveConnector;
}

/** Finds the connector of a vendor; tests hand in their own. */
export type FindConnector = (vendor: string) => LiveConnector | null;

/**
 * The live connection with this id or key. Null when there is none, it is disconnected, or nothing speaks to its vendor
 * live. Throws when its secrets cannot be opened.
 */
export async function loadAccount(
  db: Queryable,
  which: { id: number } | { key: string },
  find: FindConnector = liveConnectorFor,
): Promise<LiveAccount | null> {
  const [row] = await db<
    {
      id: number;
      key: string;
      name: string;
      vendor: string;
      simulated: boolean;
      config: Record<string, unknown>;
      sealed: Uint8Array | null;
      former: Uint8Array[];
      paused: boolean;
      clockAheadSeconds: number | null;
    }[]
  >`
    select c.id, c.key, c.name, c.vendor, c.simulated, c.config, c.secret_sealed as sealed, c.state = 'paused' as paused,
      a.clock_ahead_seconds as "clockAheadSeconds",
      array(select f.secret_sealed from connection_former_secret f where f.connection_id = c.id and f.ends_at > now() order by f.id desc) as former
    from connection c left join connection_account a on a.connection_id = c.id
    where ${"id" in which ? db`c.id = ${which.id}` : db`c.key = ${which.key}`} and c.state <> 'disconnected'`;
  const connector = row && find(row.vendor);
  if (!row || !connector) return null;
  return {
    connectionId: row.id,
    key: row.key,
    name: row.name,
    simulated: row.simulated,
    allowPrivateNetwork: row.simulated || row.config.allowPrivateNetwork === true,
    settings: settingsOf(row.config),
    secrets: row.sealed ? secretsOf(row.sealed) : {},
    formerSecrets: row.former.map(secretsOf),
    paused: row.paused,
    clockAheadSeconds: row.clockAheadSeconds ?? 0,
    connector,
  };
}

/** `config.settings` as text, and `baseUrl` beside them where it is set. */
function settingsOf(config: Record<string, unknown>): Record<string, string> {
  const given = typeof config.settings === "object" && config.settings !== null ? config.settings : {};
  const named = Object.entries(given).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  const settings: Record<string, string> = Object.fromEntries(named);
  if (typeof config.baseUrl === "string") settings.baseUrl = config.baseUrl.replace(/\/+$/, "");
  return settings;
}

function secretsOf(sealed: Uint8Array): Record<string, string> {
  const opened: unknown = JSON.parse(unsealSecret(sealed));
  if (typeof opened !== "object" || opened === null) return {};
  return Object.fromEntries(
    Object.entries(opened).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** A text in which no secret of the account stands. */
export const withoutSecrets = ({ secrets }: LiveAccount, text: string): string =>
  Object.values(secrets).reduce(
    (cleaned, secret) => (secret.length < 4 ? cleaned : cleaned.replaceAll(secret, "[removed]")),
    text,
  );
