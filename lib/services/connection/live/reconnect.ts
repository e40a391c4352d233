import { randomBytes } from "node:crypto";
import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { ensureStreams } from "@/lib/ingest/sync/connect";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { sealSecret, unsealSecret } from "@/lib/services/_shared/seal";
import { checkEntered, sortEntered } from "./credentials";
import { lockLive } from "./load-live";

export const reconnectSchema = z.object({
  connectionId: z.coerce.number().int().positive(),
  /** What is left out or empty stays as it was. */
  entered: z.record(z.string().max(60), z.string().max(4_000)).default({}),
});

/** Call-backs that are signed with the former secret are still on their way. */
const formerHours = 24;

/**
 * Gives a connection credentials that hold again, tried at once. Every stream goes on where it was; call-backs signed with
 * the former secret are taken for another day. Throws Forbidden, NotFound, or Invalid with what is wrong.
 */
export async function reconnect(
  db: Db,
  actor: Actor,
  input: z.input<typeof reconnectSchema>,
): Promise<{ account: string | null; scopes: readonly string[] }> {
  authorise(actor, "connection.manage");
  const { connectionId, entered: given } = parseInput(reconnectSchema, input);
  const before = await lockLive(db, connectionId, { any: true });
  const kept = before.sealed ? (JSON.parse(unsealSecret(before.sealed)) as Record<string, string>) : {};
  const stored = before.config.settings as Record<string, string> | undefined;
  const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => value.trim() !== ""));
  const entered = sortEntered(before.connector, { ...stored, ...kept, ...filled });
  if (typeof before.config.baseUrl === "string") entered.settings.baseUrl = before.config.baseUrl;
  const checked = await checkEntered(before.connector, entered, {
    key: before.key,
    connectionId,
    simulated: before.simulated,
    allowPrivateNetwork: before.config.allowPrivateNetwork === true || before.simulated,
  });
  const { baseUrl: _, ...settings } = entered.settings;
  const secrets = { webhookSecret: randomBytes(32).toString("base64url"), ...kept, ...entered.secrets };
  await db.begin(async (tx) => {
    const row = await lockLive(tx, connectionId, { any: true });
    if (row.sealed && Object.keys(filled).length > 0)
      await tx`
        insert into connection_former_secret (connection_id, secret_sealed, ends_at)
        values (${connectionId}, ${Buffer.from(row.sealed)}, now() + make_interval(hours => ${formerHours}))`;
    await tx`
      update connection set state = 'active', last_error = null, secret_sealed = ${sealSecret(JSON.stringify(secrets))},
        config = ${tx.json({ ...row.config, settings } as never)}
      where id = ${connectionId}`;
    await tx`
      insert into connection_account (connection_id, account, scopes, checked_at) values (${connectionId}, ${checked.account}, ${[...checked.scopes]}, now())
      on conflict (connection_id) do update set account = excluded.account, scopes = excluded.scopes, checked_at = now(),
        reconnect_since = null, reconnect_code = null`;
    await tx`delete from connection_token where connection_id = ${connectionId}`;
    await ensureStreams(tx, connectionId, row.connector);
    await tx`
      update sync_stream set failures = 0, open_until = null, last_error_code = null, last_error_detail = null, next_due_at = now()
      where connection_id = ${connectionId}`;
    await tx`update sync_pass set not_before = now() where connection_id = ${connectionId}`;
    if (row.connector.webhooks?.subscribe)
      await enqueue(
        tx,
        "webhooks.subscribe",
        { connectionId },
        { key: `webhooks.subscribe:${connectionId}` },
      );
    await announce(tx, "sync", [connectionId]);
    await writeAudit(tx, actor, {
      verb: "connection.reconnect",
      entity: "connection",
      entityId: connectionId,
      before: { state: row.state },
      after: { state: "active", changed: Object.keys(filled), scopes: checked.scopes },
    });
  });
  return { account: checked.account, scopes: checked.scopes };
}
