import { randomBytes } from "node:crypto";
import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import {
  beginPass,
  type CheckResult,
  ensureStreams,
  type LiveConnector,
  streamsOf,
} from "@/lib/ingest/sync/connect";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { sealSecret } from "@/lib/services/_shared/seal";
import { checkAddress } from "../check-address";
import { checkEntered, connectorOf, type Entered, sortEntered } from "./credentials";

const daySeconds = 86_400;

export const connectLiveSchema = z.object({
  key: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  vendor: z.string().max(50),
  name: z.string().trim().min(1).max(100),
  /** By the keys of the vendor's own settings, secret ones too. */
  entered: z.record(z.string().max(60), z.string().max(4_000)),
  /** Address in the place of the vendor's own, for test systems. */
  baseUrl: z.string().trim().max(500).nullish(),
  allowPrivateNetwork: z.boolean().default(false),
  simulated: z.boolean().default(false),
  /** Its readings of stock count in every place that nobody else keeps; else it only publishes quantities there. */
  keepsStock: z.boolean().default(false),
  /** Days of the past that are read beside what is new; 0: none. */
  historyDays: z.coerce.number().int().min(0).max(1_825).default(90),
});

export interface ConnectedLive {
  id: number;
  key: string;
  account: string | null;
  scopes: readonly string[];
}

/**
 * Connects a vendor's account: its credentials are tried at once, sealed and kept, its streams begin, and the past is read
 * beside them. Throws Forbidden, Invalid with a sentence that names what is wrong (credentials, permissions, region,
 * marketplace, address), or Conflict when the key is taken.
 */
export async function connectLive(
  db: Db,
  actor: Actor,
  input: z.input<typeof connectLiveSchema>,
): Promise<ConnectedLive> {
  authorise(actor, "connection.manage");
  const given = parseInput(connectLiveSchema, input);
  const connector = connectorOf(given.vendor);
  const entered = sortEntered(connector, given.entered);
  const allowed = given.allowPrivateNetwork || given.simulated;
  if (given.baseUrl) {
    checkAddress(given.baseUrl, allowed);
    entered.settings.baseUrl = given.baseUrl.replace(/\/+$/, "");
  }
  await refuseTaken(db, given.key);
  const checked = await checkEntered(connector, entered, { ...given, allowPrivateNetwork: allowed });
  return db.begin(async (tx) => {
    const id = await insert(tx, connector, entered, checked, given);
    await ensureStreams(tx, id, connector, { newerThan: new Date(Date.now() - daySeconds * 1000) });
    for (const stream of streamsOf(connector))
      if (connector.streams[stream]?.backfill && given.historyDays > 0)
        await beginPass(tx, {
          connectionId: id,
          stream,
          kind: "backfill",
          since: new Date(Date.now() - given.historyDays * daySeconds * 1000),
          until: new Date(),
          requestedBy: actor.name,
        });
    if (connector.webhooks?.subscribe)
      await enqueue(tx, "webhooks.subscribe", { connectionId: id }, { key: `webhooks.subscribe:${id}` });
    await announce(tx, "sync");
    await writeAudit(tx, actor, {
      verb: "connection.connect",
      entity: "connection",
      entityId: id,
      after: {
        key: given.key,
        vendor: given.vendor,
        name: given.name,
        settings: entered.settings,
        keepsStock: given.keepsStock,
        scopes: checked.scopes,
      },
    });
    return { id, key: given.key, account: checked.account, scopes: checked.scopes };
  });
}

async function insert(
  tx: Tx,
  connector: LiveConnector,
  { settings: { baseUrl, ...settings }, secrets }: Entered,
  checked: CheckResult,
  given: z.output<typeof connectLiveSchema>,
): Promise<number> {
  const config = {
    settings,
    allowPrivateNetwork: given.allowPrivateNetwork,
    ...(given.keepsStock ? { stock: "keeps" } : {}),
    ...(baseUrl ? { baseUrl } : {}),
  };
  // Signs call-backs where it is us who choose what with.
  const webhookSecret = randomBytes(32).toString("base64url");
  const [row] = await tx<{ id: number }[]>`
    insert into connection (key, vendor, name, config, simulated, secret_sealed)
    values (${given.key}, ${connector.vendor}, ${given.name}, ${tx.json(config)}, ${given.simulated},
      ${sealSecret(JSON.stringify({ webhookSecret, ...secrets }))})
    on conflict (key) do nothing returning id`;
  if (!row) throw keyTaken(given.key);
  await tx`
    insert into connection_account (connection_id, account, scopes, checked_at)
    values (${row.id}, ${checked.account}, ${[...checked.scopes]}, now())`;
  return row.id;
}

/** Looked at before the vendor is asked, so that nobody waits for nothing. */
async function refuseTaken(db: Db, key: string): Promise<void> {
  const [taken] = await db`select 1 from connection where key = ${key}`;
  if (taken) throw keyTaken(key);
}

const keyTaken = (key: string) =>
  new Conflict(`There is a connection ${key} already. Choose another key; nothing was changed.`, {
    say: say("settings.errors.keyTaken", { key }),
    fieldErrors: { key: "is taken" },
    fieldSays: { key: say("settings.errors.keyTakenField") },
  });
