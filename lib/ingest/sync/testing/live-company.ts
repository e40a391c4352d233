import pino from "pino";
import type { Db } from "@/db/client";
import type { LiveConnector, Stream } from "@/lib/connectors/live-contract";
import { sealSecret } from "@/lib/core/seal";
import { type LiveAccount, loadAccount } from "@/lib/ingest/sync/account";
import { runStream } from "@/lib/ingest/sync/run-pass";
import { ensureStreams, streamsOf } from "@/lib/ingest/sync/streams";

export const testSealingSecret = "a secret of the test run, long enough to be one";
export const silent = pino({ level: "silent" });

/** An empty company in one currency, with rates for the others that simulated vendors use. */
export async function makeCompany(db: Db): Promise<void> {
  await db`insert into company (name, base_currency, time_zone) values ('Test', 'GBP', 'Europe/London') on conflict do nothing`;
  await db`
    insert into fx_rate (currency, day, to_base, source)
    select currency, '2015-01-01', 1, 'test' from unnest(array['GBP', 'USD', 'EUR', 'JPY', 'CAD']) currency on conflict do nothing`;
}

/** A live connection with its streams; PLIMSOLL_SECRET must be set to `testSealingSecret` by the test. */
export async function addConnection(
  db: Db,
  connector: LiveConnector,
  given: {
    key: string;
    baseUrl: string;
    settings?: Record<string, string>;
    secrets?: Record<string, string>;
    /** Whether its readings of stock count; they do when left out. */
    stock?: "keeps" | "publishes";
  },
): Promise<LiveAccount> {
  const config = {
    baseUrl: given.baseUrl,
    allowPrivateNetwork: true,
    settings: given.settings ?? {},
    stock: given.stock ?? "keeps",
  };
  const [row] = await db<{ id: number }[]>`
    insert into connection (key, vendor, name, config, secret_sealed)
    values (${given.key}, ${connector.vendor}, ${given.key}, ${db.json(config)}, ${sealSecret(JSON.stringify(given.secrets ?? {}))})
    returning id`;
  const connectionId = row?.id ?? 0;
  await ensureStreams(db, connectionId, connector);
  return accountOf(db, connector, connectionId);
}

export async function accountOf(db: Db, connector: LiveConnector, id: number): Promise<LiveAccount> {
  const account = await loadAccount(db, { id }, (vendor) => (vendor === connector.vendor ? connector : null));
  if (!account) throw new Error(`no live connection ${id}`);
  return account;
}

/** Reads every stream to its end once, waits for reports left out. Throws when one fails. */
export async function syncAll(db: Db, account: LiveAccount, streams?: readonly Stream[]): Promise<void> {
  for (const stream of streams ?? inOrder(account.connector)) await syncStream(db, account, stream);
}

/** Reads what is new in one stream, at once and to its end, a retry at a time. */
export async function syncStream(db: Db, account: LiveAccount, stream: Stream, retries = 0): Promise<void> {
  const { connectionId } = account;
  await db`update sync_stream set next_due_at = now() where connection_id = ${connectionId} and stream = ${stream}`;
  for (let attempt = 0; ; ) {
    const { result } = await runStream(db, account, stream, "live", {
      log: silent,
      signal: new AbortController().signal,
    });
    if (result === "done") return;
    if (result === "failed" && attempt++ >= retries) throw new Error(`${stream} could not be read`);
    if (result === "idle") await new Promise((resolve) => setTimeout(resolve, 50));
    await db`update sync_pass set not_before = now() where connection_id = ${connectionId} and stream = ${stream}`;
  }
}

/** Places before goods, goods before what names them. */
export const inOrder = (connector: LiveConnector): Stream[] => {
  const streams = streamsOf(connector);
  return [
    ...streams.filter((stream) => stream === "locations"),
    ...streams.filter((stream) => stream !== "locations"),
  ];
};
